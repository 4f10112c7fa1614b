import Locking
import Testing

// One at a time: each waits for pieces, on a thread that could do them.
@Suite(.serialized) struct OrderedWorkTests {
  /// Takes all pieces as their users do, the oldest whenever it is full.
  private func results(of pieces: [@Sendable () -> Int]) -> [Int] {
    var work = OrderedWork<Int>(label: "test")
    var results: [Int] = []
    for piece in pieces {
      if work.isFull, let result = work.next() { results.append(result) }
      work.start(piece)
    }
    while let result = work.next() { results.append(result) }
    return results
  }

  @Test func resultsComeInTheOrderOfThePieces() {
    // Every seventh takes a hundred times as long, so that later ones end before it.
    let pieces = (0..<1000).map { number -> @Sendable () -> Int in
      { (0..<(number % 7 == 0 ? 10_000 : 100)).reduce(number) { $1 < 0 ? $0 + $1 : $0 } }
    }
    #expect(results(of: pieces) == Array(0..<1000))
  }

  @Test func startsNoMoreThanItsLimitBeforeOneIsTaken() {
    var work = OrderedWork<Int>(label: "test")
    var started = 0
    while !work.isFull {
      work.start { [started] in started }
      started += 1
    }
    #expect(started > Processors.count)
    let first = work.next()
    let hadRoom = !work.isFull
    work.start { -1 }
    let isFull = work.isFull
    #expect(first == 0)
    #expect(hadRoom)
    #expect(isFull)
  }

  @Test func emptyHandsNothingOut() {
    var work = OrderedWork<Int>(label: "test")
    var seen = [work.isEmpty ? "empty" : "some", work.next().map { "\($0)" } ?? "nothing"]
    work.start { 7 }
    seen += [work.isEmpty ? "empty" : "some", work.next().map { "\($0)" } ?? "nothing"]
    seen.append(work.isEmpty ? "empty" : "some")
    #expect(seen == ["empty", "nothing", "some", "7", "empty"])
  }

  @Test func goesAwayOnlyWhenEverythingStartedHasEnded() {
    let ended = Locked(0)
    var started = 0
    do {
      var work = OrderedWork<Void>(label: "test")
      while !work.isFull {
        work.start { ended.withLock { $0 += 1 } }
        started += 1
      }
      _ = consume work
    }
    #expect(ended.withLock { $0 } == started)
  }
}
