import BatchEngine
import JobModel
import Pacing

/// The service's allowances as earlier commands have left them: a restart gets no fresh burst, and
/// need not learn anew what was learned.
extension RunSession {
  /// What earlier commands here have used and learned, as far as the journal tells.
  struct Past: Sendable {
    /// When the newest submissions were meant to leave.
    var submissions: [Timestamp]
    /// When somebody was at work here last.
    var changedAt: Timestamp?
    /// What the service has taught.
    var lessons: [RateLesson.Requests: RateLesson]

    init(_ state: BatchState) {
      submissions = state.recentSubmissions
      changedAt = state.changedAt
      lessons = state.lessons
    }
  }

  /// The limiter of one kind of requests, which tells the journal what it learns.
  func limiter(
    of kind: ServiceTier.RequestKind, _ past: Past, _ access: ServiceAccess, _ ledger: JobLedger,
    _ clock: any BatchClock, say: @escaping @Sendable (EngineNotice) -> Void
  ) -> RateLimiter {
    let isSubmit = kind == .submit
    let mayRise = !options.arguments.has(isSubmit ? "submit-rate" : "query-rate")
    let lesson = past.lessons[isSubmit ? .submit : .query]?
      .recalled(by: access.current.account, clock: clock)
    if let span = lesson?.closedUntil.map({ $0 - clock.now }), span > .zero {
      say(.rateLimited(until: program.now.adding(milliseconds: span.wholeMilliseconds)))
    }
    // The tokens are counted against what the service has named, not against what was assumed.
    let limits = options.limits
    let assumed =
      isSubmit
      ? Ceiling(rate: limits.submitRate, burst: limits.submitBurst)
      : Ceiling(rate: limits.queryRate, burst: limits.queryBurst)
    let named = lesson?.limit.flatMap { assumed.following($0, of: kind, mayRise: mayRise) }
    let ceiling = named ?? assumed
    return RateLimiter(
      bucket: isSubmit
        ? bucket(ceiling, after: past.submissions, clock)
        : bucket(ceiling, after: past.changedAt, clock),
      kind: kind, mayRise: mayRise, lesson: lesson ?? .init(), clock: clock
    ) { learned in
      ledger.learn(
        RateLesson(learned, of: kind, account: access.current.account, clock: clock))
    } onThrottle: {
      say(.rateLimited(until: $0))
    }
  }

  /// The submission allowance as the last submissions have left it.
  private func bucket(
    _ ceiling: Ceiling, after submissions: [Timestamp], _ clock: any BatchClock
  ) -> TokenBucket {
    let (now, wall) = (clock.now, program.now)
    // The service counts a submission when it arrives, later than it was meant to leave.
    let latest = Duration.seconds(1)
    let past = submissions.map { time in
      now + latest - .milliseconds(min(max(0, wall.milliseconds - time.milliseconds), 86_400_000))
    }
    return TokenBucket(
      rate: ceiling.rate, burst: ceiling.burst, spentAt: past,
      // Fewer than it keeps are all of them.
      isWhole: past.count < BatchState.recentlyKept, at: now)
  }

  /// The query allowance when somebody was at work here a moment ago: nobody has counted the
  /// queries, so that only what has come since is certain to be there.
  private func bucket(
    _ ceiling: Ceiling, after last: Timestamp?, _ clock: any BatchClock
  ) -> TokenBucket {
    let milliseconds = last.map { max(0, program.now.milliseconds - $0.milliseconds) }
    let tokens = milliseconds.map { Double($0) / 1000 * ceiling.rate }
    return TokenBucket(
      rate: ceiling.rate, burst: ceiling.burst, tokens: tokens, at: clock.now)
  }
}
