import Locking
import Pacing
import Synchronization
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1))) struct AlarmTests {
  let clock = TestClock()
  let alarm = Alarm()

  @Test func ringBeforeTheWaitIsKept() async {
    alarm.ring()
    await alarm.wait(until: nil, clock: clock)
  }

  @Test func ringsBeforeTheWaitCountOnce() async {
    alarm.ring()
    alarm.ring()
    await alarm.wait(until: nil, clock: clock)
    await expectWaiting { [alarm, clock] in await alarm.wait(until: nil, clock: clock) }
  }

  @Test func ringWakesTheWaiterBeforeItsInstant() async {
    async let wait: Void = alarm.wait(until: .seconds(5), clock: clock)
    await clock.sleepers()
    alarm.ring()
    await wait
    #expect(clock.sleeperCount == 0)
    #expect(clock.now == .zero)
  }

  @Test func instantWakesTheWaiter() async {
    async let wait: Void = alarm.wait(until: .seconds(5), clock: clock)
    await clock.sleepers()
    clock.advance(by: .seconds(5))
    await wait
    // The next waiter is not woken by what is left of the first.
    await expectWaiting { [alarm, clock] in await alarm.wait(until: nil, clock: clock) }
  }

  @Test func instantInThePastDoesNotWait() async {
    clock.advance(by: .seconds(9))
    await alarm.wait(until: .seconds(5), clock: clock)
  }

  @Test func waitThatEndedEarlyLeavesNoCall() async {
    for _ in 0..<100 {
      alarm.ring()
      await alarm.wait(until: .seconds(5), clock: clock)
    }
    #expect(clock.sleeperCount == 0)
  }

  @Test func instantOfAnEarlierWaitWakesNobody() async {
    // A clock whose calls can't be called back, as when they are under way already.
    let late = LateClock()
    alarm.ring()
    await alarm.wait(until: .seconds(5), clock: late)
    late.makeCalls()
    await expectWaiting { [alarm, clock] in await alarm.wait(until: nil, clock: clock) }
    async let wait: Void = alarm.wait(until: .seconds(9), clock: clock)
    await clock.sleepers()
    late.makeCalls()
    #expect(clock.sleeperCount == 1, "it still waits for its own instant")
    clock.advance(by: .seconds(9))
    await wait
  }

  @Test func noInstantIsLostHoweverItMeetsTheWait() async {
    for step in 1...500 {
      async let moving: Void = clock.advance(to: .milliseconds(step))
      await alarm.wait(until: .milliseconds(step), clock: clock)
      await moving
    }
    #expect(clock.sleeperCount == 0)
  }

  @Test func ringInstantAndCancellationMayMeet() async {
    for step in 1...500 {
      let wait = Task { await alarm.wait(until: .milliseconds(step), clock: clock) }
      async let moving: Void = clock.advance(to: .milliseconds(step))
      async let ring: Void = alarm.ring()
      wait.cancel()
      await wait.value
      _ = await (moving, ring)
      // Whether the ring is kept for the next wait or woke this one, that wait ends.
      alarm.ring()
      await alarm.wait(until: nil, clock: clock)
    }
    #expect(clock.sleeperCount == 0)
  }

  @Test func cancellationEndsBothWaits() async {
    for instant in [nil, Duration.seconds(5)] {
      let wait = Task { await alarm.wait(until: instant, clock: clock) }
      wait.cancel()
      await wait.value
    }
    #expect(clock.sleeperCount == 0)
  }

  @Test func noRingIsLostHoweverTheyMeet() async {
    for _ in 0..<500 {
      async let ring: Void = alarm.ring()
      await alarm.wait(until: nil, clock: clock)
      await ring
    }
  }

  /// Expects that something goes on waiting until it is rung for.
  private func expectWaiting(_ wait: @escaping @Sendable () async -> Void) async {
    let flag = Flag()
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await wait()
        flag.isRaised.store(true, ordering: .sequentiallyConsistent)
      }
      group.addTask { [alarm] in
        for _ in 0..<50 { await Task.yield() }
        let isOverEarly = flag.isRaised.load(ordering: .sequentiallyConsistent)
        #expect(!isOverEarly)
        alarm.ring()
      }
    }
  }

  private final class LateClock: BatchClock {
    private let calls = Locked<[@Sendable () -> Void]>([])

    var now: Duration { .zero }
    var wallMilliseconds: Int64 { 0 }
    var uptime: (boot: String, milliseconds: Int64) { ("boot", 0) }

    func sleep(until instant: Duration) async throws {}

    func call(at instant: Duration, _ body: @escaping @Sendable () -> Void) -> ScheduledCall {
      calls.withLock { $0.append(body) }
      return ScheduledCall {}
    }

    func makeCalls() { for call in calls.withLock({ $0 }) { call() } }
  }

  private final class Flag: Sendable {
    let isRaised = Atomic(false)
  }
}
