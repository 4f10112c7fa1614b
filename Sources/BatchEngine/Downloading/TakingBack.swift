import DurableFiles
import JobModel

/// Takes an older video of a job back into its place, for nothing.
struct TakingBack: Sendable {
  let tools: EngineTools
  let shelf: VideoShelf
  let disk: BlockingWork
  let trimming: VersionTrimming

  func takeBack(_ older: KeptVideo, _ job: Job) async throws(StopReason) {
    let place = try await freePlace(for: job)
    try await perform { () throws(FileError) in try shelf.restore(older, to: place) }
    try await tools.ledger.record(
      .moved(attempt: older.attempt, path: place, inPlace: true), of: job.id)
    await disk.run { shelf.forget(older.file.path) }
    try await trimming.trim(job.id)
  }

  /// Takes over the video of an id that left the manifest, if it is still there.
  ///
  /// - Returns: whether it was.
  func adopt(
    _ video: KeptVideo, from donor: JobID, _ job: Job
  ) async throws(StopReason) -> Bool {
    guard tools.ledger.state(of: donor)?.keptVideos.contains(video) ?? false,
      await disk.run({ shelf.check(video.file) == .whole })
    else { return false }
    let place = try await freePlace(for: job)
    try await perform { () throws(FileError) in try shelf.restore(video, to: place) }
    var adopted = video
    adopted.file.path = place
    // Below zero, since no attempt of this job has made it.
    adopted.attempt = -1 - (tools.ledger.state(of: job.id)?.adoptions ?? 0)
    try await tools.ledger.record([
      .job(job.id, .adopted(from: donor, adopted, replaced: nil)),
      .job(donor, .released(attempt: video.attempt)),
    ])
    await disk.run { shelf.forget(video.file.path) }
    try await trimming.trim(job.id)
    return true
  }

  /// Where the job's video belongs; one that is there is set aside.
  private func freePlace(for job: Job) async throws(StopReason) -> String {
    let stem = try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
    try await setAside(job, stem)
    return VideoShelf.place(stem: stem)
  }

  /// Gives the video in place its name in `versions/`, and lets the journal know it there, before
  /// another one takes its place.
  private func setAside(_ job: Job, _ stem: String) async throws(StopReason) {
    guard let current = tools.ledger.state(of: job.id)?.video else { return }
    let place = VideoShelf.versionPlace(stem: stem, attempt: current.attempt)
    let isKept: Bool
    do throws(FileError) {
      isKept = try await disk.run { [shelf] () throws(FileError) in
        guard try shelf.isWhole(current.file) else { return false }
        try shelf.keep(current, at: place)
        return true
      }
    } catch {
      throw tools.stop(.disk(error))
    }
    guard isKept else { return }
    try await tools.ledger.record(
      .moved(attempt: current.attempt, path: place, inPlace: false), of: job.id)
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
