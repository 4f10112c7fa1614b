/// One allowance: `burst` at most, refilled evenly at `perMinute`. Times are microseconds.
struct TokenBucket: Sendable {
  let perMinute: Double
  let burst: Double
  private var tokens: Double
  private var updated: Int64

  init(perMinute: Int, burst: Int, now: Int64) {
    self.perMinute = Double(perMinute)
    self.burst = Double(burst)
    tokens = Double(burst)
    updated = now
  }

  /// Spends one token, if there is one.
  mutating func take(at now: Int64) -> Bool {
    if now > updated {
      tokens = min(burst, tokens + Double(now - updated) * perMinute / 60e6)
      updated = now
    }
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }

  var remaining: Int { Int(tokens) }

  /// Seconds until one token is there, at least 1.
  var secondsToNext: Int { max(1, Int(((1 - tokens) * 60 / perMinute).rounded(.up))) }

  /// Seconds until the bucket is full.
  var secondsToFull: Int { Int(((burst - tokens) * 60 / perMinute).rounded(.up)) }
}
