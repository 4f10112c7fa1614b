import JobModel

/// The experience of one process with `client_business_id`, by mode: the next one tries it again.
struct KeyTrial {
  private var accepted: Set<VideoMode> = []
  /// Jobs whose submission was refused with the key and accepted without it.
  private var refused: [VideoMode: Set<JobID>] = [:]

  /// Fewer may be a passing fault of the service.
  private static let refusalsNeeded = 2

  /// Whether a submission of a job carries its key.
  func mayCarryKey(_ job: JobID, _ mode: VideoMode) -> Bool {
    guard let refused = refused[mode] else { return true }
    return refused.count < Self.refusalsNeeded && !refused.contains(job)
  }

  func hasAccepted(_ mode: VideoMode) -> Bool { accepted.contains(mode) }

  mutating func noteAccepted(_ job: JobID, _ mode: VideoMode, carriesKey: Bool) {
    if carriesKey {
      accepted.insert(mode)
      refused[mode] = nil
    } else if mayCarryKey(job, mode) {
      refused[mode, default: []].insert(job)
    }
  }
}
