import JobModel
import Pacing

/// Bringing videos home that are paid for.
extension JobRunner {
  /// A video that was paid for and that this run has not asked for in vain: one that was never
  /// fetched, or one of the same request whose file is gone.
  ///
  /// - Parameter isForced: whether a new video is wanted even where there is one.
  func untriedDownload(
    _ state: JobState?, _ job: Job, _ ticket: SubmissionQueue.Ticket, isForced: Bool = false
  ) -> End? {
    if let latest = state?.latest, case .completed(_, let video) = latest.phase {
      let number = latest.intent.number
      return ticket.triedDownloads.contains(number)
        ? nil
        : .fetch(
          .newest(attempt: number), expiresAt: video.expiry(submittedAt: latest.submittedAt))
    }
    if isForced { return nil }
    let kept = state?.keptVideos.last {
      $0.fingerprint == job.fingerprint && !ticket.triedDownloads.contains($0.attempt)
    }
    return kept.map {
      .fetch(.recall($0), expiresAt: $0.remote.expiry(submittedAt: $0.submittedAt))
    }
  }

  /// Fetches a job's video. Holds a download slot.
  ///
  /// - Parameter ticket: gets since when the host is not to be reached.
  func fetch(
    _ download: Download, of job: Job, _ ticket: inout SubmissionQueue.Ticket
  ) async throws(StopReason) -> End {
    let outcome =
      switch download {
      case .newest: try await fetching.fetch(job, &ticket)
      case .recall(let kept): try await fetching.recall(kept, job, &ticket)
      }
    switch outcome {
    case .fetched: return await isWhatWasWanted(job, ticket) ? .settled : .again(after: .zero)
    // What the plan does not show is not paid for: another command shows it first.
    case .lost: return ticket.isPlanned ? .again(after: .zero) : .settled
    case .refused(let span): return .fetchLater(download, after: span)
    case .waits: return .settled
    case .outage:
      let now = tools.clock.now
      let since = ticket.outageSince ?? now
      ticket.outageSince = since
      let left = since + tools.limits.giveUpAfter - now
      guard left > .zero else { return .settled }
      return .fetchLater(download, after: min(left, max(.seconds(10), (now - since) / 2)))
    }
  }

  /// Whether what was fetched is what this run has submitted for the job, so that there is nothing
  /// more to decide.
  private func isWhatWasWanted(_ job: Job, _ ticket: SubmissionQueue.Ticket) async -> Bool {
    guard ticket.tries > 0, let latest = tools.ledger.state(of: job.id)?.latest,
      case .fetched = latest.phase
    else { return false }
    return latest.intent.fingerprint == job.fingerprint
  }
}
