import Testing

@testable import CurlHTTP

struct ConnectionSlotsTests {
  /// Waiters with their origins, and the slots of those that have begun.
  private struct Desk {
    var slots: ConnectionSlots<String, Int>
    var origins: [Int: String] = [:]
    var held: [String: [ConnectionSlots<String, Int>.Slot]] = [:]

    init(perOrigin: Int, inAll: Int) { slots = ConnectionSlots(perOrigin: perOrigin, inAll: inAll) }

    mutating func add(_ waiter: Int, origin: String) {
      origins[waiter] = origin
      slots.add(waiter, origin: origin)
    }

    mutating func next() -> Int? {
      guard let (waiter, slot) = slots.next() else { return nil }
      held[origins[waiter] ?? "", default: []].append(slot)
      return waiter
    }

    mutating func all() -> [Int] {
      var begun: [Int] = []
      while let next = next() { begun.append(next) }
      return begun
    }

    mutating func release(origin: String) {
      if let slot = held[origin]?.popLast() { slots.release(slot) }
    }
  }

  @Test func anOriginBeginsInOrderUpToItsLimit() {
    var slots = Desk(perOrigin: 2, inAll: 10)
    for number in 1...4 { slots.add(number, origin: "a") }
    #expect(slots.all() == [1, 2])
    slots.release(origin: "a")
    #expect(slots.all() == [3])
    slots.release(origin: "a")
    slots.release(origin: "a")
    #expect(slots.all() == [4])
  }

  @Test func aFullOriginHoldsUpNobodyElse() {
    var slots = Desk(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    slots.add(4, origin: "b")
    #expect(slots.all() == [1, 4])
  }

  @Test func originsTakeTurnsUnderTheLimitForAll() {
    var slots = Desk(perOrigin: 10, inAll: 3)
    for number in 1...4 { slots.add(number, origin: "a") }
    for number in 5...8 { slots.add(number, origin: "b") }
    #expect(slots.all() == [1, 5, 2])
    slots.release(origin: "a")
    #expect(slots.all() == [6])
  }

  @Test func whoWithdrawsIsPassedOver() {
    var slots = Desk(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    #expect(slots.all() == [1])
    #expect(slots.slots.withdraw(origin: "a") { $0 == 2 })
    #expect(!slots.slots.withdraw(origin: "a") { $0 == 2 })
    #expect(!slots.slots.withdraw(origin: "b") { $0 == 3 })
    slots.release(origin: "a")
    #expect(slots.all() == [3])
  }

  @Test func allThatWaitCanWithdrawAtOnce() {
    var slots = Desk(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    #expect(slots.all() == [1])
    #expect(slots.slots.withdrawAll() == [2, 3])
    slots.release(origin: "a")
    #expect(slots.all() == [])
    slots.add(4, origin: "a")
    #expect(slots.all() == [4])
  }

  @Test func aLongQueueKeepsItsOrder() {
    var slots = Desk(perOrigin: 1, inAll: 1)
    for number in 0..<2000 { slots.add(number, origin: "a") }
    for number in 0..<2000 {
      #expect(slots.next() == number)
      slots.release(origin: "a")
    }
    #expect(slots.next() == nil)
  }
}
