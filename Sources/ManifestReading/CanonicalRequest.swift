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
    /// Equal only for requests that make the same video. The fingerprint is not enough for that:
    /// one `source_version` may stand for the sources of many jobs.
    var key: FirstLines.Key
    var outline: RequestOutline
  }

  /// Kept for its capacity.
  private var buffer: [UInt8] = []

  /// The id of a job that has none.
  mutating func derivedID(of request: VideoRequest) -> JobID {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("audio", request.audio)
    writer.memberRaw("duration", Self.duration(request))
    if request.mode == .imageToVideo { Self.write(request.sources, "image_urls", to: &writer) }
    Self.writeMetadata(request, withReferences: true, to: &writer)
    writer.member("model", VideoRequest.model)
    if let prompt = request.prompt { writer.member("prompt", prompt) }
    writer.member("resolution", request.resolution.rawValue)
    if let watermark = request.watermark { writer.member("watermark", watermark) }
    writer.endObject()
    return JobID("job-" + Hex.encode(SHA256.hash(writer.bytes).bytes.prefix(10)))
  }

  /// The fingerprint and the outline of a request.
  mutating func identity(
    of request: VideoRequest, files: [LocalFile], sourceVersion: String?
  ) -> Identity {
    let outline = writeFingerprint(request, files: files, sourceVersion: sourceVersion)
    var key = hashOfBuffer()
    let fingerprint = Fingerprint(key.hex)
    if sourceVersion != nil {
      _ = writeFingerprint(request, files: files, sourceVersion: nil)
      key = hashOfBuffer()
    }
    return Identity(fingerprint: fingerprint, key: key, outline: outline)
  }

  /// The outline alone, for a request whose fingerprint is known.
  mutating func outline(
    of request: VideoRequest, files: [LocalFile], sourceVersion: String?
  ) -> RequestOutline {
    writeFingerprint(request, files: files, sourceVersion: sourceVersion)
  }

  /// Leaves the canonical form in ``buffer``; the sums of the outline are over its parts.
  private mutating func writeFingerprint(
    _ request: VideoRequest, files: [LocalFile], sourceVersion: String?
  ) -> RequestOutline {
    var writer = JSONWriter()
    swap(&writer.bytes, &buffer)
    writer.bytes.removeAll(keepingCapacity: true)
    writer.beginObject()
    writer.member("audio", request.audio)
    writer.memberRaw("duration", Self.duration(request))
    let metadataStart = writer.bytes.count
    Self.writeMetadata(request, withReferences: false, to: &writer)
    let metadataEnd = writer.bytes.count
    writer.member("mode", request.mode.rawValue)
    let promptStart = writer.bytes.count
    if let prompt = request.prompt { writer.member("prompt", prompt) }
    let promptEnd = writer.bytes.count
    writer.member("resolution", request.resolution.rawValue)
    let sourcesStart = writer.bytes.count
    if let sourceVersion {
      writer.member("source_version", sourceVersion)
    } else {
      Self.write(Self.contents(request.sources, files), "sources", to: &writer)
    }
    let sourcesEnd = writer.bytes.count
    if let watermark = request.watermark { writer.member("watermark", watermark) }
    writer.endObject()
    swap(&writer.bytes, &buffer)
    return RequestOutline(
      mode: request.mode, resolution: request.resolution, duration: request.duration,
      audio: request.audio, watermark: request.watermark,
      sourcesSum: sum(sourcesStart..<sourcesEnd), promptSum: sum(promptStart..<promptEnd),
      metadataSum: sum(metadataStart..<metadataEnd))
  }

  private func sum(_ part: Range<Int>) -> UInt32 {
    guard !part.isEmpty else { return 0 }
    var sum = CRC32C()
    buffer.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[part])) }
    return sum.value
  }

  /// The first half of the SHA-256 of the canonical form.
  private func hashOfBuffer() -> FirstLines.Key {
    var hash = SHA256()
    buffer.withUnsafeBytes { hash.update($0) }
    return FirstLines.Key(hash.finish().bytes)
  }

  private static func duration(_ request: VideoRequest) -> String {
    switch request.duration {
    case .five: "5"
    case .ten: "1e1"
    case .fifteen: "15"
    }
  }

  private static func write(
    _ texts: [String], _ key: StaticString, to writer: inout JSONWriter
  ) {
    writer.key(key)
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
  }

  /// The sources, files by their content.
  private static func contents(_ sources: [String], _ files: [LocalFile]) -> [String] {
    guard !files.isEmpty else { return sources }
    return sources.map { source in
      let file = files.first { $0.source.utf8.elementsEqual(source.utf8) }
      return file.map { "sha256:\($0.sha256)" } ?? source
    }
  }

  private static func writeMetadata(
    _ request: VideoRequest, withReferences: Bool, to writer: inout JSONWriter
  ) {
    let members = request.metadata ?? []
    let hasReferences = withReferences && request.mode == .referenceVideo
    guard hasReferences || !members.isEmpty else { return }
    var values = members.map { ($0.key, parsed($0.value)) }
    if hasReferences {
      values.append(("reference_urls", .array(request.sources.map { .string($0) })))
    }
    writer.key("metadata")
    CanonicalJSON.write(.object(JSONObject(values.map { (key: $0.0, value: $0.1) })), to: &writer)
  }

  private static func parsed(_ raw: RawJSON) -> JSONValue {
    do {
      return try JSONValue.parse(raw.text.utf8)
    } catch {
      preconditionFailure("metadata was checked when it was read: \(error)")
    }
  }
}

extension FirstLines.Key {
  /// The first 16 bytes of a hash.
  init(_ digest: [UInt8]) {
    precondition(digest.count >= 16, "a hash is longer than a key")
    (high, low) = digest.withUnsafeBytes { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// 32 lower-case hex digits.
  var hex: String {
    String(unsafeUninitializedCapacity: 32) { text in
      for index in 0..<32 {
        let half = index < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (index & 15))) & 15
        text[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
      }
      return 32
    }
  }
}
