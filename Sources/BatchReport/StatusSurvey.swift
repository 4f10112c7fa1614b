import JobModel

/// Where a directory stands, counted once over its manifest.
package struct StatusSurvey: Sendable {
  /// Jobs and money; "this run" is the newest one, whether it goes on or not.
  package private(set) var totals: Totals
  /// The failed jobs of the manifest by cause, in its order.
  package private(set) var failures = FailureGroups()
  /// Tasks that the service works on, and videos that wait there.
  package private(set) var running = 0
  /// Videos that are finished at the service and not here, of jobs that left the manifest too.
  package private(set) var toFetch = 0
  /// Videos here that are not quite what was paid for.
  package private(set) var warnings = 0

  /// - Parameters:
  ///   - source: the checked manifest; `nil` when there is none yet.
  ///   - isPresent: whether a video's file is on the disk as it should be.
  /// - Throws: what the source throws.
  package init(
    source: (any JobSource)?, state: BatchState, isPresent: (VideoFile) -> Bool
  ) throws {
    totals = Totals(run: state.lastRun?.run.id)
    var left = state.jobs
    for index in 0..<(source?.count ?? 0) {
      guard case .job(let job)? = try source?.entry(at: index) else {
        totals.addInvalid()
        continue
      }
      let known = left.removeValue(forKey: job.id)
      let status = JobStatus(of: job, known, isPresent: isPresent)
      totals.add(known, status: status)
      if status == .failed, let failure = known?.failure(of: job) { failures.add(job.id, failure) }
      count(known, isHere: status == .completed)
    }
    for job in left.values {
      totals.addLeft(job)
      count(job, isHere: false)
    }
  }

  private mutating func count(_ job: JobState?, isHere: Bool) {
    switch job?.latest?.phase {
    case .accepted: running += 1
    case .completed: toFetch += 1
    default: break
    }
    if isHere, job?.video?.file.warnings.isEmpty == false { warnings += 1 }
  }

  /// What the directory has cost in all; `nil` when a part of it is unknown.
  package var lifetime: Money? { Money.sum([totals.amount, totals.leftAmount]) }
}
