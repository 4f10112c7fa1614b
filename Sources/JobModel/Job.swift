/// A line of a manifest that was found right: what to make, and how to recognise it again.
///
/// One reference to what never changes: a million of them are handed from thread to thread, and
/// that copies nothing.
package struct Job: Sendable {
  private let parts: Parts
  /// The line of the original manifest, counted from 1; 0 for a job that left it.
  package var line: Int
  /// Whether the manifest asks for it and the command is about it; otherwise what was paid for it
  /// is brought home without paying more.
  package var isListed = true

  package init(
    id: JobID, line: Int, request: VideoRequest, files: [LocalFile] = [], labels: RawJSON? = nil,
    sourceVersion: String? = nil, fingerprint: Fingerprint, outline: RequestOutline
  ) {
    parts = Parts(
      id: id, request: request, files: files, labels: labels, sourceVersion: sourceVersion,
      fingerprint: fingerprint, outline: outline)
    self.line = line
  }

  /// Unique in its manifest; derived from the request where the line gives none.
  package var id: JobID { parts.id }
  /// The request with all defaults filled in, and with files as they are written.
  ///
  /// Of a job that left the manifest it has what the outline tells: no sources, prompt or metadata.
  package var request: VideoRequest { parts.request }
  /// The local files among the request's sources, in their order; empty when all are URLs.
  package var files: [LocalFile] { parts.files }
  /// The `labels` object over that of the defaults, its values as they were written; never sent.
  package var labels: RawJSON? { parts.labels }
  /// Stands in for the sources in the fingerprint; never sent.
  package var sourceVersion: String? { parts.sourceVersion }
  /// Of what affects the video, with local files by their content.
  package var fingerprint: Fingerprint { parts.fingerprint }
  /// The request in short, as its next intent will keep it.
  package var outline: RequestOutline { parts.outline }

  private final class Parts: Sendable {
    let id: JobID
    let request: VideoRequest
    let files: [LocalFile]
    let labels: RawJSON?
    let sourceVersion: String?
    let fingerprint: Fingerprint
    let outline: RequestOutline

    init(
      id: JobID, request: VideoRequest, files: [LocalFile], labels: RawJSON?,
      sourceVersion: String?, fingerprint: Fingerprint, outline: RequestOutline
    ) {
      self.id = id
      self.request = request
      self.files = files
      self.labels = labels
      self.sourceVersion = sourceVersion
      self.fingerprint = fingerprint
      self.outline = outline
    }
  }
}

extension Job {
  /// A job that left the manifest with a paid task under way, as far as its attempt tells.
  package init(unlisted id: JobID, _ intent: Attempt.Intent) {
    let outline = intent.outline
    self.init(
      id: id, line: 0,
      request: VideoRequest(
        mode: outline.mode, sources: [], resolution: outline.resolution,
        duration: outline.duration, audio: outline.audio, watermark: outline.watermark),
      fingerprint: intent.fingerprint, outline: outline)
    isListed = false
  }
}

/// A file named as a source, as it was when the manifest was checked.
package struct LocalFile: Hashable, Sendable {
  /// The entry of the request's `sources`, as written.
  package var source: String
  /// The absolute path.
  package var path: String
  /// SHA-256 of the content, 64 lower-case hex digits.
  package var sha256: String
  /// The size of the content that ``sha256`` is of; never 0, since an empty file is refused.
  package var sizeBytes: Int64
  /// By content, for example `image/png`.
  package var mediaType: String

  package init(
    source: String, path: String, sha256: String, sizeBytes: Int64, mediaType: String
  ) {
    self.source = source
    self.path = path
    self.sha256 = sha256
    self.sizeBytes = sizeBytes
    self.mediaType = mediaType
  }
}

/// The little of a request that is kept with each attempt, to say later what has changed.
///
/// The three sums are CRC-32C values; they only name a cause, the fingerprint decides.
package struct RequestOutline: Hashable, Sendable {
  /// Kept as it is, like the four after it, so that a change is named with both values.
  package var mode: VideoMode
  /// What was ordered; the file may be otherwise.
  package var resolution: Resolution
  /// What was ordered and is paid for; the file may be otherwise.
  package var duration: ClipLength
  /// Whether sound was ordered; the file may be otherwise.
  package var audio: Bool
  /// `nil` when the request leaves it to the service.
  package var watermark: Bool?
  /// Of the sources in their order, files by content, or of the `source_version` in their place.
  package var sourcesSum: UInt32
  /// 0 without a prompt.
  package var promptSum: UInt32
  /// Of `metadata` but for `reference_urls`; 0 when there is nothing else in it.
  package var metadataSum: UInt32

  package init(
    mode: VideoMode, resolution: Resolution, duration: ClipLength, audio: Bool, watermark: Bool?,
    sourcesSum: UInt32, promptSum: UInt32, metadataSum: UInt32
  ) {
    self.mode = mode
    self.resolution = resolution
    self.duration = duration
    self.audio = audio
    self.watermark = watermark
    self.sourcesSum = sourcesSum
    self.promptSum = promptSum
    self.metadataSum = metadataSum
  }

  /// What the price of a second of it goes by.
  package var priceClass: PriceClass { PriceClass(resolution: resolution, audio: audio) }
}

/// A place in a manifest: a job, or a line that `--skip-invalid` set aside.
package enum ManifestEntry: Sendable {
  /// A line that was found right.
  case job(Job)
  /// A line that is never submitted; there is none without `--skip-invalid`.
  case invalid(InvalidLine)
}

/// A line set aside by `--skip-invalid`, with what is wrong with it.
package struct InvalidLine: Sendable {
  /// The id, where one could be read or derived.
  package var id: JobID?
  /// The line of the original manifest, counted from 1.
  package var line: Int
  /// A sentence for each mistake, in the order of their places in the line:
  /// `duration: expected 5, 10 or 15, got 7`.
  package var complaints: [String]

  package init(id: JobID?, line: Int, complaints: [String]) {
    self.id = id
    self.line = line
    self.complaints = complaints
  }
}

/// The checked manifest, readable as often as needed and in any order.
package protocol JobSource: Sendable {
  /// The number of entries.
  var count: Int { get }
  /// The entry at a place, counted from 0 in manifest order.
  ///
  /// - Throws: an error whose description is fit for the user, when the copy can't be read.
  func entry(at index: Int) throws -> ManifestEntry
  /// The entries at some places after one another.
  ///
  /// - Throws: as ``entry(at:)``.
  func entries(in range: Range<Int>) throws -> [ManifestEntry]
}

extension JobSource {
  /// Reads them one by one with ``entry(at:)``, up to the first that throws.
  package func entries(in range: Range<Int>) throws -> [ManifestEntry] {
    try range.map { try entry(at: $0) }
  }
}
