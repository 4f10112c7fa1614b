import JobModel
import Locking
import Pacing
import TestSupport
import Testing
import VideoService

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1))) struct RateLimiterTests {
  let clock = TestClock()

  private func limiter(rate: Double = 2, burst: Double = 3) -> RateLimiter {
    RateLimiter(
      bucket: TokenBucket(rate: rate, burst: burst, at: clock.now), kind: .submit,
      mayRise: false, clock: clock)
  }

  /// When requests leave that ask one after the other, in seconds from now.
  private func departures(
    _ limiter: RateLimiter, _ count: Int, toldOf answer: RateLimitNote? = nil,
    throttled: Bool = false
  ) async throws -> [Double] {
    let clock = clock
    let start = clock.now
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          clock.advanceToNextWaking()
          await Task.yield()
        }
      }
      var times: [Double] = []
      for _ in 0..<count {
        try await limiter.acquire()
        times.append(((clock.now - start).inSeconds * 1000).rounded() / 1000)
        limiter.learn(from: answer, throttled: throttled, sent: clock.now)
      }
      group.cancelAll()
      return times
    }
  }

  @Test func burstLeavesAtOnceAndTheRestAtTheRate() async throws {
    #expect(try await departures(limiter(), 6) == [0, 0, 0, 0.5, 1, 1.5])
  }

  @Test func allowanceIsSavedUpToTheBurst() async throws {
    let limiter = limiter()
    _ = try await departures(limiter, 3)
    clock.advance(by: .seconds(1))
    #expect(try await departures(limiter, 3) == [0, 0, 0.5])
    clock.advance(by: .seconds(1000))
    #expect(try await departures(limiter, 4) == [0, 0, 0, 0.5])
  }

  @Test(arguments: [
    (RateLimitNote.RetryAfter?.none, 1.0), (.seconds(0), 0.714), (.seconds(7), 7),
    (.seconds(599), 599), (.seconds(601), 600), (.seconds(.max), 600),
    (.at(Timestamp.make(30)), 30), (.at(Timestamp.make(-30)), 0.714),
    (.at(Timestamp(seconds: 253_402_300_799)), 600),
  ])
  func throttledLimiterStaysClosedAsTold(
    _ retryAfter: RateLimitNote.RetryAfter?, _ expected: Double
  ) async throws {
    let limiter = limiter()
    try await limiter.acquire()
    limiter.learn(
      from: RateLimitNote(retryAfter: retryAfter), throttled: true, sent: clock.now)
    let got = try await departures(limiter, 1); #expect(got == [expected], "\(got)")
  }

  /// Four are left here by then; a service that counts whole tokens may well say three.
  @Test(arguments: [
    (100, [0, 0, 0, 0, 1]), (3, [0, 0, 0, 0, 1]), (2, [0, 0, 1]), (-7, [1, 2]),
  ])
  func remainingIsBelievedOnlyDownwards(_ remaining: Int, _ expected: [Double]) async throws {
    let limiter = limiter(rate: 1, burst: 5)
    try await limiter.acquire()
    limiter.learn(from: RateLimitNote(remaining: remaining), throttled: false, sent: clock.now)
    #expect(try await departures(limiter, expected.count) == expected)
  }

  @Test func cancelledTurnGoesToTheNext() async throws {
    let limiter = limiter(rate: 1, burst: 1)
    try await limiter.acquire()
    limiter.learn(from: nil, throttled: false, sent: clock.now)
    let first = Task { try await limiter.acquire() }
    await clock.sleepers()
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(try await departures(limiter, 1) == [1])
  }

  @Test func turnGivenBackIsThereAgain() async throws {
    let limiter = limiter(rate: 1, burst: 1)
    try await limiter.acquire()
    limiter.giveBack()
    #expect(try await departures(limiter, 1) == [0])
  }

  @Test func unwellServiceClosesTheGateForLongerAndLongerAndLeavesTheRate() async throws {
    let limiter = limiter()
    let times = try await departures(
      limiter, 8, toldOf: RateLimitNote(isUnwell: true), throttled: true)
    #expect(times == [0, 1, 3, 7, 15, 31, 63, 95])
    #expect(limiter.rate == 2)
    #expect(try await departures(limiter, 3) == [32, 32.5, 33])
  }

  @Test func unwellServiceIsAskedNoSoonerThanItSays() async throws {
    let limiter = limiter()
    try await limiter.acquire()
    limiter.learn(
      from: RateLimitNote(retryAfter: .seconds(9), isUnwell: true), throttled: false,
      sent: clock.now)
    #expect(try await departures(limiter, 1) == [9])
    #expect(limiter.rate == 2)
  }

  @Test func nextProcessIsToldWhatItWouldNotFindOutBySelf() async throws {
    let lessons = Locked<[AdaptiveRate.Lesson]>([])
    let limiter = RateLimiter(
      bucket: TokenBucket(rate: 2000.0 / 60, burst: 334, at: clock.now), kind: .submit,
      mayRise: true, clock: clock
    ) { lesson in
      lessons.withLock { $0.append(lesson) }
    }
    func told() -> [AdaptiveRate.Lesson] { lessons.withLock { $0 } }
    func refuse(_ note: RateLimitNote) {
      limiter.learn(from: note, throttled: true, sent: clock.now)
    }
    limiter.learn(from: RateLimitNote(remaining: 12), throttled: false, sent: clock.now)
    #expect(told().isEmpty, "what is left is known from the submissions themselves")
    limiter.learn(from: RateLimitNote(limit: 300), throttled: false, sent: clock.now)
    #expect(told().count == 1 && told().last?.limit == 300)
    // Of refusals that come one after the other not every one is told.
    for _ in 0..<30 {
      clock.advance(by: .milliseconds(200))
      refuse(RateLimitNote(retryAfter: .seconds(0)))
    }
    #expect((2...3).contains(told().count))
    #expect(told().last?.cut != nil && told().last?.limit == 300)
    let before = told().count
    refuse(RateLimitNote(retryAfter: .seconds(90)))
    #expect(told().count == before + 1)
    #expect(told().last?.closedUntil == clock.now + .seconds(90))
  }

  @Test func lessonHoldsForTheSameAccountAndForTimesThatCanBe() {
    clock.advance(by: .seconds(1000))
    let lesson = AdaptiveRate.Lesson(
      limit: 300, cut: .init(at: .seconds(990), peak: 4), closedUntil: .seconds(1100))
    let kept = RateLesson(lesson, of: .submit, account: "a", clock: clock)
    #expect(kept.requests == .submit)
    #expect(kept.recalled(by: "a", clock: clock) == lesson)
    #expect(kept.recalled(by: "b", clock: clock) == AdaptiveRate.Lesson())
    // A minute later, by both clocks.
    clock.advance(by: .seconds(60))
    #expect(kept.recalled(by: "a", clock: clock) == lesson)
    // The wall clock was a day ahead when it was learned.
    var ahead = kept
    ahead.closedUntil = kept.closedUntil?.adding(milliseconds: 86_400_000)
    ahead.refusal?.at = kept.closedUntil?.adding(milliseconds: 86_400_000) ?? .make()
    #expect(ahead.recalled(by: "a", clock: clock) == AdaptiveRate.Lesson(limit: 300))
  }

  @Test func whoIsInAHurryGoesFirstAndMayTakeTheReserve() async throws {
    let limiter = limiter(rate: 1, burst: 10)
    for _ in 0..<9 {
      try await limiter.acquire(leaving: 0.1)
      limiter.learn(from: nil, throttled: false, sent: clock.now)
    }
    let patient = Task { try await limiter.acquire(leaving: 0.1) }
    await clock.sleepers()
    #expect(clock.now == .zero, "the tenth is left")
    try await limiter.acquire(isUrgent: true)
    limiter.learn(from: nil, throttled: false, sent: clock.now)
    #expect(clock.now == .zero)
    patient.cancel()
    await #expect(throws: CancellationError.self) { try await patient.value }
    // A bucket that holds one token has no part to leave.
    let small = self.limiter(rate: 1, burst: 1)
    try await small.acquire(leaving: 0.1)
  }

  /// Look-ups go first, and leave every other turn to polls that wait.
  @Test func thoseInAHurryLeaveHalfOfTheTurns() async throws {
    let limiter = limiter(rate: 1, burst: 1)
    try await limiter.acquire()
    limiter.learn(from: nil, throttled: false, sent: clock.now)
    let order = Locked<[Bool]>([])
    await withTaskGroup(of: Void.self) { group in
      for isUrgent in [true, true, true, true, false, false] {
        group.addTask { [clock] in
          guard (try? await limiter.acquire(isUrgent: isUrgent)) != nil else { return }
          order.withLock { $0.append(isUrgent) }
          limiter.learn(from: nil, throttled: false, sent: clock.now)
        }
      }
      // All stand in line before the first one gets a turn.
      for _ in 0..<1000 { await Task.yield() }
      while order.withLock({ $0.count }) < 6 {
        clock.advanceToNextWaking()
        await Task.yield()
      }
    }
    let turns = order.withLock { $0 }
    let polls = turns.indices.filter { !turns[$0] }
    #expect(polls.count == 2)
    #expect(polls.last ?? 6 <= 4, "\(turns)")
  }

  /// A run that gives up after so long must ask again before that.
  @Test func serviceThatIsUnwellClosesTheGateNoLongerThanTheRunWaits() async throws {
    let limiter = RateLimiter(
      bucket: TokenBucket(rate: 2, burst: 3, at: clock.now), kind: .query, mayRise: false,
      longestOutage: .seconds(5), clock: clock)
    let unwell = RateLimitNote(retryAfter: .seconds(600), isUnwell: true)
    let times = try await departures(limiter, 3, toldOf: unwell)
    #expect(times[0] == 0 && times[1] == 5 && times[2] < 11, "\(times)")
  }
}
