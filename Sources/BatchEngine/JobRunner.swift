import DurableFiles
import JobModel
import Pacing

/// One job's way, from decision to decision: look at what is known, do what is to be done, look
/// again. Every step leaves its news in the journal, so the way may be broken off anywhere.
struct JobRunner: Sendable {
  let tools: EngineTools
  let disk: BlockingWork
  let planner: Planner
  let submitting: Submitting
  let reconciling: Reconciling
  let fetching: Fetching
  let takingBack: TakingBack
  let budget: Budget
  /// Whether anything may be submitted at all.
  let mayPay: Bool

  /// Submissions of one job, in one run, of which it was proven that nothing came.
  private static let mostLosses = 5

  /// Brings a job to its next rest, or until its task is under way. Holds a submission slot.
  ///
  /// - Parameter ticket: gets what this turn has tried.
  func bring(
    _ ticket: inout SubmissionQueue.Ticket, _ job: Job
  ) async throws(StopReason) -> End {
    ticket.triesBefore = ticket.tries
    return try await resting(&ticket, job) { ticket, job throws(StopReason) in
      try await advance(&ticket, job)
    }
  }

  /// Goes on with a job whose task has ended, or is not waited for any more. Holds the same slot.
  func conclude(
    _ ending: TaskEnding, _ ticket: inout SubmissionQueue.Ticket, _ job: Job
  ) async throws(StopReason) -> End {
    try await resting(&ticket, job) { ticket, job throws(StopReason) in
      try await record(ending, of: job, &ticket) ? try await advance(&ticket, job) : .settled
    }
  }

  /// Makes a step, and tells the budget when the job rests after it.
  private func resting(
    _ ticket: inout SubmissionQueue.Ticket, _ job: Job,
    _ step: (inout SubmissionQueue.Ticket, Job) async throws(StopReason) -> End
  ) async throws(StopReason) -> End {
    var rests = true
    defer { if rests { budget.settle(job.id) } }
    let end = try await step(&ticket, job)
    if case .running = end { rests = false }
    return end
  }

  private func advance(
    _ ticket: inout SubmissionQueue.Ticket, _ job: Job
  ) async throws(StopReason) -> End {
    if let donor = ticket.donor {
      // What is paid for comes home first.
      if case .completed? = tools.ledger.state(of: job.id)?.latest?.phase {
        return untriedDownload(tools.ledger.state(of: job.id), job, ticket) ?? .settled
      }
      ticket.donor = nil
      // The plan says that this costs nothing: where it can't be done, nothing is paid instead.
      guard try await takingBack.adopt(donor.video, from: donor.id, job) else { return .settled }
    }
    var hasReconciled = false
    while true {
      let state = tools.ledger.state(of: job.id)
      let decision = await decide(job, state, ticket)
      switch decision {
      case .keep, .keepFailure, .adopt, .await:
        return .settled
      case .unreadable(let error):
        throw tools.stop(.disk(error))
      case .takeBack(let older):
        try await takingBack.takeBack(older, job)
      case .reinspect(let kept):
        if try await takingBack.verify(kept, job) { continue }
        // It may come whole this time; it is not paid for again either way.
        let expiresAt = kept.remote.expiry(submittedAt: kept.submittedAt)
        let isExpired = Planner.isExpired(
          kept.remote, submittedAt: kept.submittedAt, at: tools.wallTime)
        if isExpired || ticket.triedDownloads.contains(kept.attempt) { return .settled }
        return .fetch(.recall(kept), expiresAt: expiresAt)
      case .fetch, .recall:
        return untriedDownload(state, job, ticket) ?? .settled
      case .poll(let task):
        guard let latest = state?.latest else { return .settled }
        return .running(
          Awaited(
            task: task, kind: TaskKind(latest.intent.outline), acceptedAt: latest.changedAt,
            askedAt: ticket.askedAt))
      case .reconcile:
        if !ticket.givesUpDoubt {
          guard !hasReconciled, let attempt = state?.latest else { return .settled }
          hasReconciled = true
          let outcome = try await reconciling.reconcile(
            job, attempt, askedAt: &ticket.askedAt)
          if outcome == .recorded {
            // Only what this run submitted counts against its retries.
            if await giveBack(attempt, ifWithdrawnFrom: job), ticket.tries > 0 {
              ticket.losses += 1
            }
            let latest = tools.ledger.state(of: job.id)?.latest
            hasReconciled = latest?.intent.number == attempt.intent.number
            continue
          }
          guard planner.resubmitsInDoubt, ticket.tries == 0, mayPay(for: job),
            tools.halt.maySubmit
          else { return outcome == .lacksWitness ? .unproven : .settled }
          ticket.givesUpDoubt = true
        }
        // Somebody asked for it in so many words: it may be paid twice. The doubt is given up with
        // the intent, and not before: a run that stops in between leaves it as it is.
        guard mayPay(for: job) else { return .settled }
        if ticket.isFound { return .again(after: .zero) }
        if let end = try await submit(job, "given up in doubt", givesUp: true, &ticket) {
          return end
        }
        hasReconciled = false
      case .submit(let reason):
        // What seems to have expired is asked for once more before it is paid for again.
        if let download = untriedDownload(
          state, job, ticket, isForced: planner.forces && ticket.isPlanned)
        {
          return download
        }
        // Paid for, and not known to be lost.
        if case .completed? = state?.latest?.phase { return .settled }
        guard mayPay(for: job), ticket.tries - ticket.losses <= tools.limits.retries,
          ticket.losses <= Self.mostLosses
        else { return .settled }
        if ticket.tries == 0, !ticket.hasRecheckedFailure, let attempt = state?.latest,
          case .failed(_, let task?) = attempt.phase
        {
          if let end = try await recheck(attempt, task, of: job, &ticket) { return end }
          continue
        }
        if ticket.isFound { return .again(after: .zero) }
        if ticket.tries > ticket.triesBefore, case .failed? = state?.latest?.phase {
          return .again(after: retryDelay(ticket.tries))
        }
        if let end = try await submit(job, reason, givesUp: false, &ticket) { return end }
        hasReconciled = false
      }
    }
  }

