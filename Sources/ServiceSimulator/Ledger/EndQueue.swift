/// Unfinished tasks by their end, the earliest first: a binary heap.
struct EndQueue: Sendable {
  private var heap: [(end: Int64, index: Int)] = []

  var count: Int { heap.count }

  mutating func insert(_ index: Int, end: Int64) {
    heap.append((end, index))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].end < heap[parent].end else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes out one task whose end is not after `time`, or returns nil.
  mutating func popEnded(by time: Int64) -> Int? {
    guard let first = heap.first, first.end <= time else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.index
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].end < heap[least].end { least = child }
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
