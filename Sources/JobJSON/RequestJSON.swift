import JSONText
import JobModel

/// The service's own form of a request, which is also how the checked manifest and the results
/// show it: `{"model":"wan2.6-flash","image_urls":["…"],"resolution":"720p","duration":5,…}`.
package enum RequestJSON {
  /// Writes a request as an object.
  package static func write(_ request: VideoRequest, to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(request, to: &writer)
    writer.endObject()
  }

  /// Writes the members of a request into an object that is open.
  package static func writeMembers(_ request: VideoRequest, to writer: inout JSONWriter) {
    writer.member("model", VideoRequest.model)
    if request.mode == .imageToVideo {
      writer.key("image_urls")
      write(request.sources, to: &writer)
    }
    if let prompt = request.prompt { writer.member("prompt", prompt) }
    writer.member("resolution", request.resolution.rawValue)
    writer.member("duration", request.duration.seconds)
    writer.member("audio", request.audio)
    if let watermark = request.watermark { writer.member("watermark", watermark) }
    if request.mode == .referenceVideo || request.metadata != nil {
      writer.key("metadata")
      writer.beginObject()
      if request.mode == .referenceVideo {
        writer.key("reference_urls")
        write(request.sources, to: &writer)
      }
      for member in request.metadata ?? [] {
        writer.key(member.key)
        writer.raw(member.value.text)
      }
      writer.endObject()
    }
  }

  private static func write(_ sources: [String], to writer: inout JSONWriter) {
    writer.beginArray()
    for source in sources { writer.string(source) }
    writer.endArray()
  }

  /// Reads what ``write(_:to:)`` wrote; meant for our own files, so it explains little.
  ///
  /// - Parameter reader: stands before the object.
  package static func read(_ reader: inout JSONReader) throws -> VideoRequest {
    var images: [String]?
    var references: [String]?
    var request = VideoRequest(mode: .imageToVideo, sources: [])
    try reader.beginObject()
    while let key = try reader.nextKey() {
      switch key.text {
      case "model": _ = try reader.readString()
      case "image_urls": images = try strings(&reader)
      case "prompt": request.prompt = try reader.readString().text
      case "resolution":
        request.resolution = try known(Resolution(rawValue: try reader.readString().text), key.text)
      case "duration":
        let seconds = try reader.readNumber().int64.flatMap { Int(exactly: $0) }
        request.duration = try known(seconds.flatMap(ClipLength.init(rawValue:)), key.text)
      case "audio": request.audio = try reader.readBool()
      case "watermark": request.watermark = try reader.readBool()
      case "metadata": (references, request.metadata) = try metadata(&reader)
      default: throw MalformedRecord(member: key.text)
      }
    }
    request.mode = images == nil ? .referenceVideo : .imageToVideo
    request.sources = try known(images ?? references, "image_urls")
    return request
  }

  private static func metadata(
    _ reader: inout JSONReader
  ) throws -> (references: [String]?, rest: [RawMember]?) {
    var references: [String]?
    var rest: [RawMember] = []
    try reader.beginObject()
    while let key = try reader.nextKey() {
      let name = key.text
      if name == "reference_urls" {
        references = try strings(&reader)
      } else {
        rest.append(RawMember(key: name, value: RawJSON(validated: try reader.readRawText())))
      }
    }
    return (references, references != nil && rest.isEmpty ? nil : rest)
  }

  private static func strings(_ reader: inout JSONReader) throws -> [String] {
    var texts: [String] = []
    try reader.beginArray()
    while try reader.nextElement() { texts.append(try reader.readString().text) }
    return texts
  }

  private static func known<Value>(_ value: Value?, _ member: String) throws -> Value {
    guard let value else { throw MalformedRecord(member: member) }
    return value
  }
}

/// A record of ours in which a member is missing, unknown, or of the wrong type or value.
package struct MalformedRecord: Error, Sendable, CustomStringConvertible {
  /// The name of the member; `{}` for a record that is no object at all.
  package let member: String
  /// Indicates a word that is unknown here, and that a newer version may know.
  package let isUnknownWord: Bool

  package init(member: String, isUnknownWord: Bool = false) {
    self.member = member
    self.isUnknownWord = isUnknownWord
  }

  /// A clause without its end, for example `member "task" is missing or not as expected`.
  package var description: String { "member \"\(member)\" is missing or not as expected" }
}
