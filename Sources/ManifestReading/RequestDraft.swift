import JSONText
import JobModel

/// What a line, or a `defaults` line, says about a request, before defaults are filled in.
///
/// Texts are where they stand in the line, so a draft lives no longer than its bytes.
struct RequestDraft {
  /// The fields that are there, right or wrong.
  var present = FieldSet()
  /// The fields that are there and wrong; a complaint has been made.
  var broken = FieldSet()
  var images: SourceList<JSONStringSlice>?
  var references: SourceList<JSONStringSlice>?
  var prompt: JSONStringSlice?
  var resolution: Resolution?
  var duration: ClipLength?
  var audio: Bool?
  var watermark: Bool?
  var metadata: MetadataText?
  /// An object's text.
  var labels: UnsafeBufferPointer<UInt8>?
  /// The labels of the defaults, which ``labels`` go over.
  var commonLabels: UnsafeBufferPointer<UInt8>?
  var sourceVersion: JSONStringSlice?

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
    commonLabels = defaults.labels
    broken.formUnion(defaults.broken.subtracting(present))
    present.formUnion(defaults.present.subtracting(FieldSet(.referenceURLs)))
  }

  /// The sources, if there are any of one kind; see the rules in ``LineParser``.
  var sources: SourceList<JSONStringSlice>? { images ?? references }

  /// What decides the price, and how long the work takes.
  var order: RequestOrder? {
    guard images != nil || references != nil else { return nil }
    return RequestOrder(
      mode: images == nil ? .referenceVideo : .imageToVideo,
      priceClass: PriceClass(resolution: resolution ?? .p1080, audio: audio ?? true),
      length: duration ?? .five)
  }
}
