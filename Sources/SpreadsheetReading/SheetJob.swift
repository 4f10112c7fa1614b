import JSONText

/// A job as a row of a spreadsheet gives it.
struct SheetJob {
  var id: String?
  var image: String?
  var references: [String]?
  var prompt: String?
  var resolution: String?
  var duration: Int?
  var audio: Bool?
  var watermark: Bool?
  var metadata: [(key: String, value: String)] = []
  var sourceVersion: String?
  var labels: [(key: String, value: String)] = []

  /// The line of the manifest, with its LF.
  var line: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    if let id { writer.member("id", id) }
    if let image {
      writer.key("image_urls")
      Self.write([image], to: &writer)
    }
    if let prompt { writer.member("prompt", prompt) }
    if let resolution { writer.member("resolution", resolution) }
    if let duration { writer.member("duration", duration) }
    if let audio { writer.member("audio", audio) }
    if let watermark { writer.member("watermark", watermark) }
    if references != nil || !metadata.isEmpty {
      writer.key("metadata")
      writer.beginObject()
      if let references {
        writer.key("reference_urls")
        Self.write(references, to: &writer)
      }
      Self.write(metadata, to: &writer)
      writer.endObject()
    }
    if let sourceVersion { writer.member("source_version", sourceVersion) }
    if !labels.isEmpty {
      writer.key("labels")
      writer.beginObject()
      Self.write(labels, to: &writer)
      writer.endObject()
    }
    writer.endObject()
    writer.bytes.append(0x0A)
    return writer.bytes
  }

  /// The same request, with defaults filled in and without what is never sent: rows without id
  /// must differ in it, for their ids are derived from it.
  var request: SheetJob {
    var request = self
    request.id = nil
    request.sourceVersion = nil
    request.labels = []
    request.resolution = resolution ?? "1080p"
    request.duration = duration ?? 5
    request.audio = audio ?? true
    return request
  }

  private static func write(_ texts: [String], to writer: inout JSONWriter) {
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
  }

  private static func write(
    _ members: [(key: String, value: String)], to writer: inout JSONWriter
  ) {
    for member in members {
      writer.key(member.key)
      writer.string(member.value)
    }
  }
}
