import DurableFiles
import JobModel
import Pacing
import VideoService

/// Fetches a finished video: its URL from the journal, a new URL from the service when that one is
/// refused, and the file into its place.
///
/// A video is lost, and may be paid for again, only when its URL was refused twice some minutes
/// apart and it was completed more than half a day ago: what the service says of its expiry, and
/// what this machine's clock says, may be wrong.
struct Fetching: Sendable {
  let tools: EngineTools
  let downloader: Downloader
  let trimming: VersionTrimming

  enum Outcome: Sendable {
    case fetched
    /// The video is gone at the service; the journal knows it if it was never here.
    case lost
    /// The host refuses it, and it may be gone: that counts when it refuses it again after this span.
    case refused(again: Duration)
    /// Not now; the video stays paid for and waits.
    case waits
    /// Not now, since the host was not to be reached; it may be soon.
    case outage
  }

  /// A video that is whole and in its place, or why there is none.
  private enum Arrival {
    /// Or complete, kept apart and not verified.
    case whole(VideoFile, RemoteVideo, replaced: String?)
    case lost(message: String)
    case refused(again: Duration)
    case waits
    case outage
  }

  /// Fetches the video of a job's newest attempt, which is completed and was never fetched.
  ///
  /// - Parameter ticket: knows when this run has asked about its task last, and since when its URL is
  ///   refused.
  func fetch(
    _ job: Job, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> Outcome {
    guard let attempt = tools.ledger.state(of: job.id)?.latest,
      case .completed(let task, let remote) = attempt.phase
    else { return .waits }
    let number = attempt.intent.number
    let stem = try await stem(of: job)
    let wanted = Wanted(
      task: task, remote: remote, submittedAt: attempt.submittedAt, job: job.id, stem: stem,
      attempt: number)
    let arrival = try await obtain(wanted, &ticket) { video throws(StopReason) in
      try tools.ledger.note(.completed(attempt: number, video), of: job.id)
    }
    switch arrival {
    case .waits: return .waits
    case .outage: return .outage
    case .refused(let span): return .refused(again: span)
    case .lost(let message):
      try await tools.ledger.record(
        .lost(attempt: number, reason: "its URL expired (\(message))"), of: job.id)
      return .lost
    case .whole(var file, _, let replaced):
      if !file.isUnverified {
        file.warnings = VideoWarnings.warnings(about: file, paidFor: attempt.intent.outline)
      }
      let old = tools.ledger.state(of: job.id)?.video
      try await tools.ledger.record(
        .fetched(attempt: number, file, replaced: replaced), of: job.id)
      if file.isUnverified, let old, old.attempt != number, !old.file.isUnverified {
        // It has its other name in the journal now.
        await downloader.disk.run { [shelf = downloader.shelf] in shelf.forget(old.file.path) }
      }
      try await trimming.trim(job.id)
      return .fetched
    }
  }

  /// Fetches a kept video once more whose file was lost here, or is not verified.
  ///
  /// - Parameter ticket: knows when this run has asked about its task last, and since when its URL is
  ///   refused.
  func recall(
    _ kept: KeptVideo, _ job: Job, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> Outcome {
    let wanted = Wanted(
      task: kept.task, remote: kept.remote, submittedAt: kept.submittedAt, job: job.id,
      stem: try await stem(of: job), attempt: kept.attempt,
      unverified: kept.file.isUnverified ? kept.file : nil)
    switch try await obtain(wanted, &ticket, learn: { _ in }) {
    case .waits: return .waits
    case .outage: return .outage
    case .refused(let span): return .refused(again: span)
    case .lost: return .lost
    case .whole(var file, let remote, let replaced):
      if kept.file.isUnverified {
        file.warnings = warnings(about: file, kept, job)
      } else {
        // What was paid for has not changed; neither has what is said about it, if it is the same.
        file.warnings = kept.file.warnings
      }
      try await tools.ledger.record(
        .refetched(attempt: kept.attempt, file, remote, replaced: replaced), of: job.id)
      if kept.file.isUnverified {
        await downloader.disk.run { [shelf = downloader.shelf] in shelf.forget(kept.file.path) }
      }
      try await trimming.trim(job.id)
      return .fetched
    }
  }

  /// What does not match in a video that is verified only now, as far as its request is known.
  private func warnings(about file: VideoFile, _ kept: KeptVideo, _ job: Job) -> [String] {
    let latest = tools.ledger.state(of: job.id)?.latest
    let outline =
      kept.fingerprint == job.fingerprint
      ? job.outline : latest?.intent.number == kept.attempt ? latest?.intent.outline : nil
    return outline.map { VideoWarnings.warnings(about: file, paidFor: $0) } ?? []
  }

  private func stem(of job: Job) async throws(StopReason) -> String {
    try await tools.ledger.stem(of: job.id) { isTaken in
      FileStem.choose(for: job.id, isTaken: isTaken)
    }
  }

  /// A video to be had, and where it belongs.
  private struct Wanted {
    let task: TaskID
    let remote: RemoteVideo
    let submittedAt: Timestamp
    let job: JobID
    let stem: String
    let attempt: Int
    /// The file that is here already and is not verified.
    var unverified: VideoFile?
  }

  /// A video is lost only after two refusals this far apart ...
  private static let refusalSpacing = Duration.seconds(300)
  /// ... and this long after its task has ended: the service keeps videos for twice as long.
  private static let leastLife: Int64 = 12 * 3600 * 1000

  /// Whether a video is old enough to be gone: by the service's own clock and this machine's.
  private func mayBeGone(
    _ remote: RemoteVideo, _ wanted: Wanted, date: Timestamp?,
    _ ticket: SubmissionQueue.Ticket
  ) -> Bool {
    if let seen = ticket.completedAt, tools.clock.now - seen > .milliseconds(Self.leastLife) {
      return true
    }
    guard let date, let completed = remote.completed(submittedAt: wanted.submittedAt) else {
      return false
    }
    // A wrong `Date` alone, or a wrong clock of this machine alone, loses nothing.
    return min(date, tools.wallTime).milliseconds - completed.milliseconds > Self.leastLife
  }

  /// Downloads a task's video into its place, asking for its URL anew when the known one is dead;
  /// the record comes after it.
  ///
  /// - Parameter learn: told of every URL that differs from the last one.
  private func obtain(
    _ wanted: Wanted, _ ticket: inout SubmissionQueue.Ticket,
    learn: (RemoteVideo) async throws(StopReason) -> Void
  ) async throws(StopReason) -> Arrival {
    let path = VideoShelf.place(stem: wanted.stem)
    let receiver = downloader.receiver(for: path)
    var unrecognized = unrecognized(wanted)
    var remote = wanted.remote
    func isExpired(_ video: RemoteVideo) -> Bool {
      Planner.isExpired(video, submittedAt: wanted.submittedAt, at: tools.wallTime)
    }
    var needsURL = isExpired(remote)
    /// When the service answered last, by its own clock.
    var date: Timestamp?
    var failures = 0
    var isOutage = false
    while failures < tools.limits.downloadTries, !tools.halt.cutsWorkShort {
      if needsURL {
        // The pause between two questions about a task is longer than the one between two tries.
        if let askedAt = ticket.askedAt,
          case let early = askedAt + tools.limits.pollInterval - tools.clock.now, early > .zero
        {
          guard await tools.pause(early) else { break }
        }
        let (renewal, answeredAt) = await renewed(wanted.task, isExpired: isExpired(remote))
        ticket.askedAt = tools.clock.now
        date = answeredAt ?? date
        switch renewal {
        case .video(var fresh):
          // The end is when it was first told, also where the service does not tell it.
          if let known = remote.completedAt { fresh.completedAt = known }
          if fresh != remote { try await learn(fresh) }
          remote = fresh
          needsURL = false
        case .unknown:
          // The old URL is the best that is known.
          needsURL = false
        case .later:
          break
        }
      }
      if !needsURL {
        let here = tools.ledger.state(of: wanted.job)?.video
        let old = here?.attempt == wanted.attempt ? nil : here
        let (shelf, stem) = (downloader.shelf, wanted.stem)
        let outcome = await downloader.fetch(
          remote.url, by: receiver, to: path, unrecognized: unrecognized
        ) { file throws(FileError) in try shelf.put(file, replacing: old, stem: stem) }
        switch outcome {
        case .whole(var file, let placement):
          file.modifiedAt = placement.modifiedAt
          return .whole(file, remote, replaced: placement.replaced)
        case .unrecognized(let sha256, let message):
          isOutage = false
          tools.say(.downloadTrouble(wanted.job, message))
          // The same as what is here already: nothing more is to be had now.
          if wanted.unverified?.sha256 == sha256 { return .waits }
          unrecognized.sha256 = sha256
        case .refused(let message):
          isOutage = false
          tools.say(.downloadTrouble(wanted.job, message))
          let now = tools.clock.now
          let since = ticket.refusedSince[wanted.attempt] ?? now
          ticket.refusedSince[wanted.attempt] = since
          if mayBeGone(remote, wanted, date: date, ticket) {
            await receiver.discard()
            let left = since + Self.refusalSpacing - now
            return left > .zero ? .refused(again: left) : .lost(message: message)
          }
          needsURL = true
        case .unreachable(let message):
          tools.say(.downloadTrouble(wanted.job, message))
          isOutage = true
          // Another URL may lead to a host that is there.
          needsURL = true
        case .unavailable(let message):
          isOutage = false
          tools.say(.downloadTrouble(wanted.job, message))
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

  /// What happens to a complete file that is no MP4 the program understands: one that is here already
  /// is not kept again.
  private func unrecognized(_ wanted: Wanted) -> Downloader.Unrecognized {
    let (shelf, stem) = (downloader.shelf, wanted.stem)
    let here = tools.ledger.state(of: wanted.job)?.video
    let old = here?.attempt == wanted.attempt ? nil : here
    let place = VideoShelf.unverifiedPlace(stem: stem, attempt: wanted.attempt)
    // Only what was never here is: a file that was lost here was verified when it came.
    let isKnown = tools.ledger.state(of: wanted.job)?.keptVideos.contains {
      $0.attempt == wanted.attempt
    }
    return Downloader.Unrecognized(place: isKnown ?? false ? nil : place) {
      file throws(FileError) in
      try shelf.putUnverified(file, at: place, replacing: old, stem: stem)
    }
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
  /// - Returns: also when the service has answered, by its own clock.
  private func renewed(
    _ task: TaskID, isExpired: Bool
  ) async -> (renewal: Renewal, date: Timestamp?) {
    let answer = await tools.ask { client in await client.status(of: task) }
    return (renewal(answer?.outcome, isExpired: isExpired), answer?.date)
  }

  private func renewal(_ outcome: StatusOutcome?, isExpired: Bool) -> Renewal {
    switch outcome {
    case .completed(_, let video)?:
      return .video(video)
    case .notFound?:
      return .unknown
    case .failed? where isExpired:
      return .unknown
    case .refused(let cause, let message)?:
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      return .later
    case .unfinished?, .failed?, .mismatched?, .throttled?, .unavailable?, nil:
      return .later
    }
  }
}
