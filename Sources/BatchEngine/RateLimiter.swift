import JobModel
import Pacing
import VideoService

/// Lets requests of one kind leave no faster than the service allows.
package actor RateLimiter {
  private var bucket: TokenBucket
  private let clock: any BatchClock
  /// The longest time that the service's word can close the gate for.
  private static let longestClosing = Duration.seconds(600)

  package init(bucket: TokenBucket, clock: any BatchClock) {
    self.bucket = bucket
    self.clock = clock
  }

  /// Returns when the next request may leave; callers get their turn in order.
  ///
  /// - Throws: `CancellationError`; the turn then goes to another.
  func acquire() async throws {
    var instant = bucket.reserve(at: clock.now)
    do {
      while clock.now < instant {
        try await clock.sleep(until: instant)
        instant = max(instant, bucket.closedUntil)
      }
    } catch {
      bucket.giveBack(at: clock.now)
      throw error
    }
  }

  /// Gives a turn back that led to no request, or to one that cost no allowance.
  func giveBack() {
    bucket.giveBack(at: clock.now)
  }

  /// Learns from an answer's header.
  func learn(from note: RateLimitNote?, throttled: Bool) {
    let now = clock.now
    if throttled {
      bucket.giveBack(at: now)
      let wall = Timestamp(milliseconds: clock.wallMilliseconds)
      let asked = note?.retryAfter?.span(at: wall)
      bucket.close(until: now + min(max(asked ?? .seconds(1), .zero), Self.longestClosing))
      bucket.lower(toRemaining: 0, at: now)
    } else if let remaining = note?.remaining {
      bucket.lower(toRemaining: Double(remaining), at: now)
    }
  }

  /// The tokens at this moment, to be remembered across a restart.
  package var tokens: Double { bucket.tokens(at: clock.now) }
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
