import Locking
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct WriteTurnsTests {
  private let clock = TestClock()
  private let writes = Locked<[Duration]>([])

  private func turns(spacing: Duration) -> WriteTurns {
    let (clock, writes) = (clock, writes)
    return WriteTurns(clock: clock, spacing: spacing) { writes.withLock { $0.append(clock.now) } }
  }

  private var times: [Duration] { writes.withLock { $0 } }

  @Test func aLoneOneIsWrittenAtOnce() {
    let turns = turns(spacing: .milliseconds(10))
    turns.ask()
    #expect(times == [.zero])
    clock.advance(by: .milliseconds(10))
    turns.ask()
    #expect(times == [.zero, .milliseconds(10)])
    #expect(clock.sleeperCount == 0)
  }

  @Test func whatComesSoonAfterSharesTheNextTurn() {
    let turns = turns(spacing: .milliseconds(10))
    turns.ask()
    for _ in 0..<9 {
      clock.advance(by: .milliseconds(1))
      turns.ask()
    }
    #expect(times == [.zero])
    clock.advance(by: .milliseconds(1))
    #expect(times == [.zero, .milliseconds(10)])
    clock.advance(by: .seconds(1))
    #expect(times.count == 2, "nobody has asked since")
  }

  @Test func whoHasPatienceGoesWithWhoHasNone() {
    let turns = turns(spacing: .zero)
    turns.ask(patience: .milliseconds(50))
    clock.advance(by: .milliseconds(20))
    #expect(times == [])
    turns.ask()
    #expect(times == [.milliseconds(20)])
    clock.advance(by: .milliseconds(100))
    #expect(times.count == 1, "the turn that was waited for was taken already")
    turns.ask(patience: .milliseconds(50))
    clock.advance(by: .milliseconds(50))
    #expect(times == [.milliseconds(20), .milliseconds(170)])
  }

  @Test func aTurnCanBeTakenBeforeItsTime() {
    let turns = turns(spacing: .milliseconds(10))
    turns.ask()
    clock.advance(by: .milliseconds(4))
    turns.ask()
    turns.takeNow()
    #expect(times == [.zero, .milliseconds(4)])
    clock.advance(by: .milliseconds(6))
    #expect(times.count == 2, "it was taken already")
    turns.ask()
    clock.advance(by: .milliseconds(4))
    #expect(times == [.zero, .milliseconds(4), .milliseconds(14)])
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func everyRequestIsFollowedByATurnInTimeAndTurnsKeepTheirSpacing(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let spacing = Duration.milliseconds(Int.random(in: 1...20, using: &random))
    let turns = turns(spacing: spacing)
    var asked: [(at: Duration, patience: Duration)] = []
    for _ in 0..<1000 {
      if Int.random(in: 0..<4, using: &random) == 0 {
        let patience = Duration.milliseconds([0, 0, 5, 50].randomElement(using: &random) ?? 0)
        asked.append((clock.now, patience))
        turns.ask(patience: patience)
      }
      clock.advance(by: .milliseconds(1))
    }
    for _ in 0..<100 { clock.advance(by: .milliseconds(1)) }
    for (at, patience) in asked {
      let latest = at + max(patience, spacing)
      #expect(times.contains { $0 >= at && $0 <= latest }, "asked at \(at), seed \(seed)")
    }
    for (earlier, later) in zip(times, times.dropFirst()) {
      #expect(later - earlier >= spacing, "seed \(seed)")
    }
  }
}
