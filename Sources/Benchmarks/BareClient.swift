#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A yardstick for the processor: the traffic of a batch with nothing around it.
///
/// One kept connection, one request after the other, no pauses; an answer is searched and not read;
/// each video is written, synced and renamed, and each job adds two synced lines to a file. It
/// knows no doubt, no limits, no journal that could be read again. What a machine is worth changes
/// within minutes where it is shared; beside this, the figure of the program can be read.
struct BareClient {
  /// The word on the command line that makes this program the client.
  static let name = "bare-client"

  private let socket: Int32
  private let authority: String
  private var bytes = [UInt8](repeating: 0, count: 1 << 17)

  /// `bare-client BASE JOBS QUERIES DIRECTORY`: so many jobs, with so many queries of each.
  static func run(_ words: [String]) -> Int32 {
    guard words.count == 4, let jobs = Int(words[1]), let queries = Int(words[2]) else { return 2 }
    guard var client = BareClient(base: words[0]) else { return 1 }
    let file = open(words[3] + "/lines", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard file >= 0 else { return 1 }
    for number in 0..<jobs {
      guard client.job(number, queries, file, words[3]) else { return 1 }
    }
    return 0
  }

  /// - Parameter base: `http://127.0.0.1:PORT`.
  private init?(base: String) {
    let words = base.split(separator: ":")
    guard let port = words.last.flatMap({ UInt16($0) }) else { return nil }
    authority = "127.0.0.1:\(port)"
    #if canImport(Darwin)
      socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #elseif canImport(Musl)
      socket = Musl.socket(AF_INET, Int32(SOCK_STREAM), 0)
    #else
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { return nil }
    var isOn: Int32 = 1
    setsockopt(
      socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
  }

  private mutating func job(_ number: Int, _ queries: Int, _ file: Int32, _ folder: String) -> Bool
  {
    let request =
      #"{"model":"wan2.6-flash","image_urls":["https://cdn.example.com/\#(number).jpg"],"#
      + BatchUnderTest.Shape.medium.rawValue + "}"
    let path = "/v1/videos/generations"
    guard append(request, to: file), let answer = exchange("POST", path, request),
      let id = text(between: #""id":""#, in: answer), append(id, to: file)
    else { return false }
    var url: String?
    for _ in 0..<queries {
      guard let answer = exchange("GET", path + "/" + id, "") else { return false }
      url = text(between: #""url":""#, in: answer)
    }
    guard let file = url?.split(separator: "/").dropFirst(2).joined(separator: "/"),
      let video = exchange("GET", "/" + file, "")
    else { return false }
    return keep(video, as: "\(folder)/\(number).mp4")
  }

  private func append(_ line: String, to file: Int32) -> Bool {
    let bytes = Array((line + "\n").utf8)
    return write(file, bytes, bytes.count) == bytes.count && sync(file)
  }

  private func keep(_ video: ArraySlice<UInt8>, as path: String) -> Bool {
    let file = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { return false }
    let count = video.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    let isSynced = sync(file)
    close(file)
    return count == video.count && isSynced && rename(path + ".part", path) == 0
  }

  private func sync(_ file: Int32) -> Bool {
    #if canImport(Darwin)
      fsync(file) == 0
    #else
      fdatasync(file) == 0
    #endif
  }

  /// Sends a request, and waits for the whole body of its answer.
  private mutating func exchange(
    _ method: String, _ path: String, _ body: String
  ) -> ArraySlice<UInt8>? {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: \(authority)\r\nAuthorization: Bearer key\r\n"
    if !body.isEmpty {
      head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    }
    let request = Array((head + "\r\n" + body).utf8)
    guard send(socket, request, request.count, 0) == request.count else { return nil }
    var (count, end) = (0, Int.max)
    var start = 0
    while count < end {
      let more = bytes.withUnsafeMutableBytes { space in
        recv(socket, space.baseAddress.map { $0 + count }, space.count - count, 0)
      }
      guard more > 0 else { return nil }
      count += more
      guard end == Int.max, let head = headEnd(in: bytes[..<count]) else { continue }
      let length = text(between: "Content-Length: ", until: "\r", in: bytes[..<head])
      guard let length = length.flatMap({ Int($0) }), head + length <= bytes.count else {
        return nil
      }
      (start, end) = (head, head + length)
    }
    return bytes[start..<end]
  }

  private func headEnd(in bytes: ArraySlice<UInt8>) -> Int? {
    let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    return place(of: mark, in: bytes).map { $0 + mark.count }
  }

  private func text(
    between mark: String, until end: Unicode.Scalar = "\"", in bytes: ArraySlice<UInt8>
  ) -> String? {
    guard let place = place(of: Array(mark.utf8), in: bytes) else { return nil }
    let rest = bytes[(place + mark.utf8.count)...].prefix { $0 != UInt8(ascii: end) }
    return String(decoding: rest, as: UTF8.self)
  }

  private func place(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.first { place in
      bytes[place] == mark[0] && bytes[place...].starts(with: mark)
    }
  }
}
