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
  static let spacing = Duration.milliseconds(100)

  /// Writes one video, and returns what goes on with it.
  private typealias Part = @Sendable () -> any ShelfEntry

  private let gathered: Locked<[Part]>
  private let turns: WriteTurns
  /// As many do not wait for more: all that can come are there.
  private let most: Int

  /// - Parameter downloads: how many videos are fetched at a time at most.
  init(_ shelf: VideoShelf, disk: BlockingWork, clock: any BatchClock, downloads: Int) {
    let gathered = Locked<[Part]>([])
    self.gathered = gathered
    most = max(1, downloads)
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
  /// - Parameter work: writes the video, and says what is to be done when that is durable.
  /// - Throws: what `work` or what it returns throws, or the failure of a sync.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileError) -> ShelfDraft<Value>
  ) async throws(FileError) -> Value {
    let outcome: Result<Value, FileError> = await withCheckedContinuation { continuation in
      let count = gathered.withLock { parts in
        parts.append { DraftedEntry(work, continuation) }
        return parts.count
      }
      if count < most { turns.ask() } else { turns.takeNow() }
    }
    return try outcome.get()
  }

  /// All are written before the first is synced, and all are synced before the first gets its
  /// name: the file system then makes the news of several durable in one go.
  private static func perform(_ parts: [Part], _ shelf: VideoShelf) {
    let entries = parts.map { $0() }
    for entry in entries { entry.sync() }
    let places = entries.map { $0.put() }
    var failure: FileError?
    do throws(FileError) {
      if places.contains(where: \.isTaken) { try shelf.syncVideos() }
    } catch {
      failure = error
    }
    for place in places { place.tell(failure) }
  }
}
