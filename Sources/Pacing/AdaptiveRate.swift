/// An allowance that follows what the service really grants.
///
/// It begins with a ceiling, the rate and burst of a tier or those set by hand, and uses a saved
/// burst as soon as there is work. What the service says in its headers corrects it at once. A
/// refusal that says nothing cuts the rate by three tenths, once for each round trip; from there
/// it returns along the curve of CUBIC (RFC 9438): quickly to a little below where it was refused,
/// slowly past it, then faster to the ceiling, which it reaches in a minute at most.
///
/// Unlike ``TokenBucket/reserve(at:)``, ``take(at:)`` gives nothing away ahead of time, so that
/// whoever waits in line follows every correction. Pure: callers tell the time.
package struct AdaptiveRate: Sendable {
  /// A refusal leaves this part of the rate.
  private static let cut = 0.7
  /// Seconds until the rate is back where it was refused.
  private static let recoverySeconds = 15.0
  /// The least part of the ceiling that is left, however often it is refused.
  private static let leastPart = 0.005
  /// How many seconds' worth of the rate is never used of a saved burst: requests that overtake
  /// each other by so much find the service's bucket no emptier than ours.
  private static let slackSeconds = 1.0

  private struct Cut {
    var at: Duration
    /// The rate to which it returns.
    var peak: Double
  }

  private let kind: ServiceTier.RequestKind
  private let mayRise: Bool
  private var ceiling: (rate: Double, burst: Double)
  private var bucket: TokenBucket
  private var lastCut: Cut?
  /// When the latest correction was made; what left before knows nothing of it.
  private var cutAt: Duration?

  /// - Parameters:
  ///   - bucket: the ceiling, and the tokens that are there at the start.
  ///   - mayRise: whether the service's word can raise the ceiling, which is for a tier that was
  ///     assumed and not for rates set by hand.
  package init(bucket: TokenBucket, kind: ServiceTier.RequestKind, mayRise: Bool, at now: Duration)
  {
    self.kind = kind
    self.mayRise = mayRise
    self.bucket = bucket
    ceiling = (bucket.rate, bucket.burst)
    adjust(at: now)
  }

  /// Requests a second at the moment.
  package var rate: Double { bucket.rate }
  /// The tokens at an instant.
  package func tokens(at now: Duration) -> Double { bucket.tokens(at: now) }
  /// Nothing may leave before this instant.
  package var closedUntil: Duration { bucket.closedUntil }

  /// Takes a token if there is one.
  ///
  /// - Returns: `nil` when it was taken; otherwise when to ask again.
  package mutating func take(at now: Duration) -> Duration? {
    adjust(at: now)
    guard now >= bucket.closedUntil else { return bucket.closedUntil }
    let missing = 1 - bucket.tokens(at: now)
    guard missing < 1e-9 else {
      return now + max(.microseconds(1), Duration(seconds: missing / bucket.rate))
    }
    _ = bucket.reserve(at: now)
    return nil
  }

  /// Gives a token back that led to no request.
  package mutating func giveBack(at now: Duration) {
    bucket.giveBack(at: now)
  }

  /// A request was answered and not refused for the rate.
  ///
  /// - Parameters:
  ///   - limit: `X-RateLimit-Limit` of this kind's category.
  ///   - remaining: `X-RateLimit-Remaining`. (`X-RateLimit-Reset` is not used: whether it is a
  ///     span or a time, and of what, is not documented.)
  package mutating func noteAnswer(limit: Int?, remaining: Int?, at now: Duration) {
    follow(limit: limit, at: now)
    adjust(at: now)
    guard let remaining else { return }
    // Whole tokens are told; only more than one too many of ours shows that others used some.
    if bucket.tokens(at: now) > Double(max(0, remaining)) + 1 {
      let slack = slack(rate: bucket.rate, burst: bucket.burst)
      bucket.lower(toRemaining: max(0, Double(remaining) - slack), at: now)
    }
  }

  /// A request was refused for the rate.
  ///
  /// - Parameters:
  ///   - sent: when it left; refusals of what left before the last cut change nothing more.
  ///   - wait: how long the service asks to wait, already bounded.
  package mutating func noteRefusal(
    sent: Duration, limit: Int?, wait: Duration, at now: Duration
  ) {
    let before = ceiling.rate
    follow(limit: limit, at: now)
    adjust(at: now)
    if ceiling.rate < before {
      // The service has said what it grants; there is nothing to guess.
      cutAt = now
    } else if sent >= cutAt ?? sent {
      // Refused below the last peak, somebody else has grown: make room (fast convergence).
      let present = bucket.rate
      let isLower = present < (lastCut?.peak ?? 0) * 0.98
      let peak = max(isLower ? present * (1 + Self.cut) / 2 : present, leastRate / Self.cut)
      lastCut = Cut(at: now, peak: peak)
      cutAt = now
      adjust(at: now)
    }
    bucket.pause(until: now + max(.zero, wait), at: now)
  }

  private var leastRate: Double { ceiling.rate * Self.leastPart }

  /// The tokens of a burst that are left unused, a tenth at most.
  private func slack(rate: Double, burst: Double) -> Double {
    min(rate * Self.slackSeconds, (burst / 10).rounded(.down))
  }

  /// Takes over a documented limit that the service names.
  private mutating func follow(limit: Int?, at now: Duration) {
    guard let limit, let tier = ServiceTier(limit: limit, of: kind) else { return }
    let (rate, burst) = (tier.rate(of: kind), tier.burst(of: kind))
    guard rate < ceiling.rate || mayRise && rate > ceiling.rate else { return }
    adjust(at: now)
    if rate < ceiling.rate { lastCut = nil }
    ceiling = (rate, mayRise ? burst : min(burst, ceiling.burst))
  }

  /// Sets the bucket to the rate of the moment.
  private mutating func adjust(at now: Duration) {
    var rate = ceiling.rate
    if let cut = lastCut {
      let part = ((now - cut.at).inSeconds - Self.recoverySeconds) / Self.recoverySeconds
      rate = max(leastRate, cut.peak * (1 + (1 - Self.cut) * part * part * part))
      // Unrefused for so long, what was a small share of the ceiling need not be one any more.
      rate += ceiling.rate * max(0, part - 1) / 2
      if rate >= ceiling.rate { (rate, lastCut) = (ceiling.rate, nil) }
    }
    let burst = ceiling.burst * rate / ceiling.rate
    let usable = max(1, burst - slack(rate: rate, burst: burst))
    if rate != bucket.rate || usable != bucket.burst {
      bucket.change(rate: rate, burst: usable, at: now)
    }
  }
}
