import DurableFiles
import JobModel
import Locking
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1)))
struct JobReaderTests {
  /// A manifest in memory that counts how often it is gone to, and can be broken.
  private final class Source: JobSource {
    struct Broken: Error, CustomStringConvertible { let description = "line 3 is gone" }

    let count = 100
    let visits = Locked(0)
    let broken: Set<Int>

    init(broken: Set<Int> = []) {
      self.broken = broken
    }

    func entry(at index: Int) throws -> ManifestEntry {
      visits.withLock { $0 += 1 }
      return try read(index)
    }

    /// Part of the visit that reads the entry it was made for.
    func entries(in range: Range<Int>) throws -> [ManifestEntry] { try range.map(read) }

    private func read(_ index: Int) throws -> ManifestEntry {
      if broken.contains(index) { throw Broken() }
      return .job(.make(id: "job-\(index)"))
    }
  }

  private let disk = BlockingWork(label: "test")

  private func queue(_ places: [Int]) -> SubmissionQueue {
    SubmissionQueue(places.map { SubmissionQueue.Waiting(index: Int32($0), kind: 0) })
  }

  /// Takes all jobs of a queue, one after the other.
  private func readAll(
    _ queue: SubmissionQueue, _ reader: JobReader
  ) async throws(StopReason) -> [String?] {
    var ids: [String?] = []
    while let ticket = await queue.take() {
      ids.append(try await reader.job(at: ticket.index, queue: queue)?.id.text)
    }
    return ids
  }

  @Test func neighboursAreReadTogether() async throws {
    let source = Source()
    let ids = try await readAll(queue(Array(0..<100)), JobReader(source, disk: disk))
    #expect(ids == (0..<100).map { "job-\($0)" })
    // One for itself and 32 that follow, again and again.
    #expect(source.visits.withLock { $0 } == 4)
  }

  @Test func strangersAreReadTwoAtATime() async throws {
    let source = Source()
    let places = Array(stride(from: 90, through: 0, by: -10))
    let ids = try await readAll(queue(places), JobReader(source, disk: disk))
    #expect(ids == places.map { "job-\($0)" })
    // Each is read with the first of those that follow it.
    #expect(source.visits.withLock { $0 } == 5)
  }

  /// Many at a time: everybody gets his own, and nothing that was read in vain stays.
  @Test func everybodyGetsHisOwn() async throws {
    let source = Source()
    let reader = JobReader(source, disk: disk)
    let queue = queue(Array(0..<100))
    let ids = try await withThrowingTaskGroup(of: (Int, String?).self) { group in
      while let ticket = await queue.take() {
        group.addTask {
          (ticket.index, try await reader.job(at: ticket.index, queue: queue)?.id.text)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(ids == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, "job-\($0)") }))
    let visits = source.visits.withLock { $0 }
    for place in 0..<100 { _ = try await reader.job(at: place, queue: nil) }
    #expect(source.visits.withLock { $0 } == visits + 100)
  }

  @Test func whatCannotBeReadIsToldToWhomeverItConcerns() async throws {
    let reader = JobReader(Source(broken: [3]), disk: disk)
    let queue = queue([0, 1, 2, 3])
    for place in 0..<3 {
      _ = await queue.take()
      #expect(try await reader.job(at: place, queue: queue)?.id.text == "job-\(place)")
    }
    let error = await #expect(throws: StopReason.self) {
      try await reader.job(at: 3, queue: queue)
    }
    #expect(error.map { "\($0)" }?.contains("line 3 is gone") == true)
  }
}
