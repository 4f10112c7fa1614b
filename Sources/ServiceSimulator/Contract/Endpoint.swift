/// What a path asks for.
enum Endpoint: Equatable, Sendable {
  case submit
  /// The id of a task or a `client_business_id`, decoded.
  case status(name: [UInt8])
  case upload(UploadKind)
  case balance(ofAccount: Bool)
  /// A result file, by its task's id.
  case video(id: String)
  case uploadedFile(path: String)
  case ledger, log, faults
  case unknown

  init(path: String) {
    switch path {
    case "/v1/videos/generations": self = .submit
    case "/v1/uploads/images": self = .upload(.image)
    case "/v1/uploads/videos": self = .upload(.video)
    case "/v1/balance": self = .balance(ofAccount: false)
    case "/v1/user/balance": self = .balance(ofAccount: true)
    case "/simulator/ledger": self = .ledger
    case "/simulator/log": self = .log
    case "/simulator/faults": self = .faults
    default:
      let bytes = path.utf8
      if bytes.starts(with: "/v1/videos/generations/".utf8) {
        let segment = bytes.dropFirst(23)
        guard let name = Self.decoded(segment), !name.isEmpty,
          !segment.contains(UInt8(ascii: "/"))
        else {
          self = .unknown
          return
        }
        self = .status(name: name)
      } else if bytes.starts(with: "/files/videos/".utf8), path.hasSuffix(".mp4") {
        self = .video(id: String(path.dropFirst(14).dropLast(4)))
      } else if bytes.starts(with: "/files/uploads/".utf8) {
        self = .uploadedFile(path: path)
      } else {
        self = .unknown
      }
    }
  }

  /// The pattern under which the ledger counts requests.
  var label: String {
    switch self {
    case .submit: "/v1/videos/generations"
    case .status: "/v1/videos/generations/{id}"
    case .upload(.image): "/v1/uploads/images"
    case .upload(.video): "/v1/uploads/videos"
    case .balance(let ofAccount): ofAccount ? "/v1/user/balance" : "/v1/balance"
    case .video: "/files/videos/{id}.mp4"
    case .uploadedFile: "/files/uploads/{path}"
    case .ledger: "/simulator/ledger"
    case .log: "/simulator/log"
    case .faults: "/simulator/faults"
    case .unknown: "elsewhere"
    }
  }

  var faultRoute: FaultRule.Route? {
    switch self {
    case .submit: .submit
    case .status: .status
    case .upload: .upload
    case .balance: .balance
    case .video, .uploadedFile: .file
    case .ledger, .log, .faults, .unknown: nil
    }
  }

  /// The methods that are answered, as an `Allow` header lists them.
  var allowedMethods: String {
    switch self {
    case .submit, .upload: "POST"
    case .faults: "GET, HEAD, POST"
    default: "GET, HEAD"
    }
  }

  func allows(_ method: RequestHead.Method) -> Bool {
    switch self {
    case .submit, .upload: method == .post
    case .faults: method != .other
    case .unknown: true
    default: method == .get || method == .head
    }
  }

  /// Undoes percent-encoding; nil when it is broken.
  private static func decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}
