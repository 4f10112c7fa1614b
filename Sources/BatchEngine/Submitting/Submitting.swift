import JobModel
import Pacing
import VideoService

/// Makes one submission: the budget reserves, the limiter admits, the intent is made durable,
/// and only then the request leaves. The answer is recorded before anything else happens.
struct Submitting: Sendable {
  let tools: EngineTools
  let budget: Budget
  let uploads: SourceUploads
  let window: SubmitWindow

  enum Outcome: Sendable {
    /// There is news in the journal: decide anew.
    case recorded
    /// Nothing was created; the job may come back after this span.
    case later(Duration)
    /// The run no longer submits; nothing was sent.
    case notSent
  }

  /// - Parameters:
  ///   - tries: how often this run has submitted the job already.
  ///   - givesUp: whether an attempt in doubt is given up for this one.
  ///   - place: left when an upload is waited for, or what became of a submission in doubt.
  ///   - turn: whose order money is reserved in; an upload is nothing to wait for in line.
  func submit(
    _ job: Job, reason: String, tries: Int, givesUp: Bool = false, place: Lobby.Place?,
    turn: Turnstile.Turn?
  ) async throws(StopReason) -> Outcome {
    if !job.files.isEmpty {
      place?.leave()
      turn?.leave()
    }
    defer { turn?.leave() }
    guard let request = try await uploads.resolve(job) else {
      if givesUp {
        tools.say(.submitTrouble(job.id, "its files can't be sent, so that it stays in doubt"))
        return .notSent
      }
      return tools.halt.maySubmit ? .recorded : .notSent
    }
    stopOutsideWindow()
    guard tools.halt.maySubmit else { return .notSent }
    let amount = tools.prices.price(of: job.request.priceClass, length: job.request.duration)
    if amount == nil, tools.limits.maxCost != nil {
      tools.say(.unpriced(job.id))
      return .notSent
    }
    await turn?.come()
    // Those before may have used up what there was.
    guard tools.halt.maySubmit else { return .notSent }
    // Where submissions are counted too, that comes before the next one's turn.
    let isCounted = tools.limits.submissions != nil
    let isReserved = await budget.reserve(amount, for: job.id) {
      if !isCounted { turn?.leave() }
    }
    guard isReserved else {
      tools.halt.stop(.budget)
      return .notSent
    }
    guard tools.count.begin() else {
      budget.giveBack(amount, of: job.id)
      return .notSent
    }
    turn?.leave()
    let submission = Submission(
      job: job, request: request, amount: amount, reason: reason, tries: tries, givesUp: givesUp,
      place: place)
    return try await admit(submission, withKey: true)
  }

  /// One submission whose money is reserved.
  private struct Submission: Sendable {
    let job: Job
    let request: VideoRequest
    let amount: Money?
    let reason: String
    let tries: Int
    let givesUp: Bool
    let place: Lobby.Place?
  }

  /// Waits for a place in the window and for a token, in this order: a token is not held while
  /// the service is in trouble.
  private func admit(
    _ submission: Submission, withKey: Bool
  ) async throws(StopReason) -> Outcome {
    do {
      // Without the key it finds out whether the others need to send theirs.
      try await window.enter(isFirst: !withKey)
    } catch {
      takeBack(submission)
      return .notSent
    }
    do {
      try await tools.submitLimiter.acquire()
    } catch {
      await window.leave(.unused)
      takeBack(submission)
      return .notSent
    }
    stopOutsideWindow()
    guard tools.halt.maySend else {
      await window.leave(.unused)
      takeBack(submission)
      tools.submitLimiter.giveBack()
      return .notSent
    }
    let pass = tools.access.current
    let intent: Attempt.Intent
    do throws(StopReason) {
      intent = try await intend(submission, withKey: withKey, account: pass.account)
    } catch {
      await window.leave(.unused)
      tools.submitLimiter.giveBack()
      throw error
    }
    guard tools.halt.maySend else {
      await window.leave(.unused)
      tools.submitLimiter.giveBack()
      try await withdraw(intent, submission, "the run was stopped before it was sent")
      return .notSent
    }
    return try await send(submission, intent, pass)
  }

  private func stopOutsideWindow() {
    if let opensAt = tools.windowOpensAt(tools.wallTime) {
      tools.halt.stop(.window(opensAt: opensAt))
    }
  }

