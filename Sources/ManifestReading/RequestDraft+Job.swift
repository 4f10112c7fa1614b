import JSONText
import JobModel

/// What a draft that is complete and right becomes.
extension RequestDraft {
  /// The request, if there are sources of one kind.
  func request() -> VideoRequest? {
    guard let order, let sources else { return nil }
    var texts: [String] = []
    sources.forEach { texts.append($0.text) }
    let members = metadata.map { $0.otherMembers() }
    let own = members.flatMap { $0.isEmpty && order.mode == .referenceVideo ? nil : $0 }
    return VideoRequest(
      mode: order.mode, sources: texts, prompt: prompt?.text,
      resolution: order.priceClass.resolution, duration: order.length,
      audio: order.priceClass.audio, watermark: watermark, metadata: own)
  }

  /// The labels of the line over those of the defaults.
  func mergedLabels() -> RawJSON? {
    switch (labels, commonLabels) {
    case (let labels?, let common?): LabelMerging.merge(labels, over: common)
    case (let text?, nil), (nil, let text?):
      RawJSON(validated: String(decoding: text, as: UTF8.self))
    case (nil, nil): nil
    }
  }

  /// The job, with its fingerprint, if there are sources of one kind.
  func job(id: JobID, line: Int, _ canonical: inout CanonicalRequest) -> Job? {
    guard let request = request(), let parts else { return nil }
    let identity = canonical.identity(of: parts)
    return Job(
      id: id, line: line, request: request, files: parts.sources.files, labels: mergedLabels(),
      sourceVersion: sourceVersion?.text, fingerprint: identity.fingerprint,
      outline: identity.outline)
  }
}
