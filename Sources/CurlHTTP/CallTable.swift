/// Calls that are to be made at instants, the earliest first.
///
/// A binary heap of instants; what is cancelled leaves its place behind, and the heap is made anew
/// when most places are such, so that waits which mostly end early cost no memory.
struct CallTable {
  private struct Place {
    let instant: ContinuousClock.Instant
    let number: UInt64
  }

  private var heap: [Place] = []
  private var bodies: [UInt64: @Sendable () -> Void] = [:]
  private var nextNumber: UInt64 = 0

  var isEmpty: Bool { bodies.isEmpty }
  /// The places in use, those of cancelled calls included.
  var places: Int { heap.count }

  /// The earliest instant; may be that of a cancelled call, but `nil` when there is no call.
  var first: ContinuousClock.Instant? { heap.first?.instant }

  /// - Returns: the call's number, and whether it is the earliest.
  mutating func add(
    at instant: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void
  ) -> (number: UInt64, isFirst: Bool) {
    nextNumber += 1
    bodies[nextNumber] = body
    heap.append(Place(instant: instant, number: nextNumber))
    rise(from: heap.count - 1)
    return (nextNumber, heap.first?.number == nextNumber)
  }

  /// Nothing if the call was made already.
  mutating func cancel(_ number: UInt64) {
    guard bodies.removeValue(forKey: number) != nil else { return }
    // Nobody takes out what is due while there is nothing: an instant left behind would pass, and
    // keep the thread awake for good.
    if bodies.isEmpty { return heap.removeAll(keepingCapacity: true) }
    guard heap.count > 64, heap.count > 2 * bodies.count else { return }
    heap = heap.filter { bodies[$0.number] != nil }.sorted { Self.isBefore($0, $1) }
  }

  /// Takes out the calls whose instant has come, in their order.
  mutating func takeDue(at now: ContinuousClock.Instant) -> [@Sendable () -> Void] {
    var due: [@Sendable () -> Void] = []
    while let first = heap.first, first.instant <= now || bodies[first.number] == nil {
      if let body = bodies.removeValue(forKey: first.number) { due.append(body) }
      removeFirst()
    }
    return due
  }

  /// A call that was not made.
  typealias Call = (instant: ContinuousClock.Instant, body: @Sendable () -> Void)

  /// Takes out all calls, in their order.
  mutating func takeAll() -> [Call] {
    var calls: [Call] = []
    while let first = heap.first {
      if let body = bodies.removeValue(forKey: first.number) { calls.append((first.instant, body)) }
      removeFirst()
    }
    return calls
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && Self.isBefore(heap[child], heap[least]) {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private mutating func rise(from place: Int) {
    var child = place
    while child > 0, Self.isBefore(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private static func isBefore(_ left: Place, _ right: Place) -> Bool {
    left.instant == right.instant ? left.number < right.number : left.instant < right.instant
  }
}
