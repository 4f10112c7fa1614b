import Digest
import JSONText
import JobModel

/// The two canonical forms of a request, whose hashes name it for years.
///
/// Both are canonical JSON (keys sorted by bytes, no white space, numbers exact in one spelling:
/// 10 is `1e1`), so that neither key order nor white space, escapes or spellings of numbers
/// matter. They must never change.
///
/// - The **derived id** of a job without one is `job-` and the first 20 hex digits of the
///   SHA-256 of the request as it is sent, with defaults filled in and sources as written:
///   `{"audio":true,"duration":5,"image_urls":["a.png"],"model":"wan2.6-flash","resolution":"1080p"}`;
///   `metadata` with `reference_urls` in it, `prompt` and `watermark` where they are given.
/// - The **fingerprint** is the first 32 hex digits of the SHA-256 of what affects the video:
///   `{"audio":true,"duration":5,"mode":"image_to_video","resolution":"1080p","sources":["https://…"]}`;
///   `prompt`, `watermark` and `metadata` (without `reference_urls`) where they are given. A local
///   file stands as `sha256:` and the hash of its content; a `source_version` stands as a member
///   of that name in place of `sources`.
///
/// An empty `metadata` counts as none.
struct CanonicalRequest {
  /// What a fingerprint is made of, and what is kept to explain a change of it.
  struct Identity {
    var fingerprint: Fingerprint
    var outline: RequestOutline
  }

  /// Kept for its capacity.
  private var buffer: [UInt8] = []

  /// The id of a job that has none.
  mutating func derivedID(of request: RequestParts<some RequestText>) -> JobID {
    write { writer in
      writer.member("audio", request.order.priceClass.audio)
      writer.memberRaw("duration", Self.duration(request.order.length))
      let isReference = request.order.mode == .referenceVideo
      if !isReference { Self.write(request.sources, "image_urls", to: &writer) }
      Self.writeMetadata(request, withReferences: isReference, to: &writer)
      writer.member("model", VideoRequest.model)
      Self.writePrompt(request, to: &writer)
      writer.member("resolution", request.order.priceClass.resolution.rawValue)
      if let watermark = request.watermark { writer.member("watermark", watermark) }
    }
    return DerivedID.make(hash())
  }

  /// The fingerprint and the outline of a request.
  mutating func identity(of request: RequestParts<some RequestText>) -> Identity {
    let outline = outline(of: request)
    return Identity(fingerprint: Fingerprint(hash().hex(firstBytes: 16)), outline: outline)
  }

  /// The outline alone, for a request whose fingerprint is known.
  mutating func outline(of request: RequestParts<some RequestText>) -> RequestOutline {
    var (metadata, prompt, sources) = (0..<0, 0..<0, 0..<0)
    let (order, price) = (request.order, request.order.priceClass)
    write { writer in
      writer.member("audio", price.audio)
      writer.memberRaw("duration", Self.duration(order.length))
      metadata = writer.part { Self.writeMetadata(request, withReferences: false, to: &$0) }
      writer.member("mode", order.mode.rawValue)
      prompt = writer.part { Self.writePrompt(request, to: &$0) }
      writer.member("resolution", price.resolution.rawValue)
      sources = writer.part { writer in
        if let sourceVersion = request.sourceVersion {
          writer.key("source_version")
          sourceVersion.write(to: &writer)
        } else {
          Self.writeContents(request.sources, to: &writer)
        }
      }
      if let watermark = request.watermark { writer.member("watermark", watermark) }
    }
    return RequestOutline(
      mode: order.mode, resolution: price.resolution, duration: order.length, audio: price.audio,
      watermark: request.watermark, sourcesSum: sum(sources), promptSum: sum(prompt),
      metadataSum: sum(metadata))
  }

  /// Leaves an object in ``buffer``.
  private mutating func write(_ members: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    swap(&writer.bytes, &buffer)
    writer.bytes.removeAll(keepingCapacity: true)
    writer.beginObject()
    members(&writer)
    writer.endObject()
    swap(&writer.bytes, &buffer)
  }

  private func hash() -> SHA256.Digest {
    buffer.withUnsafeBytes { SHA256.hash($0) }
  }

  private func sum(_ part: Range<Int>) -> UInt32 {
    guard !part.isEmpty else { return 0 }
    var sum = CRC32C()
    buffer.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[part])) }
    return sum.value
  }

  private static func duration(_ length: ClipLength) -> String {
    switch length {
    case .five: "5"
    case .ten: "1e1"
    case .fifteen: "15"
    }
  }

  private static func writePrompt(
    _ request: RequestParts<some RequestText>, to writer: inout JSONWriter
  ) {
    guard let prompt = request.prompt else { return }
    writer.key("prompt")
    prompt.write(to: &writer)
  }

  private static func write(
    _ sources: SourceList<some RequestText>, _ key: StaticString, to writer: inout JSONWriter
  ) {
    writer.key(key)
    writer.beginArray()
    sources.forEach { $0.write(to: &writer) }
    writer.endArray()
  }

  /// The sources, files by their content.
  private static func writeContents(
    _ sources: SourceList<some RequestText>, to writer: inout JSONWriter
  ) {
    writer.key("sources")
    writer.beginArray()
    sources.forEach { source in
      if let sha256 = sources.sha256(of: source) {
        writer.string("sha256:\(sha256)")
      } else {
        source.write(to: &writer)
      }
    }
    writer.endArray()
  }

  private static func writeMetadata(
    _ request: RequestParts<some RequestText>, withReferences: Bool, to writer: inout JSONWriter
  ) {
    let members = request.metadata?.members ?? []
    guard withReferences || !members.isEmpty else { return }
    guard withReferences else {
      writer.key("metadata")
      CanonicalJSON.write(.object(JSONObject(members)), to: &writer)
      return
    }
    writer.key("metadata")
    writer.beginObject()
    let name = "reference_urls"
    let (before, after) = (
      members.filter { $0.key.utf8.lexicographicallyPrecedes(name.utf8) },
      members.filter { !$0.key.utf8.lexicographicallyPrecedes(name.utf8) }
    )
    CanonicalJSON.writeMembers(JSONObject(before), to: &writer)
    write(request.sources, "reference_urls", to: &writer)
    CanonicalJSON.writeMembers(JSONObject(after), to: &writer)
    writer.endObject()
  }
}

extension JSONWriter {
  /// Where in ``bytes`` stands what is written.
  fileprivate mutating func part(_ write: (inout JSONWriter) -> Void) -> Range<Int> {
    let start = bytes.count
    write(&self)
    return start..<bytes.count
  }
}
