import Pacing
import TestSupport
import Testing

@Suite struct TokenBucketTests {
  private static func seconds(_ seconds: Double) -> Duration { Duration(seconds: seconds) }

  @Test func aBurstIsThereAtOnceAndThenTheRateHolds() {
    var bucket = TokenBucket(rate: 5, burst: 3, at: .seconds(100))
    let instants = (0..<6).map { _ in bucket.departure(at: .seconds(100)) }
    #expect(
      instants == [100, 100, 100, 100.2, 100.4, 100.6].map { Self.seconds($0) })
  }

  @Test func tokensAreSavedUpToTheBurstAndNoFurther() {
    var bucket = TokenBucket(rate: 2, burst: 4, tokens: 0, at: .zero)
    #expect(bucket.tokens(at: .seconds(1)) == 2)
    #expect(bucket.tokens(at: .seconds(60)) == 4)
    #expect(bucket.departure(at: .seconds(60)) == .seconds(60))
    #expect(bucket.tokens(at: .seconds(60)) == 3)
  }

  @Test func aBucketNeverStartsAboveItsBurst() {
    #expect(TokenBucket(rate: 1, burst: 3, tokens: 50, at: .zero).tokens(at: .zero) == 3)
    #expect(TokenBucket(rate: 1, burst: 3, tokens: -2, at: .zero).tokens(at: .zero) == -2)
    #expect(TokenBucket(rate: 1, burst: 3, at: .zero).tokens(at: .zero) == 3)
  }

  @Test func nothingLeavesWhileTheServiceIsClosed() {
    var bucket = TokenBucket(rate: 10, burst: 10, at: .zero)
    bucket.close(until: .seconds(30))
    bucket.close(until: .seconds(20))
    #expect(bucket.closedUntil == .seconds(30), "an earlier word does not open it")
    #expect(bucket.departure(at: .seconds(1)) == .seconds(30))
    #expect(bucket.departure(at: .seconds(40)) == .seconds(40))
  }

  @Test func whatWaitsForTheServiceLeavesAsOneBurst() {
    var bucket = TokenBucket(rate: 2, burst: 3, at: .zero)
    bucket.close(until: .seconds(30))
    let instants = (0..<6).map { bucket.departure(at: .seconds($0)) }
    #expect(instants == [30, 30, 30, 30.5, 31, 31.5].map { Self.seconds($0) })
  }

  static let lowered: [(Double, Double)] = [(0, 0), (-5, 0), (2, 2), (1000, 8)]

  @Test(arguments: lowered) func theServicesCountIsBelievedWhenItIsLower(
    remaining: Double, tokens: Double
  ) {
    var bucket = TokenBucket(rate: 1, burst: 8, at: .zero)
    bucket.lower(toRemaining: remaining, at: .zero)
    #expect(bucket.tokens(at: .zero) == tokens)
  }

  @Test func aDebtIsNotForgivenByTheService() {
    var bucket = TokenBucket(rate: 1, burst: 1, at: .zero)
    for _ in 0..<5 { _ = bucket.departure(at: .zero) }
    bucket.lower(toRemaining: 1, at: .zero)
    #expect(bucket.tokens(at: .zero) == -4)
  }

  @Test func aClockThatGoesBackBringsNothing() {
    var bucket = TokenBucket(rate: 10, burst: 10, tokens: 0, at: .seconds(100))
    #expect(bucket.tokens(at: .seconds(50)) == 0)
    bucket.spend(at: .seconds(50))
    #expect(bucket.tokens(at: .seconds(100)) == -1)
  }

  /// Rates and bursts of every group of users, for both kinds of request.
  static let allowances: [(rate: Double, burst: Double)] =
    ServiceTier.allCases.flatMap { tier in
      [(tier.submitRate, tier.submitBurst), (tier.queryRate, tier.queryBurst)]
    } + [(0.25, 1)]

  @Test(arguments: allowances) func anHourAtFullSpeedUsesTheAllowanceAndNeverMore(
    rate: Double, burst: Double
  ) {
    let end = rate > 100 ? Duration.seconds(300) : .seconds(3600)
    var bucket = TokenBucket(rate: rate, burst: burst, at: .zero)
    var conformity = Conformity(rate: rate, burst: burst)
    var now = Duration.zero
    while true {
      now = bucket.departure(at: now)
      if now > end { break }
      conformity.add(now)
    }
    #expect(conformity.worstExcess <= 0.001)
    #expect(Double(conformity.count) >= burst + rate * end.inSeconds - 1.001)
  }

  @Test(arguments: 0..<30) func anyPatternOfRequestsKeepsToTheAllowance(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let (rate, burst) = (Double.random(in: 0.5...20, using: &random), 10.0)
    var bucket = TokenBucket(rate: rate, burst: burst, at: .zero)
    var conformity = Conformity(rate: rate, burst: burst)
    var now = Duration.zero
    var last = Duration.zero
    for _ in 0..<5000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: now += .milliseconds(Int.random(in: 0...4000, using: &random))
      case 1: bucket.close(until: now + .milliseconds(Int.random(in: 0...900, using: &random)))
      case 2: bucket.lower(toRemaining: Double.random(in: 0...12, using: &random), at: now)
      default:
        let instant = bucket.departure(at: now)
        #expect(instant >= now && instant >= last, "seed \(seed)")
        last = instant
        conformity.add(instant)
      }
    }
    #expect(conformity.worstExcess <= 0.001, "seed \(seed)")
  }
}

extension TokenBucket {
  /// Spends the next token, and answers when a request may leave that waits for it.
  fileprivate mutating func departure(at now: Duration) -> Duration {
    // What comes in while the service is closed is part of the burst with which it opens.
    let start = max(now, closedUntil)
    spend(at: start)
    let tokens = tokens(at: start)
    return tokens > -1e-9 ? start : start + Duration(seconds: -tokens / rate)
  }
}

/// Checks that no stretch of time, however long or short, has more requests than the burst and
/// what the rate brings meanwhile.
private struct Conformity {
  let rate: Double
  let burst: Double
  private(set) var count = 0
  private(set) var worstExcess = -Double.infinity
  private var lowest = Double.infinity

  init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
  }

  mutating func add(_ instant: Duration) {
    let level = Double(count) - rate * instant.inSeconds
    lowest = min(lowest, level)
    worstExcess = max(worstExcess, level - lowest + 1 - burst)
    count += 1
  }
}
