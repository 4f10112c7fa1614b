import Dispatch
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

    let onRead: @Sendable (Int) -> Void

    init(broken: Set<Int> = [], onRead: @escaping @Sendable (Int) -> Void = { _ in }) {
      self.broken = broken
      self.onRead = onRead
    }

    func entry(at index: Int) throws -> ManifestEntry {
      visits.withLock { $0 += 1 }
      onRead(index)
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

  /// Somebody's turn comes while he is read ahead: he reads for himself, and what was read for him
  /// in vain does not stay.
  @Test func whatWasReadInVainDoesNotStay() async throws {
    let mayGoOn = DispatchSemaphore(value: 0)
    let source = Source(onRead: { if $0 == 0 { mayGoOn.wait() } })
    let reader = JobReader(source, disk: disk)
    let queue = queue(Array(0..<10))
    _ = await queue.take()
    let first = Task { try await reader.job(at: 0, queue: queue) }
    while source.visits.withLock({ $0 }) < 1 { await Task.yield() }
    _ = await queue.take()
    #expect(try await reader.job(at: 1, queue: queue)?.id.text == "job-1")
    mayGoOn.signal()
    #expect(try await first.value?.id.text == "job-0")
    #expect(source.visits.withLock { $0 } == 2)
    // The second is not here any more, and the third is.
    _ = try await reader.job(at: 1, queue: nil)
    #expect(source.visits.withLock { $0 } == 3)
    #expect(try await reader.job(at: 2, queue: nil)?.id.text == "job-2")
    #expect(source.visits.withLock { $0 } == 3)
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
