import Testing

@testable import CurlHTTP

struct ConnectionSlotsTests {
  private static func all(_ slots: inout ConnectionSlots<Int>) -> [Int] {
    var begun: [Int] = []
    while let next = slots.next() { begun.append(next) }
    return begun
  }

  @Test func anOriginBeginsInOrderUpToItsLimit() {
    var slots = ConnectionSlots<Int>(perOrigin: 2, inAll: 10)
    for number in 1...4 { slots.add(number, origin: "a") }
    #expect(Self.all(&slots) == [1, 2])
    slots.release(origin: "a")
    #expect(Self.all(&slots) == [3])
    slots.release(origin: "a")
    slots.release(origin: "a")
    #expect(Self.all(&slots) == [4])
  }

  @Test func aFullOriginHoldsUpNobodyElse() {
    var slots = ConnectionSlots<Int>(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    slots.add(4, origin: "b")
    #expect(Self.all(&slots) == [1, 4])
  }

  @Test func originsTakeTurnsUnderTheLimitForAll() {
    var slots = ConnectionSlots<Int>(perOrigin: 10, inAll: 3)
    for number in 1...4 { slots.add(number, origin: "a") }
    for number in 5...8 { slots.add(number, origin: "b") }
    #expect(Self.all(&slots) == [1, 5, 2])
    slots.release(origin: "a")
    #expect(Self.all(&slots) == [6])
  }

  @Test func whoWithdrawsIsPassedOver() {
    var slots = ConnectionSlots<Int>(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    #expect(Self.all(&slots) == [1])
    #expect(slots.withdraw(origin: "a") { $0 == 2 })
    #expect(!slots.withdraw(origin: "a") { $0 == 2 })
    #expect(!slots.withdraw(origin: "b") { $0 == 3 })
    slots.release(origin: "a")
    #expect(Self.all(&slots) == [3])
  }

  @Test func allThatWaitCanWithdrawAtOnce() {
    var slots = ConnectionSlots<Int>(perOrigin: 1, inAll: 10)
    for number in 1...3 { slots.add(number, origin: "a") }
    #expect(Self.all(&slots) == [1])
    #expect(slots.withdrawAll() == [2, 3])
    slots.release(origin: "a")
    #expect(Self.all(&slots) == [])
    slots.add(4, origin: "a")
    #expect(Self.all(&slots) == [4])
  }

  @Test func aLongQueueKeepsItsOrder() {
    var slots = ConnectionSlots<Int>(perOrigin: 1, inAll: 1)
    for number in 0..<2000 { slots.add(number, origin: "a") }
    for number in 0..<2000 {
      #expect(slots.next() == number)
      slots.release(origin: "a")
    }
    #expect(slots.next() == nil)
  }
}
