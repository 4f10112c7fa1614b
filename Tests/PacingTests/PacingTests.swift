import Pacing
import TestSupport
import Testing

@Suite struct RetryDelayTests {
  private static let delay = RetryDelay(first: .seconds(2), most: .seconds(300))

  /// Failures in a row, and the span whose upper half is drawn from.
  static let spans: [(failures: Int, seconds: Int64)] = [
    (Int.min, 2), (0, 2), (1, 2), (2, 4), (3, 8), (4, 16), (7, 128), (8, 256), (9, 300),
    (10, 300), (1000, 300), (Int.max, 300),
  ]

  @Test(arguments: spans) func delaysDoubleUpToTheMost(failures: Int, seconds: Int64) {
    let span = Duration.seconds(seconds)
    #expect(Self.delay.delay(afterFailures: failures, random: 0) == span / 2)
    #expect(Self.delay.delay(afterFailures: failures, random: 0.5) == span * 3 / 4)
    var random = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      let drawn = Self.delay.delay(
        afterFailures: failures, random: Double.random(in: 0..<1, using: &random))
      #expect(drawn >= span / 2 && drawn < span)
    }
  }

  @Test func aConstantDelayNeverGrows() {
    let delay = RetryDelay(first: .seconds(1), most: .seconds(1))
    #expect(delay.delay(afterFailures: 50, random: 0) == .milliseconds(500))
  }
}

@Suite struct DocumentedScheduleTests {
  @Test func theFirstQueryComesAfterFiveSecondsAndThenOneEveryTen() {
    let schedule = DocumentedSchedule()
    var now = Duration.seconds(100)
    var last: Duration?
    var queries: [Duration] = []
    for _ in 0..<5 {
      now = schedule.nextQuery(acceptedAt: .seconds(100), lastQuery: last, now: now)
      last = now
      queries.append(now - .seconds(100))
    }
    #expect(queries == [5, 15, 25, 35, 45].map { .seconds($0) })
  }

  @Test func aLateQueryMovesTheNextOne() {
    let next = DocumentedSchedule().nextQuery(
      acceptedAt: .zero, lastQuery: .seconds(93), now: .seconds(94))
    #expect(next == .seconds(103))
  }

  @Test(arguments: [(5.0, 5.0, 10.0), (0.1, 0.1, 0.2), (60, 60, 120)])
  func theSpansFollowTheLeastInterval(least: Double, first: Double, interval: Double) {
    let schedule = DocumentedSchedule(least: Duration(seconds: least))
    #expect(
      schedule.nextQuery(acceptedAt: .zero, lastQuery: nil, now: .zero)
        == Duration(seconds: first))
    #expect(
      schedule.nextQuery(acceptedAt: .zero, lastQuery: .seconds(1), now: .seconds(1))
        == .seconds(1) + Duration(seconds: interval))
  }
}

@Suite struct ServiceTierTests {
  /// The table of the service's documentation, a minute and a burst of ten seconds.
  static let tiers: [(ServiceTier, Double, Double, Double, Double)] = [
    (.default, 300, 50, 3000, 500), (.vip, 1000, 167, 10_000, 1667),
    (.svip, 2000, 334, 30_000, 5000),
  ]

  @Test(arguments: tiers) func tiersAreAsDocumented(
    tier: ServiceTier, submits: Double, submitBurst: Double, queries: Double, queryBurst: Double
  ) {
    #expect(abs(tier.submitRate * 60 - submits) < 1e-9)
    #expect(tier.submitBurst == submitBurst)
    #expect(abs(tier.queryRate * 60 - queries) < 1e-9)
    #expect(tier.queryBurst == queryBurst)
  }

  @Test func tiersHaveTheServicesNames() {
    #expect(ServiceTier.allCases.map(\.rawValue) == ["default", "vip", "svip"])
  }
}

@Suite struct DurationTests {
  static let spans: [(Double, Duration)] = [
    (0, .zero), (0.1, .milliseconds(100)), (2.5, .milliseconds(2500)),
    (-1.5, .milliseconds(-1500)), (1e-6, .microseconds(1)), (1e-9, .zero), (.nan, .zero),
    (.infinity, .seconds(1_000_000_000_000)), (-.infinity, .seconds(-1_000_000_000_000)),
    (1e300, .seconds(1_000_000_000_000)),
  ]

  @Test(arguments: spans) func anyNumberOfSecondsIsASpan(seconds: Double, span: Duration) {
    #expect(Duration(seconds: seconds) == span)
  }

  @Test func spansAreReadInSeconds() {
    #expect(Duration.milliseconds(2500).inSeconds == 2.5)
    #expect(Duration.milliseconds(-500).inSeconds == -0.5)
    #expect(Duration.zero.inSeconds == 0)
  }
}
