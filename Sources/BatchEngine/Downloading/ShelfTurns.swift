import DurableFiles
import Locking
import Pacing

/// Puts finished videos on the shelf, several in one go: one hop to the disk and one sync of their
/// directory for all that are ready at about the same time.
///
/// A lone video is put there at once.
final class ShelfTurns: Sendable {
  /// The least time between the beginnings of two goes; nobody waits for a video, and a download
  /// slot that does costs less than a sync.
  static let spacing = Duration.milliseconds(50)

  /// Does one video's part, and returns what to call with the failure of the directory's sync.
  private typealias Part = @Sendable () -> (_ failure: FileError?) -> Void

  private let gathered: Locked<[Part]>
  private let turns: WriteTurns
  /// As many do not wait for more.
  private let most: Int

  /// - Parameter downloads: how many videos are fetched at a time at most.
  init(_ shelf: VideoShelf, disk: BlockingWork, clock: any BatchClock, downloads: Int) {
    let gathered = Locked<[Part]>([])
    self.gathered = gathered
    most = max(1, downloads / 2)
    turns = WriteTurns(clock: clock, spacing: Self.spacing) {
      let parts = gathered.withLock { parts in
        defer { parts = [] }
        return parts
      }
      if !parts.isEmpty { disk.start { Self.perform(parts, shelf) } }
    }
  }

  /// Does work on the disk that puts a video under its name, and returns when that is durable.
  ///
  /// - Throws: what `work` throws, or the failure of the directory's sync.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileError) -> Value
  ) async throws(FileError) -> Value {
    let outcome: Result<Value, FileError> = await withCheckedContinuation { continuation in
      let count = gathered.withLock { parts in
        parts.append {
          let result = Result { () throws(FileError) in try work() }
          return { failure in
            switch (result, failure) {
            case (.success, let failure?): continuation.resume(returning: .failure(failure))
            default: continuation.resume(returning: result)
            }
          }
        }
        return parts.count
      }
      if count < most { turns.ask() } else { turns.takeNow() }
    }
    return try outcome.get()
  }

  private static func perform(_ parts: [Part], _ shelf: VideoShelf) {
    let ends = parts.map { $0() }
    var failure: FileError?
    do throws(FileError) {
      try shelf.syncVideos()
    } catch {
      failure = error
    }
    for end in ends { end(failure) }
  }
}
