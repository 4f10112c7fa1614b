import DurableFiles
import JobModel

/// Moves the videos of ids that left the manifest to `removed/` (`--prune`), from where they come
/// back for nothing when their ids do.
package struct Pruning: Sendable {
  private let ledger: JobLedger
  private let shelf: VideoShelf
  private let halt: Halt
  private let disk = BlockingWork(label: "disk")

  package init(ledger: JobLedger, shelf: VideoShelf, halt: Halt) {
    self.ledger = ledger
    self.shelf = shelf
    self.halt = halt
  }

  /// - Returns: how many were moved; those that have given their video away have none.
  package func prune(_ ids: [JobID]) async throws(StopReason) -> Int {
    var count = 0
    for id in ids {
      guard let state = ledger.state(of: id), state.latest?.isFinal ?? true,
        let video = state.video, let stem = state.stem, shelf.check(video.file) == .whole
      else { continue }
      let place = VideoShelf.removedPlace(stem: stem, attempt: video.attempt)
      do throws(FileError) {
        try await disk.run { [shelf] () throws(FileError) in try shelf.keep(video, at: place) }
      } catch {
        halt.stop(.disk(error))
        throw .disk(error)
      }
      try await ledger.record(
        .moved(attempt: video.attempt, path: place, inPlace: false), of: id)
      await disk.run { [shelf] in shelf.forget(video.file.path) }
      count += 1
    }
    return count
  }
}
