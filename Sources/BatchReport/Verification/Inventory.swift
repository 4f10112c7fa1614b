import JobModel

/// What should be in an output directory by its journal, and what the journal says by itself
/// about charges and videos.
package struct Inventory: Sendable {
  /// A video that should be there.
  package struct Item: Sendable, Hashable {
    /// The job that has the video now; the charge may be another's, when it took the video over.
    package var job: JobID
    /// The video as the journal knows it, in its place, in `versions/` or in `removed/`.
    package var video: KeptVideo
    /// What was paid for it; `nil` when nothing was, or the amount is unknown.
    package var amount: Money?
  }

  /// By job and attempt.
  package private(set) var items: [Item] = []
  /// What can be said without looking at a file.
  package private(set) var findings: [Finding] = []
  /// How many charges there are, and what they add up to.
  package private(set) var charges = CostSum()
  /// The paths of ``items``, as bytes: `String` takes some different names for the same.
  private(set) var paths: Set<[UInt8]> = []
  /// The jobs that have or had videos, by the stems of their files.
  private(set) var stems: [[UInt8]: JobID] = [:]
  /// What was paid for each task. A video may have become another job's, so that its task is
  /// what ties it to its charge.
  private var paid: [TaskID: Money?] = [:]
  /// The tasks whose videos are kept.
  private var kept: Set<TaskID> = []
  private var contents: [String: Item] = [:]

  /// Takes in what a journal knows, job by job in the order of their ids; looks at no file.
  package init(_ state: BatchState) {
    let jobs = state.jobs.sorted { $0.key < $1.key }
    for (id, job) in jobs {
      kept.formUnion(job.keptVideos.lazy.map(\.task))
      findDoubles(job.charges, of: id)
    }
    for (id, job) in jobs { add(job, of: id) }
  }

  private mutating func findDoubles(_ charges: [Charge], of id: JobID) {
    var attempts: Set<Int> = []
    for charge in charges {
      if !attempts.insert(charge.attempt).inserted {
        findings.append(
          Finding(charge, .doubled, of: id, "attempt \(charge.attempt) was charged twice"))
      } else if let task = charge.task, charge.isCertain,
        paid.updateValue(charge.amount, forKey: task) != nil
      {
        findings.append(Finding(charge, .doubled, of: id, "the task was charged twice"))
      }
    }
  }

  private mutating func add(_ job: JobState, of id: JobID) {
    for charge in job.charges {
      charges.add(
        charge.isCertain
          ? .paid(charge.amount, seconds: charge.seconds) : .inDoubt(charge.amount))
      if !(charge.task.map { kept.contains($0) } ?? false) {
        findings.append(explain(charge, of: id, job))
      }
    }
    if let latest = job.latest, latest.isUncertain {
      charges.add(.inDoubt(latest.intent.amount))
      findings.append(
        Finding(
          .inDoubt, job: id, task: latest.task, amount: latest.intent.amount,
          message: "sent, outcome unknown; wanbatch resolve lists it"))
    }
    for video in job.keptVideos.sorted(by: { $0.attempt < $1.attempt }) { add(video, of: id) }
    if let stem = job.stem, !(job.charges.isEmpty && job.keptVideos.isEmpty) {
      stems[Array(stem.utf8)] = id
    }
  }

  private mutating func add(_ video: KeptVideo, of id: JobID) {
    let item = Item(job: id, video: video, amount: paid[video.task] ?? nil)
    func finding(_ kind: Finding.Kind, _ message: String) -> Finding {
      Finding(
        kind, job: id, task: video.task, path: video.file.path, amount: item.amount,
        message: message)
    }
    if paid[video.task] == nil {
      findings.append(finding(.uncharged, "nothing was charged for this video"))
    }
    if !paths.insert(Array(video.file.path.utf8)).inserted {
      findings.append(finding(.doubled, "another video is said to be in the same file"))
    }
    if let other = contents[video.file.sha256], other.video.task != video.task {
      findings.append(
        finding(
          .identical,
          "the same bytes as \(other.video.file.path) of job \(other.job), and paid for apart"))
    } else {
      contents[video.file.sha256] = item
    }
    for warning in video.file.warnings { findings.append(finding(.warning, warning)) }
    items.append(item)
  }

  /// Says why there is no video for a charge.
  private func explain(_ charge: Charge, of id: JobID, _ job: JobState) -> Finding {
    guard charge.isCertain else {
      return Finding(
        charge, .inDoubt, of: id, "given up in doubt: whether it was paid for is not known")
    }
    guard let latest = job.latest, latest.intent.number == charge.attempt else {
      let later = job.charges.first { $0.attempt > charge.attempt }?.reason
      let reason = later ?? job.latest?.intent.reason ?? "unknown"
      return Finding(
        charge, .superseded, of: id,
        "no video of it is kept; submitted again because: \(reason)")
    }
    switch latest.phase {
    case .accepted:
      return Finding(
        charge, .running, of: id, "the task has not ended; wanbatch collect fetches it")
    case .completed(_, let remote):
      let until =
        remote.expiry(submittedAt: latest.submittedAt).map { ", before \($0)" } ?? ""
      return Finding(
        charge, .waiting, of: id,
        "finished at the service; fetch it with wanbatch collect\(until)")
    case .lost(_, let reason):
      return Finding(charge, .lost, of: id, reason)
    case .fetched, .intended, .inDoubt, .failed, .withdrawn, .abandoned:
      return Finding(
        charge, .superseded, of: id, "its video was replaced, and is not kept any more")
    }
  }
}

extension Finding {
  /// About a charge that has no file.
  fileprivate init(_ charge: Charge, _ kind: Kind, of job: JobID, _ message: String) {
    self.init(kind, job: job, task: charge.task, amount: charge.amount, message: message)
  }
}
