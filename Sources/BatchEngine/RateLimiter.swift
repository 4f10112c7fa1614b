import JobModel
import Pacing
import VideoService

/// Lets requests of one kind leave no faster than the service allows.
///
/// Callers stand in line: the first waits for a token, the others for their turn at that. So a
/// correction of the rate holds for all who wait.
package actor RateLimiter {
  /// The longest time that the service's word can close the gate for.
  private static let longestClosing = Duration.seconds(600)
  /// The wait after a refusal that names none.
  private static let usualClosing = Duration.seconds(1)

  private var allowance: AdaptiveRate
  private let kind: ServiceTier.RequestKind
  private let clock: any BatchClock
  private let onThrottle: @Sendable (_ until: Timestamp) -> Void
  /// Those who wait, in their order.
  private var line: [Alarm] = []

  /// - Parameters:
  ///   - bucket: the rate and burst to begin with, and the tokens that are there.
  ///   - mayRise: whether the service's headers can raise the rate; not if it was set by hand.
  ///   - onThrottle: told until when the service wants no more requests.
  package init(
    bucket: TokenBucket, kind: ServiceTier.RequestKind, mayRise: Bool,
    clock: any BatchClock,
    onThrottle: @escaping @Sendable (_ until: Timestamp) -> Void = { _ in }
  ) {
    allowance = AdaptiveRate(bucket: bucket, kind: kind, mayRise: mayRise, at: clock.now)
    self.kind = kind
    self.clock = clock
    self.onThrottle = onThrottle
  }

  /// Returns when the next request may leave; callers get their turn in order. Whoever got one
  /// tells what came of it, by ``learn(from:throttled:sent:)`` or ``giveBack()``.
  ///
  /// - Throws: `CancellationError`; the turn then goes to another.
  func acquire() async throws {
    try Task.checkCancellation()
    if line.isEmpty, allowance.take(at: clock.now) == nil { return }
    let place = Alarm()
    line.append(place)
    defer { leave(place) }
    while true {
      try Task.checkCancellation()
      var instant: Duration?
      if line.first === place {
        instant = allowance.take(at: clock.now)
        if instant == nil { return }
      }
      await place.wait(until: instant, clock: clock)
    }
  }

  /// Gives a turn back that led to no request.
  func giveBack() {
    allowance.giveBack(at: clock.now)
    line.first?.ring()
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
      allowance.noteRefusal(sent: sent, limit: limit, wait: closing, at: now)
      onThrottle(wall.adding(milliseconds: closing.wholeMilliseconds))
    } else {
      allowance.noteAnswer(
        sent: sent, limit: limit, remaining: isOurs ? note?.remaining : nil, at: now)
    }
    line.first?.ring()
    return allowance.rate
  }

  /// Requests a second at the moment.
  var rate: Double { allowance.rate }

  /// The tokens at this moment, to be remembered across a restart.
  package var tokens: Double { allowance.tokens(at: clock.now) }

  private func leave(_ place: Alarm) {
    line.removeAll { $0 === place }
    line.first?.ring()
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