  /// Asks once more about a failed task of an earlier process before the job is submitted again: the
  /// service may have retried by itself since.
  ///
  /// - Returns: why the way ends here; `nil` when the next decision follows.
  private func recheck(
    _ attempt: Attempt, _ task: TaskID, of job: Job, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> End? {
    let age = Duration.milliseconds(
      tools.clock.wallMilliseconds - attempt.changedAt.milliseconds)
    if age < tools.limits.failureRecheck {
      // Also where the clock was set back.
      return .again(after: tools.limits.failureRecheck - max(age, .zero))
    }
    switch await tools.query({ client in await client.status(of: task) }) {
    case .completed?, .unfinished?:
      try await tools.ledger.record(
        .accepted(attempt: attempt.intent.number, task), of: job.id)
      if tools.ledger.isOfThisRun(attempt.intent) {
        budget.charge(attempt.intent.amount, to: job.id)
      }
    case .failed?, .notFound?, .refused(.notAllowed, _)?:
      break
    case .refused(let cause, let message)?:
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      return .settled
    case .mismatched?, .throttled?, .unavailable?, nil:
      ticket.failedRechecks += 1
      return ticket.failedRechecks <= Self.mostRechecks
        ? .again(after: max(retryDelay(ticket.failedRechecks), tools.limits.pollInterval))
        : .settled
    }
    ticket.hasRecheckedFailure = true
    return nil
  }

  /// Without an answer by then, another command submits the job.
  private static let mostRechecks = 5

  /// Makes one submission.
  ///
  /// - Returns: why the way ends here; `nil` when there is news to decide by.
  private func submit(
    _ job: Job, _ reason: String, givesUp: Bool, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> End? {
    switch try await submitting.submit(
      job, reason: reason, tries: ticket.tries, givesUp: givesUp, place: ticket.place,
      turn: ticket.turn)
    {
    case .recorded:
      ticket.tries += 1
      ticket.givesUpDoubt = false
      ticket.askedAt = nil
      return nil
    case .later(let span): return .again(after: span)
    case .notSent: return .settled
    }
  }

  /// Decides what is to be done; looks at the files of kept videos on a thread that may block.
  private func decide(
    _ job: Job, _ state: JobState?, _ ticket: SubmissionQueue.Ticket
  ) async -> Decision {
    let (planner, now, tries, mayForce) = (planner, tools.wallTime, ticket.tries, ticket.isPlanned)
    guard let state, !state.keptVideos.isEmpty else {
      return planner.decide(job, state, now: now, tries: tries, mayForce: mayForce)
    }
    return await disk.run {
      planner.decide(job, state, now: now, tries: tries, mayForce: mayForce)
    }
  }

  /// Frees the money of an attempt of which it turned out that nothing was created. The job's
  /// newest attempt is then this one, withdrawn, or an older one that is in doubt again.
  ///
  /// - Returns: whether it did.
  private func giveBack(_ attempt: Attempt, ifWithdrawnFrom job: Job) async -> Bool {
    guard let latest = tools.ledger.state(of: job.id)?.latest else { return false }
    if latest.intent.number == attempt.intent.number {
      guard case .withdrawn = latest.phase else { return false }
    }
    await giveBack(attempt, of: job)
    return true
  }

  /// Only what this run holds reserved may be spent again: an earlier run's refund is no part of
  /// its budget.
  private func giveBack(_ attempt: Attempt, of job: Job) async {
    guard tools.ledger.isOfThisRun(attempt.intent) else { return }
    budget.giveBack(attempt.intent.amount, of: job.id)
  }

  private func mayPay(for job: Job) -> Bool { mayPay && job.isListed }

  private func retryDelay(_ tries: Int) -> Duration {
    tools.limits.resubmitDelay.delay(afterFailures: tries, random: tools.random.unit())
  }

  /// Records how a job's task ended.
  ///
  /// - Returns: whether there is news; otherwise the task is left to a later run.
  private func record(
    _ ending: TaskEnding, of job: Job, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> Bool {
    guard let attempt = tools.ledger.state(of: job.id)?.latest, let task = attempt.task
    else { return false }
    let number = attempt.intent.number
    switch ending {
    case .completed(let video):
      ticket.completedAt = tools.clock.now
      tools.count.end(failed: false)
      try tools.ledger.note(.completed(attempt: number, video), of: job.id)
    case .failed(let failure):
      ticket.hasRecheckedFailure = true
      tools.count.end(failed: true)
      try await tools.ledger.record(.failed(attempt: number, failure), of: job.id)
      await giveBack(attempt, of: job)
    case .unknownTask(let message):
      let reason =
        attempt.intent.account == tools.access.current.account
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
}
