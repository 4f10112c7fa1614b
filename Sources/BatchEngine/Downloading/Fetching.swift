import DurableFiles
import HTTPCore
import JobModel
import Pacing
import VideoService

/// Brings a finished video home: its URL from the journal, a new URL from the service when that
/// one is refused, and the file into its place.
struct Fetching: Sendable {
  let tools: EngineTools
  let downloader: Downloader

  enum Outcome: Sendable {
    case fetched
    /// The video is gone at the service; the journal knows it.
    case lost
    /// Not now; the video stays paid for and waits.
    case waits
  }

  func fetch(_ job: Job, knownDead: Bool) async throws(StopReason) -> Outcome {
    let stem = try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
    // Of a video that was here before, the URL is old: ask for a new one first.
    var needsURL = knownDead
    var failures = 0
    while failures < tools.limits.downloadTries, !tools.halt.cutsWorkShort {
      guard let attempt = await tools.ledger.state(of: job.id)?.latest, let task = attempt.task
      else { return .waits }
      if needsURL {
        needsURL = try await !renewURL(of: task, attempt, job)
      }
      if !needsURL, case .completed(_, let video)? = await phase(of: job) {
        switch try await bring(video, attempt, job, stem) {
        case .fetched: return .fetched
        case .lost: return .lost
        case .waits: needsURL = true
        }
      }
      failures += 1
      guard await tools.pause(tools.limits.downloadDelay, afterFailures: failures) else { break }
    }
    return .waits
  }

  private func phase(of job: Job) async -> Attempt.Phase? {
    await tools.ledger.state(of: job.id)?.latest?.phase
  }

  private func bring(
    _ video: RemoteVideo, _ attempt: Attempt, _ job: Job, _ stem: String
  ) async throws(StopReason) -> Outcome {
    switch await downloader.fetch(video.url, to: VideoShelf.place(stem: stem)) {
    case .whole(let temporary, let file):
      try await publish(temporary, file, attempt, job, stem)
      return .fetched
    case .refused(let message):
      guard Planner.isExpired(video, at: tools.wallTime) else {
        tools.say(.downloadTrouble(job.id, message))
        return .waits
      }
      try await tools.ledger.record(
        .lost(attempt: attempt.intent.number, reason: "its URL expired (\(message))"), of: job.id)
      return .lost
    case .unavailable(let message):
      tools.say(.downloadTrouble(job.id, message))
      return .waits
    case .disk(let error):
      throw tools.stop(.disk(error))
    }
  }

  /// Renames the file into its place and records it; the record comes last.
  private func publish(
    _ temporary: DurableFile, _ file: VideoFile, _ attempt: Attempt, _ job: Job, _ stem: String
  ) async throws(StopReason) {
    let old = await tools.ledger.state(of: job.id)?.video
    let replaces = old?.attempt == attempt.intent.number ? nil : old
    var file = file
    file.warnings = VideoWarnings.warnings(about: file, paidFor: attempt.intent.outline)
    let shelf = downloader.shelf
    let replaced: String?
    do throws(FileError) {
      replaced = try await downloader.disk.run { () throws(FileError) in
        try shelf.publish(temporary, replacing: replaces, stem: stem)
      }
    } catch {
      throw tools.stop(.disk(error))
    }
    try await tools.ledger.record(
      .fetched(attempt: attempt.intent.number, file, replaced: replaced), of: job.id)
  }

  /// Asks the service for the URL anew.
  ///
  /// - Returns: whether there is one to try; it may be the same.
  private func renewURL(
    of task: TaskID, _ attempt: Attempt, _ job: Job
  ) async throws(StopReason) -> Bool {
    guard let answer = await tools.query({ client in await client.status(of: task) }) else {
      return false
    }
    switch answer {
    case .completed(_, let video):
      if attempt.phase != .completed(task, video) {
        try await tools.ledger.record(
          .completed(attempt: attempt.intent.number, video), of: job.id)
      }
      return true
    case .refused(let cause, let message):
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      return false
    case .unfinished, .failed, .notFound, .throttled, .unavailable:
      // A completed task never goes back; whatever this means, the video waits.
      return false
    }
  }
}
