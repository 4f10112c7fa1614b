/// A binary heap of things with an instant; the earliest comes out first, and among equal
/// instants the one that was put in first.
struct EarliestFirst<Element> {
  private var entries: [(instant: Duration, order: UInt64, element: Element)] = []
  private var nextOrder: UInt64 = 0

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  var first: (instant: Duration, element: Element)? {
    entries.first.map { ($0.instant, $0.element) }
  }

  mutating func insert(_ element: Element, at instant: Duration) {
    entries.append((instant, nextOrder, element))
    nextOrder += 1
    var child = entries.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> Element? {
    guard let first = entries.first else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && isBefore(child, least) {
        least = child
      }
      if least == parent { return first.element }
      entries.swapAt(parent, least)
      parent = least
    }
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (entries[left], entries[right])
    return a.instant == b.instant ? a.order < b.order : a.instant < b.instant
  }
}
