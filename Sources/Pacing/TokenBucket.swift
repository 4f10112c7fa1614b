/// An allowance that refills steadily and can be saved up to a burst.
///
/// The usual token bucket: it holds up to `burst` tokens, gains `rate` a second, and each
/// request takes one. Tokens may be taken ahead of time; the bucket then stands below zero.
package struct TokenBucket: Sendable, Equatable {
  /// Tokens gained a second.
  package private(set) var rate: Double
  /// The most tokens it holds.
  package private(set) var burst: Double
  private var tokens: Double
  private var updatedAt: Duration
  /// No token may be used before this instant, whatever there is.
  package private(set) var closedUntil: Duration

  /// - Parameter tokens: the tokens at the start; full when `nil`.
  package init(rate: Double, burst: Double, tokens: Double? = nil, at now: Duration) {
    precondition(rate > 0 && burst >= 1)
    self.rate = rate
    self.burst = burst
    self.tokens = min(tokens ?? burst, burst)
    updatedAt = now
    closedUntil = now
  }

  /// The bucket as earlier requests have left it.
  ///
  /// - Parameters:
  ///   - instants: when the service has counted each of them at the latest, the oldest first; may
  ///     be later than `now`. Nothing is gained before the last of them: a full bucket gains
  ///     nothing, and the service's may stay full until then.
  ///   - isWhole: whether these are all there were; if not, it may have been empty before them.
  package init(
    rate: Double, burst: Double, spentAt instants: [Duration], isWhole: Bool, at now: Duration
  ) {
    self.init(
      rate: rate, burst: burst, tokens: isWhole ? burst : 0,
      at: min(instants.first ?? now, now))
    for instant in instants { spend(at: min(instant, now)) }
    if let last = instants.last { updatedAt = max(updatedAt, last) }
  }

  /// Takes a token for a request that has left; the bucket may stand below zero then.
  package mutating func spend(at now: Duration) {
    refill(at: now)
    tokens -= 1
  }

  /// The service says when it will answer again: no token may be used before.
  package mutating func close(until instant: Duration) {
    closedUntil = max(closedUntil, instant)
  }

  /// The service says how many requests are left: never believe in more.
  package mutating func lower(toRemaining remaining: Double, at now: Duration) {
    refill(at: now)
    tokens = min(tokens, max(0, remaining))
  }

  /// From an instant on it gains at another rate, up to another burst.
  package mutating func change(rate: Double, burst: Double, at now: Duration) {
    precondition(rate > 0 && burst >= 1)
    refill(at: now)
    (self.rate, self.burst) = (rate, burst)
    tokens = min(tokens, burst)
  }

  /// The service is out of tokens and says when it will answer again: none may be used before,
  /// and then there is one at most. What has waited leaves at the rate, not all together.
  ///
  /// - Parameter held: tokens that are held here for requests under way, beside those.
  package mutating func pause(until instant: Duration, holding held: Int = 0, at now: Duration) {
    refill(at: now)
    close(until: instant)
    tokens = min(tokens, Double(held) + min(1, max(0, (closedUntil - now).inSeconds) * rate))
    updatedAt = max(updatedAt, closedUntil)
  }

  /// The tokens it would have at an instant.
  package func tokens(at now: Duration) -> Double {
    min(burst, tokens + max(0, (now - updatedAt).inSeconds) * rate)
  }

  private mutating func refill(at now: Duration) {
    tokens = tokens(at: now)
    updatedAt = max(updatedAt, now)
  }
}