  private func send(
    _ submission: Submission, _ intent: Attempt.Intent, _ pass: ServiceAccess.Pass
  ) async throws(StopReason) -> Outcome {
    let request = submission.request
    let sent = tools.clock.now
    // Not a child task: a request that has left is awaited even when the run is cancelled.
    let answer = await Task(executorPreference: tools.executor) {
      await pass.client.submit(request, key: intent.carriesKey ? intent.key : nil)
    }.value
    var isThrottled = false
    if case .throttled = answer.outcome { isThrottled = true }
    tools.submitLimiter.learn(from: answer.limits, throttled: isThrottled, sent: sent)
    switch answer.outcome {
    case .inDoubt(let reason), .unreadable(let reason):
      // To find out takes a while, which is nobody else's.
      submission.place?.leave()
      await window.leave(.inDoubt)
      await giveUpIfDue(reason)
    case .neverReached(let message):
      await window.leave(.neverReached)
      await giveUpIfDue(message)
    case .throttled(let message):
      await window.leave(.throttled)
      await giveUpIfDue(message)
    case .accepted, .rejected, .stop: await window.leave(.answered)
    }
    if case .stop(.keyRefused, let message) = answer.outcome,
      await tools.access.renew(after: pass)
    {
      try await withdraw(intent, submission, message)
      return .later(.zero)
    }
    return try await record(answer.outcome, intent, submission)
  }

  private func giveUpIfDue(_ message: String) async {
    guard let since = await window.unreachableSince,
      tools.clock.now - since >= tools.limits.giveUpAfter
    else { return }
    tools.halt.stop(.takesNothing(message: message))
  }

  private func intend(
    _ submission: Submission, withKey: Bool, account: String
  ) async throws(StopReason) -> Attempt.Intent {
    let key = SubmissionKey("wb-" + tools.random.hex(words: 2))
    let job = submission.job
    // A manifest that an older version has checked may hold a key of its own, which may win.
    let hasOther = job.request.metadata?.contains { $0.key == "client_business_id" } ?? false
    let carriesKey =
      withKey && !hasOther && tools.ledger.mayCarryKey(job.id, job.request.mode)
    return try await tools.ledger.intend(
      job.id, fresh: tools.freshRun, givesUp: submission.givesUp,
      stem: { FileStem.choose(for: job.id, isTaken: $0) }
    ) { number, run in
      Attempt.Intent(
        number: number, key: key, carriesKey: carriesKey, account: account,
        run: run, fingerprint: job.fingerprint, outline: job.outline,
        amount: submission.amount, reason: submission.reason)
    }
  }

  private func record(
    _ outcome: SubmitOutcome, _ intent: Attempt.Intent, _ submission: Submission
  ) async throws(StopReason) -> Outcome {
    let id = submission.job.id
    switch outcome {
    case .accepted(let task):
      _ = try await tools.ledger.recordAccepted(
        task.id, attempt: intent, of: id, rewritesKey: task.repeatsOtherKey)
    case .rejected(let failure):
      // The service may refuse the very field that carries the key, until it has taken one.
      if failure.httpStatus == 400, intent.carriesKey,
        !tools.ledger.hasAcceptedKey(intent.outline.mode)
      {
        try await tools.ledger.record(
          .withdrawn(
            attempt: intent.number,
            reason: "refused with HTTP 400, tried once more without client_business_id"), of: id)
        return try await admit(submission, withKey: false)
      }
      try await tools.ledger.record(.refused(attempt: intent.number, failure), of: id)
      budget.giveBack(submission.amount, of: id)
      tools.count.end(failed: true)
    case .throttled(let message), .neverReached(let message):
      tools.say(.submitTrouble(id, message))
      try await withdraw(intent, submission, message)
      return .later(delay(submission))
    case .inDoubt(let reason):
      try await tools.ledger.record(
        .doubted(attempt: intent.number, reason: reason, task: nil), of: id)
    case .unreadable(let reason):
      try await tools.ledger.record([
        .job(id, .answered(attempt: intent.number)),
        .job(id, .doubted(attempt: intent.number, reason: reason, task: nil)),
      ])
    case .stop(let cause, let message):
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      try await withdraw(intent, submission, message)
      return .notSent
    }
    return .recorded
  }

  private func withdraw(
    _ intent: Attempt.Intent, _ submission: Submission, _ reason: String
  ) async throws(StopReason) {
    try await tools.ledger.record(
      .withdrawn(attempt: intent.number, reason: reason), of: submission.job.id)
    // Not before: a crash in between would leave a reservation that was spent again.
    takeBack(submission)
  }

  /// Nothing was created: neither money nor the limit is used.
  private func takeBack(_ submission: Submission) {
    budget.giveBack(submission.amount, of: submission.job.id)
    tools.count.takeBack()
  }

  private func delay(_ submission: Submission) -> Duration {
    tools.limits.resubmitDelay.delay(
      afterFailures: submission.tries + 1, random: tools.random.unit())
  }
}
