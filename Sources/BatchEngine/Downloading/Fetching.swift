import DurableFiles
import JobModel
import Pacing
import VideoService

/// Brings a finished video home: its URL from the journal, a new URL from the service when that
/// one is refused, and the file into its place.
struct Fetching: Sendable {
  let tools: EngineTools
  let downloader: Downloader
  let trimming: VersionTrimming

  enum Outcome: Sendable {
    case fetched
    /// The video is gone at the service; the journal knows it if it was never here.
    case lost
    /// Not now; the video stays paid for and waits.
    case waits
    /// Not now, since the host was not to be reached; it may be soon.
    case outage
  }

  /// A video that is whole and in its place, or why there is none.
  private enum Arrival {
    case whole(VideoFile, RemoteVideo, replaced: String?)
    case expired(message: String)
    case waits
    case outage
  }

  /// Fetches the video of a job's newest attempt, which is completed and was never fetched.
  ///
  /// - Parameter askedAt: when this run has asked about its task last.
  func fetch(
    _ job: Job, askedAt: inout Duration?
  ) async throws(StopReason) -> Outcome {
    guard let attempt = tools.ledger.state(of: job.id)?.latest,
      case .completed(let task, let remote) = attempt.phase
    else { return .waits }
    let number = attempt.intent.number
    let stem = try await stem(of: job)
    let arrival = try await obtain(
      task, remote, submittedAt: attempt.submittedAt, of: job, stem, attempt: number,
      askedAt: &askedAt
    ) { video throws(StopReason) in
      try tools.ledger.note(.completed(attempt: number, video), of: job.id)
    }
    switch arrival {
    case .waits: return .waits
    case .outage: return .outage
    case .expired(let message):
      try await tools.ledger.record(
        .lost(attempt: number, reason: "its URL expired (\(message))"), of: job.id)
      return .lost
    case .whole(var file, _, let replaced):
      file.warnings = VideoWarnings.warnings(about: file, paidFor: attempt.intent.outline)
      try await tools.ledger.record(
        .fetched(attempt: number, file, replaced: replaced), of: job.id)
      try await trimming.trim(job.id)
      return .fetched
    }
  }

  /// Fetches a kept video once more whose file was lost here.
  ///
  /// - Parameter askedAt: when this run has asked about its task last.
  func recall(
    _ kept: KeptVideo, _ job: Job, askedAt: inout Duration?
  ) async throws(StopReason) -> Outcome {
    let stem = try await stem(of: job)
    let arrival = try await obtain(
      kept.task, kept.remote, submittedAt: kept.submittedAt, of: job, stem,
      attempt: kept.attempt, askedAt: &askedAt
    ) { _ in }
    switch arrival {
    case .waits: return .waits
    case .outage: return .outage
    case .expired: return .lost
    case .whole(var file, let remote, let replaced):
      // What was paid for has not changed; neither has what is said about it, if it is the same.
      file.warnings = kept.file.warnings
      try await tools.ledger.record(
        .refetched(attempt: kept.attempt, file, remote, replaced: replaced), of: job.id)
      try await trimming.trim(job.id)
      return .fetched
    }
  }

  private func stem(of job: Job) async throws(StopReason) -> String {
    try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
  }

  /// Downloads a task's video into its place, asking for its URL anew when the known one is dead;
  /// the record comes after it.
  ///
  /// - Parameter learn: told of every URL that differs from the last one.
  private func obtain(
    _ task: TaskID, _ known: RemoteVideo, submittedAt: Timestamp, of job: Job, _ stem: String,
    attempt: Int, askedAt: inout Duration?,
    learn: (RemoteVideo) async throws(StopReason) -> Void
  ) async throws(StopReason) -> Arrival {
    let path = VideoShelf.place(stem: stem)
    let shelf = downloader.shelf
    let here = tools.ledger.state(of: job.id)?.video
    let old = here?.attempt == attempt ? nil : here
    let receiver = downloader.receiver(for: path)
    var remote = known
    func isExpired(_ video: RemoteVideo) -> Bool {
      Planner.isExpired(video, submittedAt: submittedAt, at: tools.wallTime)
    }
    var needsURL = isExpired(known)
    var failures = 0
    var isOutage = false
    while failures < tools.limits.downloadTries, !tools.halt.cutsWorkShort {
      if needsURL {
        // The pause between two questions about a task is longer than the one between two tries.
        if let askedAt, case let early = askedAt + tools.limits.pollInterval - tools.clock.now,
          early > .zero
        {
          guard await tools.pause(early) else { break }
        }
        let renewal = await renewed(task, isExpired: isExpired(remote))
        askedAt = tools.clock.now
        switch renewal {
        case .video(let fresh):
          if fresh != remote { try await learn(fresh) }
          remote = fresh
          needsURL = false
        case .unknown:
          // Nobody knows a better URL than the old one, which then has the last word.
          needsURL = !isExpired(remote)
        case .later:
          break
        }
      }
      if !needsURL {
        let outcome = await downloader.fetch(remote.url, by: receiver, to: path) {
          file throws(FileError) in try shelf.put(file, replacing: old, stem: stem)
        }
        switch outcome {
        case .whole(var file, let placement):
          file.modifiedAt = placement.modifiedAt
          return .whole(file, remote, replaced: placement.replaced)
        case .refused(let message):
          if isExpired(remote) {
            await receiver.discard()
            return .expired(message: message)
          }
          tools.say(.downloadTrouble(job.id, message))
          needsURL = true
        case .unreachable(let message):
          tools.say(.downloadTrouble(job.id, message))
          isOutage = true
          // Another URL may lead to a host that is there.
          needsURL = true
        case .unavailable(let message):
          isOutage = false
          tools.say(.downloadTrouble(job.id, message))
          // Every other time with a URL asked for anew, in case the old one is what is wrong.
          needsURL = !failures.isMultiple(of: 2)
        case .disk(let error):
          await receiver.discard()
          throw tools.stop(.disk(error))
        }
      }
      failures += 1
      guard await tools.pause(tools.limits.downloadDelay, afterFailures: failures) else { break }
    }
    await receiver.discard()
    return isOutage ? .outage : .waits
  }

  private enum Renewal {
    /// Its URL, which may be the same.
    case video(RemoteVideo)
    /// The service does not know the task.
    case unknown
    case later
  }

  /// Asks the service for a task's URL. A completed task never goes back: whatever else the
  /// service says, the video waits.
  ///
  /// - Parameter isExpired: whether the video should be gone, so that a failure says no more than
  ///   that.
  private func renewed(_ task: TaskID, isExpired: Bool) async -> Renewal {
    switch await tools.query({ client in await client.status(of: task) }) {
    case .completed(_, let video)?:
      return .video(video)
    case .notFound?:
      return .unknown
    case .failed? where isExpired:
      return .unknown
    case .refused(let cause, let message)?:
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      return .later
    case .unfinished?, .failed?, .throttled?, .unavailable?, nil:
      return .later
    }
  }
}
