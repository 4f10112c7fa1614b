import JobModel
import Locking
import Pacing
import VideoService

/// Lets requests of one kind leave no faster than the service allows.
///
/// Callers stand in line: the first waits for a token, the others for their turn at that. So a
/// correction of the rate holds for all who wait.
package final class RateLimiter: Sendable {
  /// The longest time that the service's word can close the gate for.
  package static let longestClosing = Duration.seconds(600)
  /// The wait after a refusal that names none.
  private static let usualClosing = Duration.seconds(1)
  /// The least time between two lessons that are told, but for those that change much.
  private static let lessonSpacing = Duration.seconds(5)
  /// The longest wait of its own while the service is unwell; it doubles up to that.
  private static let longestPause = Duration.seconds(32)

  private struct State {
    var allowance: AdaptiveRate
    /// Those who wait, in their order; the ones in a hurry first.
    var line: [Place] = []
    /// Whether the last turn went to someone in a hurry: the next one then does not, so that look-ups
    /// leave half of the allowance to polls.
    var wasUrgent = false
    /// How often in a row the service turned requests away because it is unwell.
    var pauses = 0
    /// What was told of what was learned, and when.
    var told: (lesson: AdaptiveRate.Lesson, at: Duration)

    /// Whose turn is next.
    var first: Alarm? {
      let other = wasUrgent ? line.first { !$0.isUrgent } : nil
      return (other ?? line.first)?.alarm
    }
  }

  private struct Place: Sendable {
    let alarm = Alarm()
    let isUrgent: Bool
  }

  private let state: Locked<State>
  private let longestOutage: Duration
  private let kind: ServiceTier.RequestKind
  private let clock: any BatchClock
  private let onThrottle: @Sendable (_ until: Timestamp) -> Void
  private let onLesson: @Sendable (AdaptiveRate.Lesson) -> Void

  /// - Parameters:
  ///   - bucket: the rate and burst to begin with, and the tokens that are there.
  ///   - mayRise: whether the service's headers can raise the rate; not if it was set by hand.
  ///   - longestOutage: how long a service that is unwell can close the gate for; a run that gives up
  ///     sooner must ask before then.
  ///   - lesson: what earlier processes have learned.
  ///   - onLesson: told what the next process should know, when it would begin otherwise without
  ///     it; little news only now and then.
  ///   - onThrottle: told until when the service wants no more requests.
  package init(
    bucket: TokenBucket, kind: ServiceTier.RequestKind, mayRise: Bool,
    longestOutage: Duration = longestClosing, lesson: AdaptiveRate.Lesson = .init(),
    clock: any BatchClock,
    onLesson: @escaping @Sendable (AdaptiveRate.Lesson) -> Void = { _ in },
    onThrottle: @escaping @Sendable (_ until: Timestamp) -> Void = { _ in }
  ) {
    let allowance = AdaptiveRate(
      bucket: bucket, kind: kind, mayRise: mayRise, lesson: lesson, at: clock.now)
    state = Locked(State(allowance: allowance, told: (allowance.lesson, clock.now)))
    self.onLesson = onLesson
    self.longestOutage = min(longestOutage, Self.longestClosing)
    self.kind = kind
    self.clock = clock
    self.onThrottle = onThrottle
  }

  /// Returns when the next request may leave; callers get their turn in order. Whoever got one
  /// tells what came of it, by ``learn(from:throttled:sent:)`` or ``giveBack()``.
  ///
  /// - Parameters:
  ///   - isUrgent: goes before those who are not, every other turn at the most while any of them
  ///     waits, and may use the last tokens.
  ///   - reserve: the part of a full bucket, 0 to 1, that is left to those who are in a hurry and
  ///     to whoever else uses the account.
  /// - Throws: `CancellationError`; the turn then goes to another.
  nonisolated(nonsending) func acquire(
    isUrgent: Bool = false, leaving reserve: Double = 0
  ) async throws {
    try Task.checkCancellation()
    let now = clock.now
    let place: Place? = state.withLock { state in
      if state.line.isEmpty, state.allowance.take(at: now, leaving: reserve) == nil {
        state.wasUrgent = isUrgent
        return nil
      }
      let place = Place(isUrgent: isUrgent)
      let index = isUrgent ? state.line.firstIndex { !$0.isUrgent } : nil
      state.line.insert(place, at: index ?? state.line.count)
      return place
    }
    guard let place else { return }
    defer { leave(place.alarm) }
    while true {
      try Task.checkCancellation()
      let now = clock.now
      let (isMine, instant) = state.withLock { state -> (Bool, Duration?) in
        guard state.first === place.alarm else { return (false, nil) }
        let instant = state.allowance.take(at: now, leaving: reserve)
        if instant == nil { state.wasUrgent = isUrgent }
        return (instant == nil, instant)
      }
      if isMine { return }
      await place.alarm.wait(until: instant, clock: clock)
    }
  }

  /// Gives a turn back that led to no request.
  func giveBack() {
    change { $0.giveBack() }
  }

  /// Learns from an answer.
  ///
  /// - Parameter sent: when the request left.
  /// - Returns: requests a second from now on.
  @discardableResult
  func learn(from note: RateLimitNote?, throttled: Bool, sent: Duration) -> Double {
    let now = clock.now
    // A note on the other allowance says nothing of this one.
    let isOurs = note?.category.map { $0 == kind.category } ?? true
    let limit = isOurs ? note?.limit : nil
    let wall = Timestamp(milliseconds: clock.wallMilliseconds)
    let asked = note?.retryAfter?.span(at: wall).bounded(by: Self.longestClosing)
    if note?.isUnwell ?? false { return pause(asked, throttled: throttled, sent: sent, wall) }
    state.withLock { $0.pauses = 0 }
    if throttled {
      let closing = asked ?? Self.usualClosing
      let rate = change { $0.noteRefusal(sent: sent, limit: limit, wait: closing, at: now) }
      onThrottle(wall.adding(milliseconds: closing.wholeMilliseconds))
      return rate
    }
    let remaining = isOurs ? note?.remaining : nil
    return change { $0.noteAnswer(sent: sent, limit: limit, remaining: remaining, at: now) }
  }

  /// The service is unwell: the rate is what it was, and nothing leaves for as long as it asks, or
  /// for a while that grows where it has turned requests away without a word.
  private func pause(
    _ asked: Duration?, throttled: Bool, sent: Duration, _ wall: Timestamp
  ) -> Double {
    let now = clock.now
    let pauses = state.withLock { state in
      if throttled { state.pauses += 1 }
      return state.pauses
    }
    let usual = throttled ? Self.usualClosing * (1 << min(pauses - 1, 10)) : nil
    guard let named = asked ?? usual.map({ min($0, Self.longestPause) }) else {
      return change { $0.noteAnswer(sent: sent, limit: nil, remaining: nil, at: now) }
    }
    let wait = min(named, longestOutage)
    let rate = change { $0.notePause(isRefusal: throttled, wait: wait, at: now) }
    onThrottle(wall.adding(milliseconds: wait.wholeMilliseconds))
    return rate
  }

  /// Requests a second at the moment.
  var rate: Double { state.withLock { $0.allowance.rate } }

  /// Changes the allowance, and has the first in line look at it anew.
  ///
  /// - Returns: the rate afterwards.
  @discardableResult
  private func change(_ body: @Sendable (inout AdaptiveRate) -> Void) -> Double {
    let now = clock.now
    let (rate, first, lesson) = state.withLock { state in
      body(&state.allowance)
      return (state.allowance.rate, state.first, Self.news(&state, at: now))
    }
    if let lesson { onLesson(lesson) }
    first?.ring()
    return rate
  }

  /// What was learned, when the next process would begin otherwise with it than with what was told.
  private static func news(_ state: inout State, at now: Duration) -> AdaptiveRate.Lesson? {
    let (lesson, told) = (state.allowance.lesson, state.told)
    let closing = (lesson.closedUntil ?? now) - max(told.lesson.closedUntil ?? now, now)
    let changesMuch = lesson.limit != told.lesson.limit || closing >= lessonSpacing
    // That a rate has returned need not be told: it returns by itself.
    let isCut = lesson.cut != nil && lesson.cut != told.lesson.cut
    let isDue = told.lesson.cut == nil || now - told.at >= lessonSpacing
    guard changesMuch || isCut && isDue else { return nil }
    state.told = (lesson, now)
    return lesson
  }

  private func leave(_ place: Alarm) {
    let first = state.withLock { state in
      state.line.removeAll { $0.alarm === place }
      return state.first
    }
    first?.ring()
  }
}

extension Duration {
  fileprivate func bounded(by longest: Duration) -> Duration { min(max(self, .zero), longest) }
}

extension RateLimitNote.RetryAfter {
  /// How long that is from a moment on; negative when it is over, and bounded.
  func span(at now: Timestamp) -> Duration {
    switch self {
    case .seconds(let seconds):
      .seconds(min(seconds, 1_000_000))
    case .at(let time):
      .milliseconds(min(max(time.milliseconds - now.milliseconds, -1_000_000_000), 1_000_000_000))
    }
  }
}
