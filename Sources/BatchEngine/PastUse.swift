import JobModel
import Pacing

/// What earlier commands have used and learned of the service's allowances, as far as their journal
/// tells: a restart gets no fresh burst, and need not learn anew what was learned.
package struct PastUse: Sendable {
  /// When the newest submissions were meant to leave, oldest first.
  private let submissions: [Timestamp]
  /// When somebody was at work here last; `nil` when nobody was.
  private let changedAt: Timestamp?
  private let lessons: [RateLesson.Requests: BatchState.Lesson]
  /// How long a limit that the service named is believed in: an account may come into another group.
  private static let limitLife = Duration.seconds(86_400)
  /// The same where the rate was set by hand, which the service's word can't raise any more.
  private static let shortLimitLife = Duration.seconds(3600)

  /// Notes what a state tells of it, and does not hold the state.
  package init(_ state: BatchState) {
    submissions = state.recentSubmissions
    changedAt = state.changedAt
    lessons = state.lessons
  }

  /// What was learned of an allowance with the key of an account.
  ///
  /// - Parameter isRateGiven: whether the rate was set by hand.
  package func lesson(
    of kind: ServiceTier.RequestKind, account: String, isRateGiven: Bool, clock: any BatchClock
  ) -> AdaptiveRate.Lesson {
    guard let known = lessons[RateLesson.Requests(kind)] else { return .init() }
    var lesson = known.lesson.recalled(by: account, clock: clock)
    let life = isRateGiven ? Self.shortLimitLife : Self.limitLife
    if Self.age(of: known.at, clock) >= life { lesson.limit = nil }
    return lesson
  }

  /// What is left of an allowance.
  package func bucket(
    of kind: ServiceTier.RequestKind, _ ceiling: Ceiling, clock: any BatchClock
  ) -> TokenBucket {
    switch kind {
    case .submit: submitBucket(ceiling, clock)
    case .query: queryBucket(ceiling, clock)
    }
  }

  /// The submissions are known one by one.
  private func submitBucket(_ ceiling: Ceiling, _ clock: any BatchClock) -> TokenBucket {
    let now = clock.now
    // The service counts a submission when it arrives, later than it was meant to leave.
    let latest = Duration.seconds(1)
    let past = submissions.map { now + latest - Self.age(of: $0, clock) }
    return TokenBucket(
      rate: ceiling.rate, burst: ceiling.burst, spentAt: past,
      // Fewer than it keeps are all of them.
      isWhole: past.count < BatchState.recentlyKept, at: now)
  }

  /// Nobody has counted the queries: when somebody was at work here a moment ago, only what has come
  /// since is certain to be there.
  private func queryBucket(_ ceiling: Ceiling, _ clock: any BatchClock) -> TokenBucket {
    let tokens = changedAt.map { Self.age(of: $0, clock).inSeconds * ceiling.rate }
    return TokenBucket(
      rate: ceiling.rate, burst: ceiling.burst, tokens: tokens, at: clock.now)
  }

  /// How long ago a time was, up to a day; one that is still to come, by a clock that was set, is now.
  private static func age(of time: Timestamp, _ clock: any BatchClock) -> Duration {
    .milliseconds(min(max(0, clock.wallMilliseconds - time.milliseconds), 86_400_000))
  }
}
