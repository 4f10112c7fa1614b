import TestSupport
import Testing

@testable import BatchEngine

@Suite struct EarliestFirstTests {
  @Test(arguments: 0..<50) func comesOutAsAStableSortWould(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var heap = EarliestFirst<Int>()
    var model: [(instant: Duration, element: Int)] = []
    for element in 0..<Int.random(in: 1...300, using: &random) {
      if Int.random(in: 0..<3, using: &random) == 0 {
        let place = model.indices.min { model[$0].instant < model[$1].instant }
        let expected = place.map { model.remove(at: $0) }
        #expect(heap.first?.element == expected?.element, "seed \(seed)")
        #expect(heap.removeFirst() == expected?.element, "seed \(seed)")
      }
      // Few instants, so that many are equal.
      let instant = Duration.seconds(Int.random(in: -3...3, using: &random))
      heap.insert(element, at: instant)
      model.append((instant, element))
      #expect(heap.count == model.count)
    }
    let sorted = model.enumerated().sorted {
      ($0.element.instant, $0.offset) < ($1.element.instant, $1.offset)
    }
    var rest: [Int] = []
    while let element = heap.removeFirst() { rest.append(element) }
    #expect(rest == sorted.map(\.element.element), "seed \(seed)")
    #expect(heap.isEmpty)
    #expect(heap.first == nil)
  }
}
