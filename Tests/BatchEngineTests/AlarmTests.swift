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

  private final class Flag: Sendable {
    let isRaised = Atomic(false)
  }
}
