import Locking
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1)))
struct TurnstileTests {
  @Test func turnsComeInTheOrderOfEntering() async {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let turnstile = Turnstile()
    let passed = Locked<[Int]>([])
    // Entered in order, and come in any other.
    let turns = (0..<50).map { (number: $0, turn: turnstile.enter()) }.shuffled(using: &random)
    await withTaskGroup(of: Void.self) { group in
      for (number, turn) in turns {
        group.addTask {
          await turn.come()
          passed.withLock { $0.append(number) }
          turn.leave()
        }
      }
    }
    #expect(passed.withLock { $0 } == Array(0..<50), "seed \(seed)")
  }

  @Test func whoLeavesOrIsForgottenHoldsNobodyUp() async {
    let turnstile = Turnstile()
    let first = turnstile.enter()
    var second: Turnstile.Turn? = turnstile.enter()
    let third = turnstile.enter()
    second?.leave()
    second?.leave()
    second = nil
    let hasCome = Locked(false)
    let waiter = Task {
      await third.come()
      hasCome.withLock { $0 = true }
    }
    #expect(!hasCome.withLock { $0 })
    first.leave()
    await waiter.value
    // Nobody's turn comes twice.
    await first.come()
    _ = turnstile.enter()
    let last = turnstile.enter()
    third.leave()
    await last.come()
  }
}
