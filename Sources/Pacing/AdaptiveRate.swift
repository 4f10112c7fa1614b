/// An allowance that follows what the service really grants.
///
/// It begins with a ceiling, the rate and burst of a tier or those set by hand, and uses a saved
/// burst as soon as there is work. What the service says in its headers corrects it at once. A
/// refusal that says nothing cuts the rate by three tenths, once for each round trip; from there
/// it returns along the curve of CUBIC (RFC 9438): quickly to a little below where it was refused,
/// slowly past it, then faster to the ceiling, which it reaches in a minute at most.
///
/// ``take(at:)`` gives nothing away ahead of time, so that whoever waits in line follows every
/// correction.
///
/// A token is held from the moment a request leaves and spent when its answer comes, which is
/// later than the service spends it. So this bucket, less what is held, never has more than the
/// service's: each token that both spend leaves the one that spends it first no emptier
/// afterwards, since a full bucket gains nothing. However requests overtake each other, none is
/// refused for our own sake, and a saved burst can be used to its last token. It costs a round
/// trip's worth of the rate whenever the bucket was full, and bounds the requests under way to the
/// burst: where answers take longer than a full bucket takes to fill, they come at that pace. Pure:
/// callers tell the time.
package struct AdaptiveRate: Sendable {
  /// A refusal leaves this part of the rate.
  private static let cut = 0.7
  /// Seconds until the rate is back where it was refused.
  private static let recoverySeconds = 15.0
  /// The least part of the ceiling that is left, however often it is refused.
  private static let leastPart = 0.005

  /// A refusal that cut the rate.
  package struct Cut: Sendable, Equatable {
    /// May lie before the clock's zero.
    package var at: Duration
    /// Requests a second, above 0, to which the rate returns.
    package var peak: Double

    package init(at: Duration, peak: Double) {
      self.at = at
      self.peak = peak
    }
  }

  /// What the service's answers have taught, for an allowance that begins anew.
  package struct Lesson: Sendable, Equatable {
    /// The documented `X-RateLimit-Limit` that the service named last, unless it never named another
    /// than what was assumed.
    package var limit: Int?
    /// The last refusal, unless the rate has returned since.
    package var cut: Cut?
    /// Nothing may leave before, if the service ever asked to wait.
    package var closedUntil: Duration?

    package init(limit: Int? = nil, cut: Cut? = nil, closedUntil: Duration? = nil) {
      self.limit = limit
      self.cut = cut
      self.closedUntil = closedUntil
    }
  }

  private let kind: ServiceTier.RequestKind
  private let mayRise: Bool
  private var ceiling: Ceiling
  private var bucket: TokenBucket
  /// Requests that have left and are not answered.
  private var held = 0
  private var lastCut: Cut?
  /// When the latest correction was made; what left before knows nothing of it.
  private var cutAt: Duration?
  /// See ``Lesson/limit``.
  private var limit: Int?
  /// Until when the service asked to wait, last.
  private var askedUntil: Duration?

  /// - Parameters:
  ///   - bucket: the ceiling, and the tokens that are there at the start.
  ///   - mayRise: whether the service's word can raise the ceiling, which is for a tier that was
  ///     assumed and not for rates set by hand.
  ///   - lesson: what was learned before.
  package init(
    bucket: TokenBucket, kind: ServiceTier.RequestKind, mayRise: Bool, lesson: Lesson = Lesson(),
    at now: Duration
  ) {
    self.kind = kind
    self.mayRise = mayRise
    self.bucket = bucket
    ceiling = Ceiling(rate: bucket.rate, burst: bucket.burst)
    limit = lesson.limit
    follow(limit: lesson.limit, at: now)
    lastCut = lesson.cut.map { Cut(at: min($0.at, now), peak: $0.peak) }
    adjust(at: now)
    if let instant = lesson.closedUntil, instant > now { pause(instant - now, at: now) }
  }

  /// Requests a second at the moment.
  package var rate: Double { bucket.rate }
  /// The tokens that may be used at an instant.
  package func tokens(at now: Duration) -> Double { bucket.tokens(at: now) - Double(held) }
  /// What was learned so far.
  package var lesson: Lesson { Lesson(limit: limit, cut: lastCut, closedUntil: askedUntil) }

  /// Takes a token if there is one beside the reserve. Whoever got it says what came of it, by
  /// one of ``noteAnswer``, ``noteRefusal``, ``notePause`` and ``giveBack()``.
  ///
  /// - Parameter reserve: the part of a full bucket, 0 to 1, that is left.
  /// - Returns: `nil` when it was taken; otherwise when to ask again.
  package mutating func take(at now: Duration, leaving reserve: Double = 0) -> Duration? {
    adjust(at: now)
    guard now >= bucket.closedUntil else { return bucket.closedUntil }
    // A bucket of one token has no part to leave.
    let left = min(reserve * bucket.burst, bucket.burst - 1)
    let missing = 1 + left - tokens(at: now)
    guard missing < 1e-9 else {
      return now + max(.microseconds(1), Duration(seconds: missing / bucket.rate))
    }
    held += 1
    return nil
  }

  /// Gives a token back that led to no request.
  package mutating func giveBack() {
    held = max(0, held - 1)
  }

  /// A request was answered and not refused for the rate, or got no answer and never will.
  ///
  /// - Parameters:
  ///   - sent: when it left.
  ///   - limit: `X-RateLimit-Limit` of this kind's category.
  ///   - remaining: `X-RateLimit-Remaining`. (`X-RateLimit-Reset` is not used: whether it is a
  ///     span or a time, and of what, is not documented.)
  package mutating func noteAnswer(sent: Duration, limit: Int?, remaining: Int?, at now: Duration) {
    held = max(0, held - 1)
    follow(limit: limit, at: now)
    adjust(at: now)
    bucket.spend(at: now)
    guard let remaining else { return }
    // Whole tokens are told, and some have come since; only more than one too many of ours shows
    // that others used some.
    let since = max(0, (now - sent).inSeconds) * bucket.rate
    if tokens(at: now) > Double(max(0, remaining)) + since + 1 {
      bucket.lower(toRemaining: Double(max(0, remaining) + held), at: now)
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
    // A refusal costs no token.
    held = max(0, held - 1)
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
    pause(wait, at: now)
  }

  /// A request was answered by a service that is unwell, which says nothing about the rate: nothing
  /// may leave for a while.
  ///
  /// - Parameter isRefusal: whether the request was turned away, which costs no token.
  package mutating func notePause(isRefusal: Bool, wait: Duration, at now: Duration) {
    held = max(0, held - 1)
    adjust(at: now)
    if !isRefusal { bucket.spend(at: now) }
    pause(wait, at: now)
  }

  private mutating func pause(_ wait: Duration, at now: Duration) {
    bucket.pause(until: now + max(.zero, wait), holding: held, at: now)
    askedUntil = bucket.closedUntil
  }

  private var leastRate: Double { ceiling.rate * Self.leastPart }

  /// Takes over a documented limit that the service names.
  private mutating func follow(limit: Int?, at now: Duration) {
    guard let limit, ServiceTier(limit: limit, of: kind) != nil else { return }
    if self.limit != nil { self.limit = limit }
    guard let named = ceiling.following(limit, of: kind, mayRise: mayRise) else { return }
    adjust(at: now)
    if named.rate < ceiling.rate { lastCut = nil }
    self.limit = limit
    ceiling = named
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
    let burst = max(1, ceiling.burst * rate / ceiling.rate)
    if rate != bucket.rate || burst != bucket.burst {
      bucket.change(rate: rate, burst: burst, at: now)
    }
  }
}
