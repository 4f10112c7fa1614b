import JobModel
import Pacing
import VideoService

/// Finds out what became of a submission whose outcome is unknown.
///
/// The attempt is looked up by its own key. Found: the task is adopted. Not found is proof only
/// if, at the same time and with the same API key, the look-up of another accepted attempt by
/// its key succeeds; otherwise the service may just ignore the field, and the job stays in
/// doubt.
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
    defer { askedAt = tools.clock.now }
    // One key for all of it: what another account does not find proves nothing.
    let pass = tools.access.current
    if case .intended = attempt.phase {
      try await tools.ledger.record(
        .doubted(
          attempt: intent.number, reason: "the program stopped while it was being submitted",
          task: nil), of: job.id)
    }
    if case .inDoubt(_, let task?) = attempt.phase {
      // A task that was known and is not found any more is no proof of anything.
      let found = await lookUp(pass, intent) { client in await client.status(of: task) }
      if case .found(let task) = found { return try await adopt(task, intent, job) }
      return .staysInDoubt
    }
    guard intent.carriesKey else { return .staysInDoubt }
    switch await lookUp(pass, intent, { client in await client.task(submittedWith: intent.key) }) {
    case .found(let task): return try await adopt(task, intent, job)
    case .unanswered: return .staysInDoubt
    case .absent: break
    }
    // Another key may be of the same account, and find it; that it does not find it says nothing.
    guard intent.account == pass.account else {
      return try await note(Self.otherKey, attempt, job)
    }
    guard let witness = await findWitness(job, pass), await outwaits(witness, job) else {
      return .lacksWitness
    }
    // The last word comes after the witness was found, and at an age at which the witness was.
    switch await tools.query(pass, { client in await client.task(submittedWith: intent.key) }) {
    case .unfinished(let progress)?: return try await adopt(progress.task, intent, job)
    case .completed(let task, _)?, .failed(let task, _)?:
      return try await adopt(task, intent, job)
    case .notFound?:
      try await tools.ledger.record(
        .withdrawn(
          attempt: intent.number,
          reason: "the service has no task with its key, and finds others by theirs"),
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

  /// No service is believed to need longer before it finds a task by its key, when it is seen to find
  /// those of the day before: so a doubt that came some hours after everything else is settled by a
  /// run of another day. What is older than that says nothing of how things are now.
  private static let longestLag = Duration.seconds(86_400)

  /// Waits until the attempt in doubt is as old as the witness was when it was found. Look-ups
  /// may lag behind submissions, above all while the service is in trouble; that the witness is found
  /// shows that they lag no more than its age, so a younger attempt that is not found proves nothing.
  ///
  /// - Returns: whether it is old enough now; `false` when that would take too long.
  private func outwaits(_ witness: Witness, _ job: Job) async -> Bool {
    guard let attempt = tools.ledger.state(of: job.id)?.latest else { return false }
    // The request may have left any time until the doubt was recorded, within its own limit.
    let limit = attempt.submittedAt.adding(
      milliseconds: Int64(tools.limits.requestTimeout.inSeconds * 1000))
    let latest = min(attempt.changedAt, limit)
    let younger = Duration.milliseconds(latest.milliseconds - witness.submittedAt.milliseconds)
    guard younger <= Self.longestLag else { return false }
    let age = Duration.milliseconds(tools.clock.wallMilliseconds - latest.milliseconds)
    let missing = min(younger, Self.longestLag - age)
    if missing <= .zero { return true }
    guard missing <= tools.limits.settle * 10 else { return false }
    return await tools.pause(missing)
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
      case .notFound?, .throttled?, .unavailable?:
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

  /// More witnesses than these that all fail say that look-ups by key do not work.
  private static let mostWitnesses = 3

  /// A witness whose task is found by its key right now.
  private func findWitness(_ job: Job, _ pass: ServiceAccess.Pass) async -> Witness? {
    let known = tools.ledger.witnesses(account: pass.account, besides: job.id)
    for witness in known.prefix(Self.mostWitnesses)
    where await isFound(witness.task, by: witness.key, pass) {
      return witness
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
