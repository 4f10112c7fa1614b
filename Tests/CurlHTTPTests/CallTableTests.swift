import Locking
import TestSupport
import Testing

@testable import CurlHTTP

struct CallTableTests {
  private let start = ContinuousClock.now
  private let made = Locked<[Int]>([])

  /// Has a table make a call that leaves its number.
  @discardableResult
  private func add(
    _ number: Int, after span: Duration, to table: inout CallTable
  ) -> (number: UInt64, isFirst: Bool) {
    table.add(at: start + span) { [made] in made.withLock { $0.append(number) } }
  }

  /// The numbers of the calls that are due after a span.
  private func due(after span: Duration, in table: inout CallTable) -> [Int] {
    for call in table.takeDue(at: start + span) { call() }
    return made.withLock { made in
      defer { made = [] }
      return made
    }
  }

  @Test func theEarliestComesFirstAndEqualOnesInTheirOrder() {
    var table = CallTable()
    for (number, seconds) in [5, 1, 3, 1, 5, 1].enumerated() {
      add(number, after: .seconds(seconds), to: &table)
    }
    #expect(table.first == start + .seconds(1))
    #expect(due(after: .seconds(0), in: &table) == [])
    #expect(due(after: .seconds(3), in: &table) == [1, 3, 5, 2])
    #expect(due(after: .seconds(9), in: &table) == [0, 4])
    #expect(table.isEmpty)
    #expect(table.first == nil)
  }

  @Test func aCallComesAtItsInstantAndNoEarlier() {
    var table = CallTable()
    add(1, after: .seconds(1), to: &table)
    #expect(due(after: .seconds(1) - .nanoseconds(1), in: &table) == [])
    #expect(due(after: .seconds(1), in: &table) == [1])
    #expect(due(after: .seconds(2), in: &table) == [], "once")
  }

  @Test func onlyAnEarlierCallThanAllOthersIsTheFirst() {
    var table = CallTable()
    #expect(add(1, after: .seconds(5), to: &table).isFirst)
    #expect(!add(2, after: .seconds(5), to: &table).isFirst)
    #expect(!add(3, after: .seconds(6), to: &table).isFirst)
    #expect(add(4, after: .seconds(4), to: &table).isFirst)
  }

  @Test func aCancelledCallIsNotMadeAndTheOthersAre() {
    var table = CallTable()
    let numbers = (0..<5).map { add($0, after: .seconds($0), to: &table).number }
    table.cancel(numbers[0])
    table.cancel(numbers[3])
    table.cancel(numbers[3])
    #expect(due(after: .seconds(9), in: &table) == [1, 2, 4])
    table.cancel(numbers[1])
    #expect(table.isEmpty)
  }

  @Test func aTableOfCancelledCallsNamesNoInstant() {
    var table = CallTable()
    let numbers = (0..<3).map { add($0, after: .seconds($0), to: &table).number }
    for number in numbers { table.cancel(number) }
    #expect(table.isEmpty)
    // A thread that waited for an instant which nobody takes out would never wait again.
    #expect(table.first == nil)
  }

  @Test func noInstantIsLeftThatHasPassed() {
    var table = CallTable()
    let numbers = (0..<4).map { add($0, after: .seconds($0), to: &table).number }
    add(9, after: .seconds(9), to: &table)
    for number in numbers { table.cancel(number) }
    #expect(due(after: .seconds(5), in: &table) == [])
    #expect(table.first == start + .seconds(9))
  }

  @Test func waitsThatEndEarlyCostNoMemory() {
    var table = CallTable()
    add(-1, after: .seconds(100_000), to: &table)
    for number in 0..<10_000 {
      // The next wait begins before the last one is cancelled, as it is with many that wait.
      let call = add(number, after: .seconds(10_000 - number), to: &table)
      table.cancel(call.number)
      #expect(table.places <= 66)
    }
    #expect(due(after: .seconds(200_000), in: &table) == [-1])
  }

  @Test func aHeapMadeAnewKeepsItsOrder() {
    var table = CallTable()
    let calls = (0..<300).map { number in
      add(number, after: .seconds((number * 7919) % 300), to: &table).number
    }
    for (number, call) in calls.enumerated() where !number.isMultiple(of: 3) {
      table.cancel(call)
    }
    #expect(table.places <= 200)
    let expected = (0..<300).filter { $0.isMultiple(of: 3) }
      .sorted { ($0 * 7919) % 300 < ($1 * 7919) % 300 }
    #expect(due(after: .seconds(300), in: &table) == expected)
  }

  private struct Call {
    var number: Int
    var handle: UInt64
    var second: Int
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func callsComeAsFromASortedList(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var table = CallTable()
    var model: [Call] = []
    var handles: [UInt64] = []
    var now = 0
    // Some tables are mostly cancelled, so that their heaps are made anew.
    let cancels = Int.random(in: 1...8, using: &random)
    for number in 0..<600 {
      for _ in 0..<Int.random(in: 0...1, using: &random) {
        // A few are in the past, and many are equal.
        let second = now + Int.random(in: -2...20, using: &random)
        let (handle, isFirst) = add(number, after: .seconds(second), to: &table)
        // One that is cancelled may still stand before it.
        let isEarliest = model.allSatisfy { second < $0.second }
        #expect(isEarliest || !isFirst, "seed \(seed)")
        model.append(Call(number: number, handle: handle, second: second))
        handles.append(handle)
      }
      if Int.random(in: 0..<9, using: &random) < cancels,
        let handle = handles.randomElement(using: &random)
      {
        table.cancel(handle)
        if let place = model.firstIndex(where: { $0.handle == handle }) {
          model.remove(at: place)
          #expect(table.places <= max(64, 2 * model.count), "seed \(seed)")
        }
      }
      if Int.random(in: 0..<12, using: &random) == 0 {
        now += Int.random(in: 0...4, using: &random)
        let expected = model.filter { $0.second <= now }
          .sorted { ($0.second, $0.handle) < ($1.second, $1.handle) }
        model.removeAll { $0.second <= now }
        #expect(due(after: .seconds(now), in: &table) == expected.map(\.number), "seed \(seed)")
      }
      #expect(table.isEmpty == model.isEmpty, "seed \(seed)")
      if let least = model.map(\.second).min(), let first = table.first {
        #expect(first <= start + .seconds(least), "seed \(seed)")
      } else {
        #expect(table.first == nil && model.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test func whatIsLeftIsTakenOutInItsOrder() {
    var table = CallTable()
    let numbers = [4, 2, 3, 1].map { add($0, after: .seconds($0), to: &table).number }
    table.cancel(numbers[2])
    let calls = table.takeAll()
    #expect(calls.map { $0.instant } == [1, 2, 4].map { start + .seconds($0) })
    for call in calls { call.body() }
    #expect(made.withLock { $0 } == [1, 2, 4])
    #expect(table.isEmpty)
    #expect(table.first == nil)
  }
}
