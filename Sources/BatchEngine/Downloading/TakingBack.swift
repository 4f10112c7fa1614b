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

  /// Looks again at a complete file that was not verified, and puts it in the job's place if it is a
  /// whole MP4 after all.
  ///
  /// - Returns: whether it is.
  func verify(_ kept: KeptVideo, _ job: Job) async throws(StopReason) -> Bool {
    guard let summary = await disk.run({ shelf.inspect(kept.file) }) else { return false }
    let old = tools.ledger.state(of: job.id)?.video
    let place =
      old?.attempt == kept.attempt
      ? VideoShelf.place(stem: try await stem(of: job)) : try await freePlace(for: job)
    try await perform { () throws(FileError) in try shelf.restore(kept, to: place) }
    let modifiedAt = await disk.run { shelf.modifiedAt(place) }
    let file = VideoFile(
      path: place, sizeBytes: kept.file.sizeBytes, sha256: kept.file.sha256, width: summary.width,
      height: summary.height,
      lengthMilliseconds: min(summary.lengthMilliseconds, Downloader.longestMilliseconds),
      audio: summary.hasAudio, modifiedAt: modifiedAt)
    try await tools.ledger.record(
      .refetched(attempt: kept.attempt, file, kept.remote, replaced: nil), of: job.id)
    await disk.run { shelf.forget(kept.file.path) }
    return true
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
    // Below zero, since no attempt of this job has made it.
    let number = -1 - (tools.ledger.state(of: job.id)?.adoptions ?? 0)
    let free = try await freePlace(for: job)
    let place =
      video.file.isUnverified
      ? VideoShelf.unverifiedPlace(stem: try await stem(of: job), attempt: number) : free
    try await perform { () throws(FileError) in try shelf.restore(video, to: place) }
    var adopted = video
    adopted.file.path = place
    adopted.attempt = number
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
    let stem = try await stem(of: job)
    try await setAside(job, stem)
    return VideoShelf.place(stem: stem)
  }

  private func stem(of job: Job) async throws(StopReason) -> String {
    try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
  }

  /// Gives the video in place its name in `versions/`, and lets the journal know it there, before
  /// another one takes its place.
  private func setAside(_ job: Job, _ stem: String) async throws(StopReason) {
    guard let current = tools.ledger.state(of: job.id)?.video else { return }
    if current.file.isUnverified {
      // It stays where it is.
      return try await tools.ledger.record(
        .moved(attempt: current.attempt, path: current.file.path, inPlace: false), of: job.id)
    }
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
