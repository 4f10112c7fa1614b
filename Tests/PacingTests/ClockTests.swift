import Pacing
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct SystemClockTests {
  @Test func timeOnlyGoesOn() {
    let clock = SystemClock()
    var last = clock.now
    #expect(last >= .zero)
    for _ in 0..<1000 {
      let now = clock.now
      #expect(now >= last)
      last = now
    }
  }

  @Test func theWallClockIsOfThisCentury() {
    #expect(SystemClock().wallMilliseconds > 1_700_000_000_000)
    #expect(SystemClock().wallMilliseconds < 4_102_444_800_000)
  }

  @Test func aPastInstantIsNotWaitedFor() async throws {
    try await SystemClock().sleep(until: .seconds(-10))
  }

  @Test func aCancelledSleepEndsAtOnce() async {
    let task = Task { try await SystemClock().sleep(until: .seconds(3600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

/// The clock that other tests rely on.
@Suite(.timeLimit(.minutes(1))) struct TestClockTests {
  @Test func timeStandsStillUntilItIsMoved() async throws {
    let clock = TestClock(wallMilliseconds: 5000)
    #expect(clock.now == .zero)
    clock.advance(by: .milliseconds(1500))
    #expect(clock.now == .milliseconds(1500))
    #expect(clock.wallMilliseconds == 6500)
    clock.jumpWall(byMilliseconds: -6000)
    #expect(clock.wallMilliseconds == 500)
    #expect(clock.now == .milliseconds(1500))
    clock.advance(to: .zero)
    #expect(clock.now == .milliseconds(1500), "time does not go back")
    try await clock.sleep(until: .milliseconds(1500))
  }

  @Test func sleepersWakeWhenTheirInstantComes() async throws {
    let clock = TestClock()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in [3, 1, 2] {
        group.addTask {
          try await clock.sleep(until: .seconds(number))
          return number
        }
      }
      await clock.sleepers(atLeast: 3)
      #expect(clock.nextWaking == .seconds(1))
      for expected in 1...3 {
        #expect(clock.advanceToNextWaking())
        let number = try await group.next()
        #expect(number == expected)
        #expect(clock.sleeperCount == 3 - expected)
      }
      #expect(!clock.advanceToNextWaking())
    }
  }

  @Test func aCancelledSleeperIsGone() async {
    let clock = TestClock()
    let task = Task { try await clock.sleep(until: .seconds(1)) }
    await clock.sleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func aSleepThatIsCancelledBeforehandNeverBegins() async {
    let clock = TestClock()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await clock.sleep(until: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }
}
