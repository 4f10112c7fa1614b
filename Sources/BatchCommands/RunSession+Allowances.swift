import BatchEngine
import JobModel
import Pacing

extension RunSession {
  /// The limiter of one kind of requests: it begins with what earlier commands have left and
  /// learned, and tells the journal what it learns.
  func limiter(
    of kind: ServiceTier.RequestKind, after past: PastUse, _ access: ServiceAccess,
    _ ledger: JobLedger, _ clock: any BatchClock, say: @escaping @Sendable (EngineNotice) -> Void
  ) -> RateLimiter {
    let limits = options.limits
    let (assumed, option) =
      switch kind {
      case .submit: (Ceiling(rate: limits.submitRate, burst: limits.submitBurst), "submit-rate")
      case .query: (Ceiling(rate: limits.queryRate, burst: limits.queryBurst), "query-rate")
      }
    let mayRise = !options.arguments.has(option)
    let account = access.current.account
    let lesson = past.lesson(of: kind, account: account, isRateGiven: !mayRise, clock: clock)
    // A closed gate is no news where nobody wants to pass.
    let isUsed = kind == .query || proposal.plan.submissionCount > 0
    if isUsed, let span = lesson.closedUntil.map({ $0 - clock.now }), span > .zero {
      say(.rateLimited(until: program.now.adding(milliseconds: span.wholeMilliseconds)))
    }
    // The tokens are counted against what the service has named, not against what was assumed.
    let named = lesson.limit.flatMap { assumed.following($0, of: kind, mayRise: mayRise) }
    return RateLimiter(
      bucket: past.bucket(of: kind, named ?? assumed, clock: clock), kind: kind, mayRise: mayRise,
      longestOutage: limits.giveUpAfter, lesson: lesson, clock: clock
    ) { learned in
      // With another key it may be about another account.
      guard access.current.account == account else { return }
      ledger.learn(RateLesson(learned, of: kind, account: account, clock: clock))
    } onThrottle: {
      say(.rateLimited(until: $0))
    }
  }
}
