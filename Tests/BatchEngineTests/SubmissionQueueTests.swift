import Pacing
import Testing

@testable import BatchEngine

@Suite struct SubmissionQueueTests {
  private func take(_ queue: SubmissionQueue, _ count: Int) async -> [Int] {
    var places: [Int] = []
    for _ in 0..<count { if let ticket = await queue.take() { places.append(ticket.index) } }
    return places
  }

  @Test func theOrderIsTheManifestsUntilTheLongestGoFirst() async {
    let queue = SubmissionQueue((0..<8).map { .init(index: $0, kind: $0 % 2) })
    #expect(await take(queue, 2) == [0, 1])
    #expect(await queue.kinds == [0: 3, 1: 3])
    let lap = LastLap(
      expected: [0: .init(mean: 1, late: 2), 1: .init(mean: 9, late: 12)], places: 4, rate: 100)
    await queue.putLongestFirst(lap)
    // Each kind keeps its own order.
    #expect(await take(queue, 9) == [3, 5, 7, 2, 4, 6])
  }

  @Test func whatComesBackGoesFirst() async throws {
    let queue = SubmissionQueue((0..<3).map { .init(index: $0, kind: 0) })
    let first = try #require(await queue.take())
    await queue.putBack(first)
    #expect(await take(queue, 4) == [0, 1, 2])
  }

  /// Videos three times as long are taken to need three times as long, until it is known better.
  @Test func aKindThatWasNeverSeenIsGuessedByItsLength() {
    let known = [0: LastLap.Expected(mean: 20, late: 50)]
    let guessed = TaskKind.guessing([0, 2], from: known)
    #expect(guessed == [0: .init(mean: 20, late: 50), 2: .init(mean: 60, late: 150)])
    #expect(TaskKind.guessing([0, 2], from: [:]).isEmpty)
  }
}
