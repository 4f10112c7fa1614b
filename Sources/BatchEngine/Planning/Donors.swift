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

  /// What an id that left can give.
  enum Gift {
    case video(Donor)
    /// A task of the same request that has not ended.
    case task(JobID)
  }

  private var byFingerprint: [Fingerprint: [Donor]] = [:]
  /// Ids with a task of a request under way.
  private var underWay: [Fingerprint: [JobID]] = [:]
  /// Ids that the manifest was seen to name.
  private var listed: Set<JobID> = []
  private var taken: Set<JobID> = []

  init(_ state: BatchState) {
    for (id, job) in state.jobs {
      if let latest = job.latest, !latest.isFinal {
        underWay[latest.intent.fingerprint, default: []].append(id)
        continue
      }
      for video in job.keptVideos {
        byFingerprint[video.fingerprint, default: []].append(Donor(id: id, video: video))
      }
    }
  }

  /// Notes that the manifest names an id, which then gives nothing away.
  mutating func note(_ id: JobID) {
    if !byFingerprint.isEmpty || !underWay.isEmpty { listed.insert(id) }
  }

  /// Whether some other id has a video of this request. One that was judged by its
  /// `source_version` is never shared: versions count within an id only.
  func mayHelp(_ job: Job) -> Bool {
    guard job.sourceVersion == nil else { return false }
    return byFingerprint[job.fingerprint]?.contains { $0.id != job.id } ?? false
      || underWay[job.fingerprint]?.contains { $0 != job.id } ?? false
  }

  /// Takes a video or a task for a request; each id gives at most one away. Call it when the
  /// whole manifest was noted.
  mutating func take(_ fingerprint: Fingerprint, check: (VideoFile) -> FileCheck) -> Gift? {
    let donors = (byFingerprint[fingerprint] ?? []).sorted { $0.id < $1.id }
    let found = donors.last { donor in
      !listed.contains(donor.id) && !taken.contains(donor.id) && check(donor.video.file) == .whole
    }
    if let found {
      taken.insert(found.id)
      return .video(found)
    }
    let task = (underWay[fingerprint] ?? []).sorted().last {
      !listed.contains($0) && !taken.contains($0)
    }
    if let task { taken.insert(task) }
    return task.map { .task($0) }
  }
}
