import Locking
import Pacing
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ScheduledCallTests {
  private let made = Locked<[Int]>([])

  private func call(_ number: Int) -> @Sendable () -> Void {
    { [made] in made.withLock { $0.append(number) } }
  }

  private var numbers: [Int] { made.withLock { $0 } }

  @Test func aCallComesWhenItsInstantDoesAndOnce() {
    let clock = TestClock()
    _ = clock.call(at: .seconds(5), call(1))
    #expect(clock.sleeperCount == 1)
    #expect(clock.nextWaking == .seconds(5))
    clock.advance(by: .milliseconds(4999))
    #expect(numbers == [])
    clock.advance(by: .milliseconds(1))
    #expect(numbers == [1])
    clock.advance(by: .seconds(100))
    #expect(numbers == [1])
    #expect(clock.sleeperCount == 0)
  }

  @Test func anInstantInThePastIsCalledAtOnce() {
    let clock = TestClock()
    clock.advance(by: .seconds(5))
    _ = clock.call(at: .seconds(5), call(1))
    _ = clock.call(at: .seconds(-5), call(2))
    #expect(numbers == [1, 2])
    #expect(clock.sleeperCount == 0)
  }

  @Test func callsComeInTheOrderOfTheirInstants() {
    let clock = TestClock()
    for number in [3, 1, 2, 1, 3] { _ = clock.call(at: .seconds(number), call(number)) }
    clock.advance(by: .seconds(3))
    #expect(numbers == [1, 1, 2, 3, 3])
  }

  @Test func aCancelledCallIsNotMade() {
    let clock = TestClock()
    let calls = (1...3).map { clock.call(at: .seconds($0), call($0)) }
    calls[1].cancel()
    calls[1].cancel()
    #expect(clock.sleeperCount == 2)
    clock.advance(by: .seconds(3))
    #expect(numbers == [1, 3])
    // Too late, and no mistake.
    for call in calls { call.cancel() }
    #expect(numbers == [1, 3])
  }

  /// A cancelled call must not be mistaken for a sleep that is to come.
  @Test func cancelledCallsLeaveSleepsAlone() async throws {
    let clock = TestClock()
    for number in 0..<10 {
      let call = clock.call(at: .zero, call(number))
      call.cancel()
    }
    async let sleep: Void = clock.sleep(until: .seconds(1))
    await clock.sleepers()
    clock.advance(by: .seconds(1))
    try await sleep
    #expect(numbers == Array(0..<10))
  }

  @Test func aCallMayBeMadeFromACall() {
    let clock = TestClock()
    _ = clock.call(at: .seconds(1)) { [made] in
      _ = clock.call(at: .seconds(1)) { made.withLock { $0.append(1) } }
      _ = clock.call(at: .seconds(2)) { made.withLock { $0.append(2) } }
    }
    clock.advance(by: .seconds(1))
    #expect(numbers == [1])
    #expect(clock.nextWaking == .seconds(2))
  }

  @Test func realTimeCallsNoEarlierAndInOrder() async {
    let clock = SystemClock()
    let (early, late) = (clock.now + .milliseconds(10), clock.now + .milliseconds(40))
    let moments = await withCheckedContinuation { continuation in
      let first = Locked<Duration?>(nil)
      _ = clock.call(at: late) {
        continuation.resume(returning: (first.withLock { $0 }, clock.now))
      }
      _ = clock.call(at: early) { first.withLock { $0 = clock.now } }
    }
    #expect(moments.1 >= late)
    // On a busy machine the two may come together.
    if let first = moments.0 { #expect(first >= early) }
  }

  @Test func realTimeCallsAtOnceForThePast() async {
    let clock = SystemClock()
    await withCheckedContinuation { continuation in
      _ = clock.call(at: .seconds(-3600)) { continuation.resume() }
    }
  }

  @Test func realTimeDoesNotMakeACancelledCall() async {
    let clock = SystemClock()
    let cancelled = clock.call(at: clock.now + .milliseconds(5), call(1))
    cancelled.cancel()
    await withCheckedContinuation { continuation in
      _ = clock.call(at: clock.now + .milliseconds(15)) { continuation.resume() }
    }
    #expect(numbers == [])
  }
}
