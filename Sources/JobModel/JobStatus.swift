/// Where a job stands, as the results say it.
package enum JobStatus: String, Sendable, CaseIterable {
  /// Its video is here.
  case completed
  /// Refused, or ended without a video.
  case failed
  /// Sent, outcome unknown; money may have been spent.
  case inDoubt = "in_doubt"
  /// Paid, and not ended or not fetched.
  case submitted
  /// To be sent: never sent yet, not since the request changed, or in vain, with no money spent or
  /// the video lost.
  case pending
  /// Set aside by `--skip-invalid`.
  case invalid

  /// - Parameter isPresent: whether a video's file is on the disk as it should be.
  package init(of job: Job, _ state: JobState?, isPresent: (VideoFile) -> Bool) {
    guard let state else {
      self = .pending
      return
    }
    switch state.latest?.phase {
    case .intended, .inDoubt:
      self = .inDoubt
      return
    case .accepted, .completed:
      self = .submitted
      return
    case .fetched, .failed, .withdrawn, .lost, .abandoned, nil:
      break
    }
    if let video = state.video, video.fingerprint == job.fingerprint {
      if isPresent(video.file) {
        self = .completed
      } else {
        // Lost here; what it was paid for may be had again, unless another attempt has failed.
        self = state.failure(of: job) == nil ? .submitted : .failed
      }
    } else if state.failure(of: job) != nil {
      self = .failed
    } else {
      self = .pending
    }
  }
}

extension JobState {
  /// When the newest failure was recorded, of whatever request.
  package var failedAt: Timestamp? {
    if let obstacle { return obstacle.at }
    guard let latest, case .failed = latest.phase else { return nil }
    return latest.changedAt
  }

  /// Why the job as it is written now has no video; `nil` when nothing failed.
  package func failure(of job: Job) -> JobFailure? {
    if let obstacle, obstacle.fingerprint == job.fingerprint { return obstacle.failure }
    guard let latest, latest.intent.fingerprint == job.fingerprint,
      case .failed(let failure, _) = latest.phase
    else { return nil }
    return failure
  }
}
