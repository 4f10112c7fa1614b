import JSONText
import JobModel

/// A text as a request has it: decoded, or where it stands in a line.
protocol RequestText {
  func write(to writer: inout JSONWriter)
  /// Whether it means the same bytes.
  func means(_ text: String) -> Bool
}

extension String: RequestText {
  func write(to writer: inout JSONWriter) { writer.string(self) }
  func means(_ text: String) -> Bool { utf8.elementsEqual(text.utf8) }
}

extension JSONStringSlice: RequestText {
  func write(to writer: inout JSONWriter) { writer.string(self) }
  func means(_ text: String) -> Bool { withDecodedUTF8 { $0.elementsEqual(text.utf8) } }
}

/// What the names of a request are made of, complete and without a mistake.
struct RequestParts<Text: RequestText> {
  var order: RequestOrder
  var sources: SourceList<Text>
  var prompt: Text?
  var watermark: Bool?
  /// The members of `metadata` beside `reference_urls`.
  var metadata: JSONObject?
  var sourceVersion: Text?
}

/// The sources that a field names, as written, with the files among them; at least one.
struct SourceList<Text: RequestText> {
  private var first: Text
  /// Apart, because most lists have one source and need no allocation.
  private var others: [Text] = []
  var files: [LocalFile] = []

  init(_ first: Text) {
    self.first = first
  }

  var count: Int { 1 + others.count }

  mutating func append(_ source: Text) {
    others.append(source)
  }

  func forEach(_ body: (Text) -> Void) {
    body(first)
    for source in others { body(source) }
  }

  /// The hash of the content of a source that is a file.
  func sha256(of source: Text) -> String? {
    files.isEmpty ? nil : files.first { source.means($0.source) }?.sha256
  }
}

extension RequestDraft {
  /// The parts, if there are sources of one kind.
  var parts: RequestParts<JSONStringSlice>? {
    guard let order, let sources else { return nil }
    return RequestParts(
      order: order, sources: sources, prompt: prompt, watermark: watermark,
      metadata: metadata?.otherValues(), sourceVersion: sourceVersion)
  }
}

extension VideoRequest {
  /// The parts of a request that was found right when it was written; it has sources.
  func parts(files: [LocalFile], sourceVersion: String?) -> RequestParts<String>? {
    guard let first = sources.first else { return nil }
    var list = SourceList(first)
    for source in sources.dropFirst() { list.append(source) }
    list.files = files
    return RequestParts(
      order: RequestOrder(mode: mode, priceClass: priceClass, length: duration), sources: list,
      prompt: prompt, watermark: watermark, metadata: metadata.map { MetadataText.values($0) },
      sourceVersion: sourceVersion)
  }
}
