import JSONText
import JobModel

/// The keys by which repeated ids and repeated requests are found.
enum LineKey {
  /// The key of an id.
  static func of(id: JSONStringSlice) -> FirstLines.Key {
    var hash = KeyedHash()
    hash.combine(id)
    return hash.finish()
  }

  /// The key of an id; the same as of its text in a manifest.
  static func of(id: JobID) -> FirstLines.Key {
    var hash = KeyedHash()
    var text = id.text
    text.withUTF8 { hash.combine($0) }
    return hash.finish()
  }

  /// The key of a request: the same for requests that make the same video.
  ///
  /// The fingerprint is not enough for that: one `source_version` may stand for the sources of
  /// many jobs.
  ///
  /// - Parameter draft: complete and without a mistake.
  static func of(_ draft: RequestDraft, mode: VideoMode) -> FirstLines.Key {
    key(of: draft, mode: mode, filesByContent: true)
  }

  /// The key of a line without id, which may stand among those of ids: the same for requests
  /// that have the same derived id.
  static func asWritten(_ draft: RequestDraft, mode: VideoMode) -> FirstLines.Key {
    key(of: draft, mode: mode, filesByContent: false)
  }

  private static func key(
    of draft: RequestDraft, mode: VideoMode, filesByContent: Bool
  ) -> FirstLines.Key {
    var hash = KeyedHash()
    hash.combine(traits(of: draft, mode: mode))
    if let prompt = draft.prompt { hash.combine(prompt) }
    if let sources = draft.sources {
      sources.forEach { source in
        guard filesByContent, var content = sources.sha256(of: source) else {
          return hash.combine(source)
        }
        content.withUTF8 { hash.combine($0) }
      }
    }
    if let metadata = draft.metadata?.otherValues() {
      let canonical = CanonicalJSON.encode(.object(metadata))
      canonical.withUnsafeBufferPointer { hash.combine($0) }
    }
    return hash.finish()
  }

  /// All that is no text, in one number.
  private static func traits(of draft: RequestDraft, mode: VideoMode) -> UInt64 {
    var traits: UInt64 = mode == .imageToVideo ? 1 : 0
    traits |= draft.resolution == .p720 ? 2 : 0
    traits |= draft.audio ?? true ? 4 : 0
    traits |= draft.watermark.map { $0 ? 8 : 16 } ?? 0
    traits |= draft.prompt == nil ? 0 : 32
    traits |= draft.metadata?.hasOtherMembers == true ? 64 : 0
    traits |= UInt64((draft.duration ?? .five).rawValue) &<< 8
    return traits | UInt64(draft.sources?.count ?? 0) &<< 16
  }
}
