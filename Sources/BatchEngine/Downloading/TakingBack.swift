import DurableFiles
import JobModel

/// Takes an older video of a job back into its place, for nothing.
struct TakingBack: Sendable {
  let tools: EngineTools
  let shelf: VideoShelf
  let disk: BlockingWork

  func takeBack(_ older: KeptVideo, _ job: Job) async throws(StopReason) {
    let stem = try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
    // First the one in place gets its name in `versions/`, and the journal knows it there.
    if let current = await tools.ledger.state(of: job.id)?.video,
      shelf.check(current.file) == .whole
    {
      let place = VideoShelf.versionPlace(stem: stem, attempt: current.attempt)
      try await perform { () throws(FileError) in try shelf.keep(current, at: place) }
      try await tools.ledger.record(
        .moved(attempt: current.attempt, path: place, inPlace: false), of: job.id)
    }
    let place = VideoShelf.place(stem: stem)
    try await perform { () throws(FileError) in try shelf.restore(older, to: place) }
    try await tools.ledger.record(
      .moved(attempt: older.attempt, path: place, inPlace: true), of: job.id)
    await disk.run { shelf.forget(older.file.path) }
  }

  private func perform(
    _ work: @escaping @Sendable () throws(FileError) -> Void
  ) async throws(StopReason) {
    do throws(FileError) {
      try await disk.run(work)
    } catch {
      throw tools.stop(.disk(error))
    }
  }
}
