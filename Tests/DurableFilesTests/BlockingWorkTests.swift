import DurableFiles
import Locking
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct BlockingWorkTests {
  @Test func valuesAndErrorsComeBack() async throws {
    let work = BlockingWork(label: "test")
    #expect(await work.run { 7 } == 7)
    let error = FileError(operation: "read", path: "a", code: 5)
    await #expect(throws: error) {
      try await work.run { () throws(FileError) -> Int in throw error }
    }
  }

  @Test func serialWorkNeverOverlaps() async {
    let work = BlockingWork(label: "test", serial: true)
    let crowd = Crowd()
    await withTaskGroup { group in
      for _ in 0..<200 {
        group.addTask { await work.run { crowd.passThrough() } }
      }
    }
    #expect(crowd.most == 1)
  }

  @Test func cancellationDoesNotInterruptIt() async {
    let work = BlockingWork(label: "test")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await work.run { "done" }
    }
    #expect(await task.value == "done")
  }
}

/// Counts how many are somewhere at the same time.
private final class Crowd: Sendable {
  private let counts = Locked((now: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }

  func passThrough() {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
    sched_yield()
    counts.withLock { $0.now -= 1 }
  }
}
