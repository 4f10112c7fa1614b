import JobModel

/// Decides about jobs as far as it can be told without the others, on any thread; ``PlanBuilder``
/// takes it in, in manifest order.
package struct EntryDecider: Sendable {
  let planner: Planner
  let state: BatchState
  let now: Timestamp

  package func decide(_ entry: ManifestEntry) -> DecidedEntry {
    switch entry {
    case .job(let job): .job(job, decide(job))
    case .invalid(let line): .invalid(line)
    }
  }

  func decide(_ job: Job) -> Decision { planner.decide(job, state.jobs[job.id], now: now) }
}

/// An entry of a manifest with the decision about it.
package enum DecidedEntry: Sendable {
  case job(Job, Decision)
  case invalid(InvalidLine)
}
