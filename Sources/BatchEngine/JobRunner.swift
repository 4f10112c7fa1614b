import JobModel
import Pacing

/// One job's way, from decision to decision: look at what is known, do what is to be done, look
/// again. Every step leaves its news in the journal, so the way may be broken off anywhere.
struct JobRunner: Sendable {
  let tools: EngineTools
  let source: any JobSource
  let planner: Planner
  let poller: Poller
  let submitting: Submitting
  let reconciling: Reconciling
  let fetching: Fetching
  let takingBack: TakingBack
  let budget: Budget
  /// Whether anything may be submitted at all.
  let mayPay: Bool

  /// Why the way ends here for now.
  enum End: Sendable {
    /// Nothing more is to be done, or can be.
    case settled
    /// The job is in doubt, and the proof that nothing was created lacks a witness.
    case unproven
    /// The video waits at the service; a download slot takes over.
    case fetch(isOld: Bool, expiresAt: Timestamp?)
    /// The job wants another turn after this span.
    case again(after: Duration)
  }

  /// Brings a job to its next rest. Holds a submission slot.
  ///
  /// - Parameter decision: the first decision, when it was made already.
  func bring(
    _ ticket: SubmissionQueue.Ticket, _ job: Job
  ) async throws(StopReason) -> (end: End, tries: Int) {
    var tries = ticket.tries
    var isFresh = false
    var hasReconciled = false
    while true {
      let state = await tools.ledger.state(of: job.id)
      switch planner.decide(job, state, now: tools.wallTime, tries: tries) {
      case .keep, .keepFailure:
        return (.settled, tries)
      case .takeBack(let older):
        try await takingBack.takeBack(older, job)
      case .fetch:
        return (fetch(state), tries)
      case .poll(let task):
        guard try await poll(task, job, isFresh: isFresh) else { return (.settled, tries) }
      case .reconcile:
        guard !hasReconciled, let attempt = state?.latest else { return (.settled, tries) }
        hasReconciled = true
        let outcome = try await reconciling.reconcile(job, attempt)
        if outcome == .recorded {
          await giveBackWithdrawn(job)
          continue
        }
        guard planner.resubmitsInDoubt, tries == 0, mayPay(for: job), tools.halt.maySubmit else {
          return (outcome == .lacksWitness ? .unproven : .settled, tries)
        }
        // Somebody asked for it in so many words: it may be paid twice.
        try await tools.ledger.record(.abandoned(attempt: attempt.intent.number), of: job.id)
      case .submit(let reason):
        // What seems to have expired is asked for once more before it is paid for again.
        if ticket.triedExpired != state?.latest?.intent.number, Self.hasPaidVideo(state, of: job) {
          return (fetch(state), tries)
        }
        guard mayPay(for: job) else { return (.settled, tries) }
        if tries > tools.limits.retries { return (.settled, tries) }
        if ticket.isFound { return (.again(after: .zero), tries) }
        if tries > ticket.tries, case .failed? = state?.latest?.phase {
          return (.again(after: retryDelay(tries)), tries)
        }
        switch try await submitting.submit(job, reason: reason, tries: tries) {
        case .recorded:
          tries += 1
          isFresh = true
          hasReconciled = false
        case .later(let span): return (.again(after: span), tries)
        case .notSent: return (.settled, tries)
        }
      }
    }
  }

  /// Frees the money of an attempt of which it turned out that nothing was created.
  private func giveBackWithdrawn(_ job: Job) async {
    guard let attempt = await tools.ledger.state(of: job.id)?.latest,
      case .withdrawn = attempt.phase
    else { return }
    await giveBack(attempt)
  }

  /// Only what this run holds reserved may be spent again: an earlier run's refund is no part of
  /// its budget.
  private func giveBack(_ attempt: Attempt) async {
    guard await tools.ledger.isOfThisRun(attempt.intent) else { return }
    await budget.giveBack(attempt.intent.amount)
  }

  private func mayPay(for job: Job) -> Bool { mayPay && job.isListed }

  /// Whether a video was paid for that may still be had: one that was never fetched, or one of
  /// the same request whose file is gone.
  private static func hasPaidVideo(_ state: JobState?, of job: Job) -> Bool {
    switch state?.latest?.phase {
    case .completed: true
    case .fetched: state?.latest?.intent.fingerprint == job.fingerprint
    default: false
    }
  }

  /// A video that was here before has an old URL, which is asked for anew.
  private func fetch(_ state: JobState?) -> End {
    switch state?.latest?.phase {
    case .completed(_, let video): .fetch(isOld: false, expiresAt: video.expiresAt)
    default: .fetch(isOld: true, expiresAt: state?.video?.remote.expiresAt)
    }
  }

  private func retryDelay(_ tries: Int) -> Duration {
    tools.limits.resubmitDelay.delay(afterFailures: tries, random: tools.random.unit())
  }

  /// Waits for a task and records how it ended.
  ///
  /// - Returns: whether there is news; otherwise the task is left to a later run.
  private func poll(_ task: TaskID, _ job: Job, isFresh: Bool) async throws(StopReason) -> Bool {
    let ending = await poller.ending(of: task, job: job.id, isFresh: isFresh)
    guard let attempt = await tools.ledger.state(of: job.id)?.latest else { return false }
    let number = attempt.intent.number
    switch ending {
    case .completed(let video):
      try await tools.ledger.record(.completed(attempt: number, video), of: job.id)
    case .failed(let failure):
      try await tools.ledger.record(.failed(attempt: number, failure), of: job.id)
      await giveBack(attempt)
    case .unknownTask(let message):
      let reason =
        attempt.intent.account == tools.account
        ? "the service does not know task \(task): \(message)"
        : "task \(task) belongs to another account: it was submitted with another API key"
      try await tools.ledger.record(
        .doubted(attempt: number, reason: reason, task: task), of: job.id)
      return false
    case .stillRunning:
      return false
    }
    return true
  }

  /// Fetches a job's video. Holds a download slot.
  func fetch(_ job: Job, isOld: Bool) async throws(StopReason) -> End {
    switch try await fetching.fetch(job, knownDead: isOld) {
    case .fetched, .lost: return .again(after: .zero)
    case .waits: return .settled
    }
  }

  /// The number of the job's newest attempt.
  func attempt(of job: Job) async -> Int? {
    await tools.ledger.state(of: job.id)?.latest?.intent.number
  }
}
