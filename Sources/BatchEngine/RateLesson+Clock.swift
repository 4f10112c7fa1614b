import JobModel
import Pacing

/// A lesson as the journal keeps it, with times of the wall clock, and as an allowance uses it,
/// with times of the run's clock.
extension RateLesson {
  package init(
    _ lesson: AdaptiveRate.Lesson, of kind: ServiceTier.RequestKind, account: String,
    clock: any BatchClock
  ) {
    let (now, wall) = (clock.now, clock.wallMilliseconds)
    func time(_ instant: Duration) -> Timestamp {
      Timestamp(milliseconds: wall + (instant - now).wholeMilliseconds)
    }
    self.init(
      Requests(kind), account: account, limit: lesson.limit,
      refusal: lesson.cut.map { Refusal(at: time($0.at), peak: $0.peak) },
      closedUntil: lesson.closedUntil.map(time))
  }

  /// What an allowance of an account begins with; nothing when the lesson is another account's.
  ///
  /// A time that the wall clock has not reached, though it is past, or that is further ahead than
  /// any gate is closed for, is one of a clock that was set meanwhile: no wait comes of it.
  package func recalled(by account: String, clock: any BatchClock) -> AdaptiveRate.Lesson {
    guard account == self.account else { return .init() }
    let (now, wall) = (clock.now, clock.wallMilliseconds)
    func instant(_ time: Timestamp) -> Duration {
      now + .milliseconds(time.milliseconds - wall)
    }
    return AdaptiveRate.Lesson(
      limit: limit,
      cut: refusal.flatMap { refusal in
        let at = instant(refusal.at)
        return at <= now ? AdaptiveRate.Cut(at: at, peak: refusal.peak) : nil
      },
      closedUntil: closedUntil.map(instant).flatMap { instant in
        instant - now <= RateLimiter.longestClosing ? instant : nil
      })
  }
}

extension RateLesson.Requests {
  init(_ kind: ServiceTier.RequestKind) {
    self =
      switch kind {
      case .submit: .submit
      case .query: .query
      }
  }
}
