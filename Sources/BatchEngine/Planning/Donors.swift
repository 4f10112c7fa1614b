import JobModel

/// Videos that another job could take over: those of ids that left the manifest.
///
/// Whether an id has left is known only when the whole manifest was read; until then every kept
/// video is a candidate.
struct Donors {
  struct Donor: Sendable {
    let id: JobID
    let video: KeptVideo
  }

  private var byFingerprint: [Fingerprint: [Donor]] = [:]
  /// Ids that the manifest was seen to name.
  private var listed: Set<JobID> = []
  private var taken: Set<JobID> = []

  init(_ state: BatchState) {
    for (id, job) in state.jobs where job.latest?.isFinal ?? true {
      for video in job.keptVideos {
        byFingerprint[video.fingerprint, default: []].append(Donor(id: id, video: video))
      }
    }
  }

  /// Notes that the manifest names an id, which then gives nothing away.
  mutating func note(_ id: JobID) {
    if !byFingerprint.isEmpty { listed.insert(id) }
  }

  /// Whether some other id has a video of this request. One that was judged by its
  /// `source_version` is never shared: versions count within an id only.
  func mayHelp(_ job: Job) -> Bool {
    guard job.sourceVersion == nil else { return false }
    return byFingerprint[job.fingerprint]?.contains { $0.id != job.id } ?? false
  }

  /// Takes a video for a request; each id gives at most one away. Call it when the whole
  /// manifest was noted.
  mutating func take(_ fingerprint: Fingerprint, check: (VideoFile) -> FileCheck) -> Donor? {
    let donors = (byFingerprint[fingerprint] ?? []).sorted { $0.id < $1.id }
    let found = donors.last { donor in
      !listed.contains(donor.id) && !taken.contains(donor.id) && check(donor.video.file) == .whole
    }
    if let found { taken.insert(found.id) }
    return found
  }
}
