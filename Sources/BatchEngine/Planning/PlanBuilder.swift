import JobModel

/// Makes a plan entry by entry, in manifest order.
package struct PlanBuilder {
  private let planner: Planner
  private let state: BatchState
  private let now: Timestamp
  private let keepsItems: Bool
  private var plan = Plan()
  private var donors: Donors
  /// Known jobs that the manifest was seen to name, each once.
  private var named: [JobID] = []
  /// Known ids whose lines are wrong: they have not left the manifest either.
  private var misnamed: Set<JobID> = []
  /// Whether some wrong line does not tell its id, so that nobody is known to have left.
  private var hasNameless = false
  private var candidates: [Candidate] = []

  /// A job to be submitted for which another id may have the video.
  private struct Candidate {
    let job: Job
    let index: Int
    let decision: Decision
  }

  /// A decision about a job that could be made only at the end.
  package struct LateDecision: Sendable {
    /// The job as the manifest has it.
    package let job: Job
    /// ``Decision/adopt(from:_:)`` or ``Decision/await(_:)``, or else ``Decision/submit(reason:)``.
    package let decision: Decision
  }

  /// - Parameter keepsItems: whether the plan is to be carried out; for a mere look it need not
  ///   remember what to do.
  package init(
    planner: Planner, state: BatchState, selection: Selection, now: Timestamp,
    keepsItems: Bool = true
  ) {
    self.planner = planner
    self.state = state
    self.now = now
    self.keepsItems = keepsItems
    donors = Donors(state)
    named.reserveCapacity(state.jobs.count)
    plan.selection = selection
  }

  /// Decides about jobs one by one, also for several threads at a time.
  package var decider: EntryDecider { EntryDecider(planner: planner, state: state, now: now) }

  /// Adds the next entry.
  ///
  /// - Returns: what is to be done; `nil` for a line that is no job, a job that is not selected or
  ///   kept back by the limit, and a job whose decision comes at the end.
  package mutating func add(_ entry: ManifestEntry) -> Decision? {
    add(decider.decide(entry))
  }

  /// The same for an entry about which ``decider`` was asked before.
  @discardableResult
  package mutating func add(_ entry: DecidedEntry) -> Decision? {
    let index = plan.jobs + plan.invalid
    switch entry {
    case .invalid(let line):
      plan.invalid += 1
      if line.id == nil { hasNameless = true }
      if let id = line.id, state.jobs[id] != nil { misnamed.insert(id) }
      return nil
    case .settled(let id, let hasVideo, let decision):
      plan.jobs += 1
      note(id, hasVideo: hasVideo)
      guard plan.selection.includes(id) else {
        plan.unselected += 1
        return nil
      }
      plan.counts[decision.kind, default: 0] += 1
      return decision
    case .job(let job, let known, let decision):
      plan.jobs += 1
      if let known { note(job.id, hasVideo: known.hasVideo) }
      return add(job, decision, index: index)
    }
  }

  /// Notes that the manifest names a known job.
  private mutating func note(_ id: JobID, hasVideo: Bool) {
    named.append(id)
    if hasVideo { plan.finishedJobs += 1 }
  }

  private mutating func add(_ job: Job, _ decision: Decision, index: Int) -> Decision? {
    if !plan.selection.includes(job.id), !decision.bringsHomeWhatIsPaid {
      plan.unselected += 1
      return nil
    }
    if decision.kind == .submit, !planner.forces, donors.mayHelp(job) {
      candidates.append(
        Candidate(job: job, index: index, decision: decision))
      return nil
    }
    return take(decision, of: job, index: index) ? decision : nil
  }

  /// Adds entries that are no jobs.
  package mutating func addInvalid(_ count: Int) { plan.invalid += count }

  /// Adds jobs that were only counted, for a directory that knows nothing at all.
  package mutating func addNew(_ count: Int, _ kind: Plan.SubmissionClass) {
    plan.jobs += count
    plan.counts[.submit, default: 0] += count
    plan.submissions[kind, default: 0] += count
    plan.reasons["new", default: 0] += count
  }

  /// Decides what was left open: jobs for which another id has the video, and paid work of ids
  /// that left.
  package mutating func finish() -> (plan: Plan, late: [LateDecision]) {
    var late: [LateDecision] = []
    // In most catalogs nobody has left, and nobody asks.
    let mayHaveLeft = named.count < state.jobs.count
    let listed = mayHaveLeft ? Set(named) : []
    let (misnamed, hasNameless) = (misnamed, hasNameless)
    for candidate in candidates {
      var decision = candidate.decision
      let gift = donors.take(
        candidate.job.fingerprint,
        isListed: {
          !mayHaveLeft || hasNameless || listed.contains($0) || misnamed.contains($0)
        },
        check: planner.check)
      switch gift {
      case .video(let donor)?: decision = .adopt(from: donor.id, donor.video)
      case .task(let id)?: decision = .await(id)
      case nil: break
      }
      if take(decision, of: candidate.job, index: candidate.index) {
        late.append(LateDecision(job: candidate.job, decision: decision))
      }
    }
    if !candidates.isEmpty { plan.items.sort { $0.index < $1.index } }
    if mayHaveLeft { takeUnlisted(besides: listed) }
    return (plan, late)
  }

  /// Takes in the jobs that left the manifest.
  private mutating func takeUnlisted(besides listed: Set<JobID>) {
    let manifestCount = plan.jobs + plan.invalid
    let unlisted = state.jobs.filter { !listed.contains($0.key) }.sorted { $0.key < $1.key }
    for (id, jobState) in unlisted where jobState.isOpen {
      guard let latest = jobState.latest else { continue }
      let job = Job(unlisted: id, latest.intent)
      var decision = planner.decide(job, jobState, now: now, mayForce: false)
      if decision.kind == .submit, let task = latest.task {
        // It is never paid for again, and its URL is asked for once more.
        decision = .fetch(task, reason: "finished at the service, and asked for once more")
      }
      plan.items.append(
        Plan.Item(index: manifestCount + plan.unlisted.count, decision: decision))
      plan.counts[decision.kind, default: 0] += 1
      plan.unlisted.append(job)
    }
    if hasNameless { return }
    plan.left = unlisted.filter { $0.value.hasVideo && !misnamed.contains($0.key) }.map(\.key)
  }

  /// More different reasons than a person would read are counted together.
  private static let mostReasons = 1000

  private mutating func count(_ decision: Decision) {
    guard case .submit(let reason) = decision else { return }
    if plan.reasons[reason] == nil, plan.reasons.count >= Self.mostReasons {
      plan.reasons["other", default: 0] += 1
    } else {
      plan.reasons[reason, default: 0] += 1
    }
  }

  /// Takes a decision in.
  ///
  /// - Returns: whether it is of this plan; a submission beyond the limit is not.
  private mutating func take(_ decision: Decision, of job: Job, index: Int) -> Bool {
    if decision.kind == .submit {
      if let limit = plan.selection.limit, plan.submissionCount >= limit {
        plan.heldBack += 1
        return false
      }
      let key = Plan.SubmissionClass(
        priceClass: job.request.priceClass, length: job.request.duration, mode: job.request.mode)
      plan.submissions[key, default: 0] += 1
      count(decision)
      if let known = state.jobs[job.id], known.video != nil {
        plan.repaid[planner.cause(of: job, known), default: 0] += 1
      }
    }
    plan.counts[decision.kind, default: 0] += 1
    if case .unreadable(let error) = decision, plan.unreadable == nil { plan.unreadable = error }
    if keepsItems, decision.needsWork {
      var item = Plan.Item(index: index, decision: decision)
      if case .completed(let task, _)? = state.jobs[job.id]?.latest?.phase { item.paidTask = task }
      if decision.kind == .submit { item.kind = TaskKind(job.outline) }
      plan.items.append(item)
    }
    return true
  }
}
