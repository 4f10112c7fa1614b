import JSONText

/// A submission that the contract allows.
struct SubmitRequest: Sendable {
  var shape: VideoShape
  var isReferenceVideo = false
  var hasWatermark = false
  var prompt = ""
  /// As the simulated service stores it; nil also where it ignores it.
  var businessID: String?
  var sourceURLs: [String] = []

  /// A sentence for the `message` of a 400.
  struct Refusal: Error, Equatable { var message: String }

  /// Reads a body as strictly as the contract's table; nothing in it may be null or unknown.
  init(_ body: JSONObject, businessIDs: SimulatorOptions.BusinessIDs) throws(Refusal) {
    shape = VideoShape(resolution: .p1080, milliseconds: 5_000, hasAudio: true)
    var model: String?
    var images: [String]?
    var referenced: [String]?
    var keyAtTop: String?
    var keyInMetadata: String?
    for (key, value) in body.members {
      switch key {
      case "model": model = try text(value, key)
      case "image_urls":
        images = try urls(value, key)
        guard images?.count == 1 else {
          throw Refusal(message: "image_urls: expected exactly 1 URL, got \(images?.count ?? 0)")
        }
      case "prompt": prompt = try text(value, key)
      case "resolution":
        guard let resolution = VideoShape.Resolution(name: try text(value, key)) else {
          throw Refusal(message: "resolution: expected 720p or 1080p")
        }
        shape.resolution = resolution
      case "duration": shape.milliseconds = try seconds(value) * 1_000
      case "audio": shape.hasAudio = try flag(value, key)
      case "watermark": hasWatermark = try flag(value, key)
      case "metadata":
        referenced = try references(in: value)
        keyInMetadata = try value["client_business_id"].map { value throws(Refusal) in
          try businessKey(value, "metadata.client_business_id")
        }
      case "client_business_id" where businessIDs != .refused:
        keyAtTop = try businessKey(value, key)
      default: throw Refusal(message: "\(key): unknown parameter")
      }
    }
    guard let model else { throw Refusal(message: "model: required") }
    guard model.utf8.elementsEqual("wan2.6-flash".utf8) else {
      throw Refusal(message: "model: expected wan2.6-flash")
    }
    switch (images, referenced) {
    case (nil, nil): throw Refusal(message: "image_urls or metadata.reference_urls: required")
    case (_?, _?):
      throw Refusal(message: "image_urls and metadata.reference_urls cannot be combined")
    case (let images?, nil): sourceURLs = images
    case (nil, let references?):
      isReferenceVideo = true
      sourceURLs = references
    }
    businessID = businessIDs.stored(
      topLevel: keyAtTop, inMetadata: keyInMetadata, isReferenceVideo: isReferenceVideo)
  }
}

private func businessKey(
  _ value: JSONValue, _ name: String
) throws(SubmitRequest.Refusal) -> String {
  let key = try text(value, name)
  guard (1...256).contains(key.utf8.count) else {
    throw .init(message: "\(name): expected 1 to 256 bytes")
  }
  return key
}

private func text(_ value: JSONValue, _ key: String) throws(SubmitRequest.Refusal) -> String {
  guard case .string(let text) = value else { throw .init(message: "\(key): expected a string") }
  return text
}

private func flag(_ value: JSONValue, _ key: String) throws(SubmitRequest.Refusal) -> Bool {
  guard case .bool(let flag) = value else {
    throw .init(message: "\(key): expected true or false")
  }
  return flag
}

/// Written as a plain integer: a strict decoder of an integer field refuses `5.0`.
private func seconds(_ value: JSONValue) throws(SubmitRequest.Refusal) -> Int {
  if case .number(let number) = value {
    for seconds in [5, 10, 15] where number.text.utf8.elementsEqual("\(seconds)".utf8) {
      return seconds
    }
  }
  throw .init(message: "duration: expected 5, 10 or 15")
}

private func urls(_ value: JSONValue, _ key: String) throws(SubmitRequest.Refusal) -> [String] {
  guard case .array(let values) = value else {
    throw .init(message: "\(key): expected an array of URLs")
  }
  var urls: [String] = []
  for value in values {
    let url = try text(value, key)
    guard isWebURL(url) else { throw .init(message: "\(key): expected public http(s) URLs") }
    urls.append(url)
  }
  return urls
}

private func references(in value: JSONValue) throws(SubmitRequest.Refusal) -> [String]? {
  guard case .object(let metadata) = value else {
    throw .init(message: "metadata: expected an object")
  }
  guard let value = metadata["reference_urls"] else { return nil }
  let references = try urls(value, "metadata.reference_urls")
  guard !references.isEmpty else {
    throw .init(message: "metadata.reference_urls: expected at least 1 URL")
  }
  return references
}

/// `http://` or `https://`, a host, and no white space or control characters.
private func isWebURL(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? 0
  let scheme = bytes[..<colon].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  guard scheme == Array("http".utf8) || scheme == Array("https".utf8) else { return false }
  let rest = bytes[colon...]
  guard rest.starts(with: "://".utf8), rest.count > 3,
    let first = rest.dropFirst(3).first, first != UInt8(ascii: "/")
  else { return false }
  return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
}
