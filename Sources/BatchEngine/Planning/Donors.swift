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

  private let state: BatchState
  private var taken: Set<JobID> = []
  /// Every request of which there is a video or a task; made when a job asks for one.
  private var requests: RequestHashes?
  /// Who has them; made when there is one.
  private var owners: Owners?

  private struct Owners {
    var videos: [Fingerprint: [Donor]] = [:]
    /// Ids with a task of a request under way.
    var underWay: [Fingerprint: [JobID]] = [:]
  }

  init(_ state: BatchState) {
    self.state = state
  }

  /// Whether some other id has a video of this request, or is about to get one. One that was judged
  /// by its
  /// `source_version` is never shared: versions count within an id only.
  mutating func mayHelp(_ job: Job) -> Bool {
    guard job.sourceVersion == nil, knows(job.fingerprint) else { return false }
    let owners = knownOwners()
    return owners.videos[job.fingerprint]?.contains { $0.id != job.id } ?? false
      || owners.underWay[job.fingerprint]?.contains { $0 != job.id } ?? false
  }

  /// Most new jobs are of no request that was ever made, which is quickly told.
  private mutating func knows(_ fingerprint: Fingerprint) -> Bool {
    if let requests { return requests.contains(fingerprint) }
    var requests = RequestHashes(capacity: state.jobs.count)
    for job in state.jobs.values { job.forEachRequestAtHand { requests.insert($0) } }
    self.requests = requests
    return requests.contains(fingerprint)
  }

  private mutating func knownOwners() -> Owners {
    if let owners { return owners }
    var owners = Owners()
    for (id, job) in state.jobs {
      if job.isOpen, let latest = job.latest {
        owners.underWay[latest.intent.fingerprint, default: []].append(id)
        continue
      }
      for video in job.keptVideos {
        owners.videos[video.fingerprint, default: []].append(Donor(id: id, video: video))
      }
    }
    self.owners = owners
    return owners
  }

  /// Takes a video or a task for a request; each id gives at most one away. Call it when the
  /// whole manifest was read.
  ///
  /// - Parameter isListed: whether the manifest names an id, which then gives nothing away.
  mutating func take(
    _ fingerprint: Fingerprint, isListed: (JobID) -> Bool, check: (VideoFile) -> FileCheck
  ) -> Gift? {
    let owners = knownOwners()
    let donors = (owners.videos[fingerprint] ?? []).sorted { $0.id < $1.id }
    let found = donors.last { donor in
      !isListed(donor.id) && !taken.contains(donor.id) && check(donor.video.file) == .whole
    }
    if let found {
      taken.insert(found.id)
      return .video(found)
    }
    let task = (owners.underWay[fingerprint] ?? []).sorted().last {
      !isListed($0) && !taken.contains($0)
    }
    if let task { taken.insert(task) }
    return task.map { .task($0) }
  }
}
