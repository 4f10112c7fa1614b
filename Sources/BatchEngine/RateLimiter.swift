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
  private static let longestClosing = Duration.seconds(600)
  /// The wait after a refusal that names none.
  private static let usualClosing = Duration.seconds(1)

  private struct State {
    var allowance: AdaptiveRate
    /// Those who wait, in their order.
    var line: [Alarm] = []
  }

  private let state: Locked<State>
  private let kind: ServiceTier.RequestKind
  private let clock: any BatchClock
  private let onThrottle: @Sendable (_ until: Timestamp) -> Void

  /// - Parameters:
  ///   - bucket: the rate and burst to begin with, and the tokens that are there.
  ///   - mayRise: whether the service's headers can raise the rate; not if it was set by hand.
  ///   - onThrottle: told until when the service wants no more requests.
  package init(
    bucket: TokenBucket, kind: ServiceTier.RequestKind, mayRise: Bool,
    clock: any BatchClock,
    onThrottle: @escaping @Sendable (_ until: Timestamp) -> Void = { _ in }
  ) {
    let allowance = AdaptiveRate(bucket: bucket, kind: kind, mayRise: mayRise, at: clock.now)
    state = Locked(State(allowance: allowance))
    self.kind = kind
    self.clock = clock
    self.onThrottle = onThrottle
  }

  /// Returns when the next request may leave; callers get their turn in order. Whoever got one
  /// tells what came of it, by ``learn(from:throttled:sent:)`` or ``giveBack()``.
  ///
  /// - Throws: `CancellationError`; the turn then goes to another.
  nonisolated(nonsending) func acquire() async throws {
    try Task.checkCancellation()
    let now = clock.now
    let place: Alarm? = state.withLock { state in
      if state.line.isEmpty, state.allowance.take(at: now) == nil { return nil }
      let place = Alarm()
      state.line.append(place)
      return place
    }
    guard let place else { return }
    defer { leave(place) }
    while true {
      try Task.checkCancellation()
      let now = clock.now
      let (isMine, instant) = state.withLock { state -> (Bool, Duration?) in
        guard state.line.first === place else { return (false, nil) }
        let instant = state.allowance.take(at: now)
        return (instant == nil, instant)
      }
      if isMine { return }
      await place.wait(until: instant, clock: clock)
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
    if throttled {
      let wall = Timestamp(milliseconds: clock.wallMilliseconds)
      let asked = note?.retryAfter?.span(at: wall) ?? Self.usualClosing
      let closing = min(max(asked, .zero), Self.longestClosing)
      let rate = change { $0.noteRefusal(sent: sent, limit: limit, wait: closing, at: now) }
      onThrottle(wall.adding(milliseconds: closing.wholeMilliseconds))
      return rate
    }
    let remaining = isOurs ? note?.remaining : nil
    return change { $0.noteAnswer(sent: sent, limit: limit, remaining: remaining, at: now) }
  }

  /// Requests a second at the moment.
  var rate: Double { state.withLock { $0.allowance.rate } }

  /// The tokens at this moment, to be remembered across a restart.
  package var tokens: Double {
    let now = clock.now
    return state.withLock { $0.allowance.tokens(at: now) }
  }

  /// Changes the allowance, and has the first in line look at it anew.
  ///
  /// - Returns: the rate afterwards.
  @discardableResult
  private func change(_ body: @Sendable (inout AdaptiveRate) -> Void) -> Double {
    let (rate, first) = state.withLock { state in
      body(&state.allowance)
      return (state.allowance.rate, state.line.first)
    }
    first?.ring()
    return rate
  }

  private func leave(_ place: Alarm) {
    let first = state.withLock { state in
      state.line.removeAll { $0 === place }
      return state.line.first
    }
    first?.ring()
  }
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
