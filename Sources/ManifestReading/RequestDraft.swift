import JobModel

/// The sources that a field names, as written, with the files among them.
struct SourceList {
  var entries: [String] = []
  var files: [LocalFile] = []
}

/// What a line, or a `defaults` line, says about a request, before defaults are filled in.
struct RequestDraft {
  /// The fields that are there, right or wrong.
  var present = FieldSet()
  /// The fields that are there and wrong; a complaint has been made.
  var broken = FieldSet()
  var images: SourceList?
  var references: SourceList?
  var prompt: String?
  var resolution: Resolution?
  var duration: ClipLength?
  var audio: Bool?
  var watermark: Bool?
  /// The members of `metadata` but for `reference_urls`.
  var metadata: [RawMember]?
  var labels: RawJSON?
  var sourceVersion: String?

  /// Takes from the defaults what is missing here: whole fields, and `labels` key by key.
  mutating func fill(from defaults: RequestDraft) {
    if !present.contains(.imageURLs) { images = defaults.images }
    if !present.contains(.metadata) {
      metadata = defaults.metadata
      references = defaults.references
      if defaults.present.contains(.referenceURLs) { present.insert(.referenceURLs) }
    }
    if !present.contains(.prompt) { prompt = defaults.prompt }
    if !present.contains(.resolution) { resolution = defaults.resolution }
    if !present.contains(.duration) { duration = defaults.duration }
    if !present.contains(.audio) { audio = defaults.audio }
    if !present.contains(.watermark) { watermark = defaults.watermark }
    if !present.contains(.sourceVersion) { sourceVersion = defaults.sourceVersion }
    if let common = defaults.labels {
      labels = labels.map { LabelMerging.merge($0, over: common) } ?? common
    }
    broken.formUnion(defaults.broken.subtracting(present))
    present.formUnion(defaults.present.subtracting(FieldSet(.referenceURLs)))
  }

  /// The request, if it has sources of one kind; see the rules in ``LineParser``.
  var request: VideoRequest? {
    let mode: VideoMode = images == nil ? .referenceVideo : .imageToVideo
    guard let sources = images ?? references else { return nil }
    let own = metadata.flatMap { $0.isEmpty && mode == .referenceVideo ? nil : $0 }
    return VideoRequest(
      mode: mode, sources: sources.entries, prompt: prompt, resolution: resolution ?? .p1080,
      duration: duration ?? .five, audio: audio ?? true, watermark: watermark, metadata: own)
  }

  /// The files among the request's sources.
  var files: [LocalFile] {
    (images ?? references)?.files ?? []
  }
}
