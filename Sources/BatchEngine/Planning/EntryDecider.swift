import JobModel

/// Decides about jobs as far as it can be told without the others, on any thread; ``PlanBuilder``
/// takes it in, in manifest order.
package struct EntryDecider: Sendable {
  let planner: Planner
  let state: BatchState
  let now: Timestamp

  /// Decides about an entry, selected or not; looks at the files of videos, so it blocks.
  package func decide(_ entry: ManifestEntry) -> DecidedEntry {
    switch entry {
    case .job(let job): decide(job)
    case .invalid(let line): .invalid(line)
    }
  }

  private func decide(_ job: Job) -> DecidedEntry {
    let known = state.jobs[job.id]
    let decision = planner.decide(job, known, now: now)
    guard decision.needsWork || known == nil else {
      return .settled(job.id, hasVideo: known?.hasVideo ?? false, decision)
    }
    return .job(job, known, decision)
  }
}

/// An entry of a manifest with what is known about it, and the decision.
package enum DecidedEntry: Sendable {
  /// A job that needs work, with what is known of it; `nil` when that is nothing.
  case job(Job, JobState?, Decision)
  /// A known job that needs nothing: of it, little is handed from thread to thread.
  case settled(JobID, hasVideo: Bool, Decision)
  /// A line that is no job; there is nothing to decide.
  case invalid(InvalidLine)
}
