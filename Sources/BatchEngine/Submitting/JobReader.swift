import DurableFiles
import JobModel
import Locking

/// Reads jobs from the manifest when their turn has come, and with one of them those whose turn is
/// next: a hop to the disk for each would cost more than the reading.
final class JobReader: Sendable {
  /// How many are read ahead at most.
  static let most = 32

  private struct State {
    /// Jobs whose turn is yet to come, by their places in the manifest.
    var ahead: [Int: Job] = [:]
    var isReadingAhead = false
    /// Whose turn came while others were read ahead, perhaps they among them.
    var overtaken: Set<Int> = []

    /// - Returns: the job if it was read ahead, or else whether to read ahead now.
    mutating func take(_ index: Int, mayReadAhead: Bool) -> (known: Job?, readsAhead: Bool) {
      if let known = ahead.removeValue(forKey: index) { return (known, false) }
      if isReadingAhead {
        overtaken.insert(index)
        return (nil, false)
      }
      isReadingAhead = mayReadAhead && ahead.count < JobReader.most
      return (nil, isReadingAhead)
    }

    mutating func endReadingAhead(_ jobs: [Int: Job]) {
      isReadingAhead = false
      for (index, job) in jobs where !overtaken.contains(index) { ahead[index] = job }
      overtaken = []
    }
  }

  private let source: any JobSource
  private let disk: BlockingWork
  private let state = Locked(State())

  init(_ source: any JobSource, disk: BlockingWork) {
    self.source = source
    self.disk = disk
  }

  /// - Parameters:
  ///   - index: the job's place in the manifest, counted from 0.
  ///   - queue: says whose turn is next, if anybody's is.
  /// - Returns: `nil` when there is no job at that place.
  /// - Throws: ``StopReason`` when the manifest can't be read there.
  func job(at index: Int, queue: SubmissionQueue?) async throws(StopReason) -> Job? {
    let (known, readsAhead) = state.withLock { $0.take(index, mayReadAhead: queue != nil) }
    if let known { return known }
    let range = readsAhead ? await queue?.upcoming(most: Self.most) ?? 0..<0 : 0..<0
    let source = source
    let found: Result<(entry: ManifestEntry, ahead: [Int: Job]), any Error> = await disk.run {
      Result { (try source.entry(at: index), Self.jobs(source, in: range)) }
    }
    if readsAhead {
      state.withLock { state in
        if case .success(let found) = found {
          state.endReadingAhead(found.ahead)
        } else {
          state.endReadingAhead([:])
        }
      }
    }
    switch found {
    case .success((.job(let job), _)): return job
    case .success: return nil
    case .failure(let error): throw .broken("the checked manifest can't be read: \(error)")
    }
  }

  private static func jobs(_ source: any JobSource, in range: Range<Int>) -> [Int: Job] {
    do {
      var jobs: [Int: Job] = [:]
      for (index, entry) in zip(range, try source.entries(in: range)) {
        if case .job(let job) = entry { jobs[index] = job }
      }
      return jobs
    } catch {
      // Each is read by itself when its turn comes, and what is wrong is said then.
      return [:]
    }
  }
}
