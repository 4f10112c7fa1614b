import JobModel
import Pacing
import VideoService

/// What every step of the engine works with.
struct EngineTools: Sendable {
  let limits: RunLimits
  let prices: PriceTable
  let access: ServiceAccess
  let ledger: JobLedger
  let halt: Halt
  /// What this command has submitted.
  let count: SubmissionCount
  /// When the window for submitting opens; `nil` while it is open.
  let windowOpensAt: @Sendable (Timestamp) -> Timestamp?
  let clock: any BatchClock
  let submitLimiter: RateLimiter
  let queryLimiter: RateLimiter
  let random: RandomSource
  /// The run that begins if none is under way.
  let freshRun: Run
  /// Where the run's tasks live; the system's pool if `nil`. Tasks that are no children need to be
  /// told.
  let executor: (any TaskExecutor)?
  let say: @Sendable (EngineNotice) -> Void

  var wallTime: Timestamp { Timestamp(milliseconds: clock.wallMilliseconds) }

  func stop(_ reason: StopReason) -> StopReason {
    halt.stop(reason)
    return reason
  }

  /// Waits before another try.
  ///
  /// - Returns: whether to try; `false` when the run is being cut short.
  func pause(_ delay: RetryDelay, afterFailures failures: Int) async -> Bool {
    let span = delay.delay(afterFailures: failures, random: random.unit())
    return await pause(span)
  }

  func pause(_ span: Duration) async -> Bool {
    do {
      try await clock.sleep(until: clock.now + span)
      return !halt.cutsWorkShort
    } catch {
      return false
    }
  }

  /// Makes one status query within the allowance; once more when the key was refused and there
  /// is another one by now.
  ///
  /// - Returns: `nil` when the run was cut short before it.
  func query(
    _ ask: (VideoClient) async -> StatusAnswer
  ) async -> StatusOutcome? {
    await self.ask(ask)?.outcome
  }

  /// The same with what the answer's header says.
  func ask(_ ask: (VideoClient) async -> StatusAnswer) async -> StatusAnswer? {
    let pass = access.current
    let answer = await self.ask(pass, ask)
    if case .refused(.keyRefused, _)? = answer?.outcome, await access.renew(after: pass) {
      return await self.ask(access.current, ask)
    }
    return answer
  }

  /// Makes one status query with a given key.
  func query(
    _ pass: ServiceAccess.Pass,
    _ ask: (VideoClient) async -> StatusAnswer
  ) async -> StatusOutcome? {
    await self.ask(pass, ask)?.outcome
  }

  private func ask(
    _ pass: ServiceAccess.Pass,
    _ ask: (VideoClient) async -> StatusAnswer
  ) async -> StatusAnswer? {
    do {
      try await queryLimiter.acquire(isUrgent: true)
    } catch {
      return nil
    }
    let sent = clock.now
    let answer = await ask(pass.client)
    queryLimiter.learn(
      from: answer.limits, throttled: answer.outcome.isThrottled, sent: sent)
    return answer
  }
}

extension StatusOutcome {
  var isThrottled: Bool { if case .throttled = self { true } else { false } }

  /// Whether it says nothing of the task that was asked about.
  var isNoAnswer: Bool {
    switch self {
    case .mismatched, .unavailable: true
    default: false
    }
  }
}

/// Something worth telling that is no event of a job.
package enum EngineNotice: Sendable {
  /// A download did not work this time.
  case downloadTrouble(JobID, String)
  /// The service answered a status query with a word that is not known.
  case unknownStatus(JobID, String)
  /// The job's price is unknown, so it is not submitted under a budget.
  case unpriced(JobID)
  /// A submission was turned away for now.
  case submitTrouble(JobID, String)
  /// A status query got no usable answer.
  case queryTrouble(String)
  /// The service wants no more requests of a kind before a moment.
  case rateLimited(until: Timestamp)
}
