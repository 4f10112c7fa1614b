import JobModel
import Pacing
import VideoService

/// Finds out the outcome of a submission that is in doubt.
///
/// The attempt is looked up by its own key. Found: the task is adopted. Not found is proof only if,
/// at the same time and with the same API key, the look-up of another accepted attempt of the same
/// mode by its key succeeds, a control task; otherwise the service may just ignore the field, and
/// the job stays in doubt. An attempt that was answered with a task id is never proven to have
/// created nothing.
struct Reconciling: Sendable {
  let tools: EngineTools

  enum Outcome: Sendable {
    /// There is news in the journal: decide anew.
    case recorded
    /// It can't be told, or not now; the job stays in doubt.
    case staysInDoubt
    /// The service says that there is no such task, and nothing shows yet that it would know.
    case lacksWitness
  }

  /// - Parameter askedAt: when this run has asked about its task last.
  func reconcile(
    _ job: Job, _ attempt: Attempt, askedAt: inout Duration?
  ) async throws(StopReason) -> Outcome {
    let intent = attempt.intent
    let start = tools.clock.reading
    defer { askedAt = tools.clock.now }
    // One key for all of it: what another account does not find proves nothing.
    let pass = tools.access.current
    if case .intended = attempt.phase {
      try await tools.ledger.record(
        .doubted(
          attempt: intent.number, reason: "the program stopped while it was being submitted",
          task: nil), of: job.id)
    }
    // A task of another job is no use to ask about; that of this one may be found by its key.
    let task = attempt.task.flatMap { task in
      tools.ledger.mayBe(task, of: job.id, attempt: intent.number) ? task : nil
    }
    guard task != nil || intent.carriesKey else { return .staysInDoubt }
    let found = await lookUp(pass, intent) { client in
      if let task { return await client.status(of: task) }
      return await client.task(submittedWith: intent.key)
    }
    switch found {
    case .found(let task): return try await adopt(task, intent, job)
    case .unanswered: return .staysInDoubt
    case .absent: break
    }
    // The service has answered with a success: that no task is found is no proof of anything.
    guard attempt.task == nil, !attempt.isAnswered else { return .staysInDoubt }
    // Another key may be of the same account, and find it; that it does not find it says nothing.
    guard intent.account == pass.account else {
      return try await note(Self.otherKey, attempt, job)
    }
    guard let wait = await waitAfterControl(attempt, job, pass, sentBefore: start),
      wait <= tools.limits.settle * 10
    else { return .lacksWitness }
    if wait > .zero, !(await tools.pause(wait)) { return .staysInDoubt }
    // The last look-up comes after the control task was found, and at the age that it had then.
    switch await tools.query(pass, { client in await client.task(submittedWith: intent.key) }) {
    case .unfinished(let progress)?: return try await adopt(progress.task, intent, job)
    case .completed(let task, _)?, .failed(let task, _)?:
      return try await adopt(task, intent, job)
    case .notFound?:
      try await tools.ledger.record(
        .withdrawn(
          attempt: intent.number,
          reason: "the service has no task with its key, and finds others of its mode by theirs"),
        of: job.id)
      return .recorded
    default: return .staysInDoubt
    }
  }

  private static let otherKey =
    "it was sent with another API key, and the present one does not find it"

  /// Says why the doubt stays, once.
  private func note(
    _ reason: String, _ attempt: Attempt, _ job: Job
  ) async throws(StopReason) -> Outcome {
    if case .inDoubt(reason, _)? = tools.ledger.state(of: job.id)?.latest?.phase {
      return .staysInDoubt
    }
    try await tools.ledger.record(
      .doubted(attempt: attempt.intent.number, reason: reason, task: nil), of: job.id)
    return .staysInDoubt
  }

  private enum LookUp {
    case found(TaskID)
    /// The service said so at the beginning and at the end of the settling time.
    case absent
    /// There was no answer to rely on.
    case unanswered
  }

  /// Asks several times over the settling time, since a task may show up late.
  private func lookUp(
    _ pass: ServiceAccess.Pass, _ intent: Attempt.Intent, _ ask: (VideoClient) async -> StatusAnswer
  ) async -> LookUp {
    let start = tools.clock.now
    // No task is asked about more often than that.
    let least = tools.limits.pollInterval
    while !tools.halt.cutsWorkShort {
      let answer = await tools.query(pass, ask)
      let elapsed = tools.clock.now - start
      switch answer {
      case .unfinished(let progress)?:
        return .found(progress.task)
      case .completed(let task, _)?, .failed(let task, _)?:
        return .found(task)
      case .notFound? where elapsed >= tools.limits.settle:
        return .absent
      case .mismatched? where elapsed >= tools.limits.settle:
        return .unanswered
      case .refused(.keyRefused, _)? where await tools.access.renew(after: pass):
        return .unanswered
      case .refused(.notAllowed, _)? where intent.account != pass.account:
        // It may well be another account's.
        return .absent
      case .refused(let cause, let message)?:
        tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
        return .unanswered
      case nil:
        return .unanswered
      case .notFound?, .mismatched?, .throttled?, .unavailable?:
        if elapsed >= tools.limits.settle + tools.limits.giveUpAfter { return .unanswered }
      }
      let left = tools.limits.settle - elapsed
      let span = left > .zero ? min(tools.limits.settle / 4, left) : .seconds(2)
      guard await tools.pause(max(span, least)) else { break }
    }
    return .unanswered
  }

  private func adopt(
    _ task: TaskID, _ intent: Attempt.Intent, _ job: Job
  ) async throws(StopReason) -> Outcome {
    let isOurs = try await tools.ledger.recordAccepted(task, attempt: intent, of: job.id)
    return isOurs ? .recorded : .staysInDoubt
  }

  /// More control tasks than these that are not found say that look-ups by key do not work.
  private static let mostControls = 3

  /// Looks for a control task that is found by its key right now.
  ///
  /// - Returns: how long to wait until the attempt is as old as that one is now; `nil` without one.
  private func waitAfterControl(
    _ attempt: Attempt, _ job: Job, _ pass: ServiceAccess.Pass, sentBefore: Uptime
  ) async -> Duration? {
    let controls = tools.ledger.controls(
      for: attempt, of: job.id, sentBefore: sentBefore, limits: tools.limits)
    for (control, wait) in controls.prefix(Self.mostControls)
    where await isFound(control.task, by: control.key, pass) {
      return wait
    }
    return nil
  }

  /// Whether the look-up of a known task by its key succeeds right now.
  private func isFound(
    _ task: TaskID, by key: SubmissionKey, _ pass: ServiceAccess.Pass
  ) async -> Bool {
    switch await tools.query(pass, { client in await client.task(submittedWith: key) }) {
    case .unfinished(let progress)?: progress.task == task
    case .completed(let found, _)?, .failed(let found, _)?: found == task
    default: false
    }
  }
}
