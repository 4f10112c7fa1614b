import JobModel

/// Decides what is to be done about a job: keep, fetch, or submit and pay.
///
/// The rows of the table are tried in order, and the first that fits decides:
///
/// 1. a submission that may exist is reconciled, never blindly repeated;
/// 2. a task that has not ended is waited for, even if the request has changed since;
/// 3. a paid video that was never fetched is fetched, even if the request has changed since; where
///    its URL should be dead, the plan shows the submission that follows if it is lost;
/// 4. with `--force`, and once in a run, the job is submitted;
/// 5. a whole video of the same request is kept; one that is not verified is looked at again;
/// 6. an older video of the same request is taken back;
/// 7. a video of the same request whose file is gone is fetched again while its URL lives;
/// 8. a final failure of the same request is kept;
/// 9. anything else is submitted, with the reason in words.
///
/// A job that would be submitted may find its video with an id that left the manifest; that is
/// known only when the whole manifest was read, so ``PlanBuilder`` decides it.
package struct Planner: Sendable {
  /// Looks at a video's file, given its record.
  package var check: @Sendable (VideoFile) -> FileCheck
  /// Submit again what failed for good (`--retry-failed`).
  package var retriesFinalFailures = false
  /// Submit again what is in doubt, accepting that it may be paid twice
  /// (`--resubmit-in-doubt`).
  package var resubmitsInDoubt = false

  /// Submit again what has its video (`--force`), once in a run.
  package var forces = false
  /// The run under way when the command began.
  package var run: String?

  /// A planner without wishes: it forces nothing, and submits no failure or doubt again.
  ///
  /// - Parameter check: may block; called from any thread.
  package init(check: @escaping @Sendable (VideoFile) -> FileCheck) {
    self.check = check
  }

  /// - Parameters:
  ///   - tries: how often this run has submitted the job already; explicit wishes such as
  ///     ``retriesFinalFailures`` count for the first submission only.
  ///   - mayForce: whether ``forces`` holds for this job; it is not for what the plan did not show.
  package func decide(
    _ job: Job, _ state: JobState?, now: Timestamp, tries: Int = 0, mayForce: Bool = true
  ) -> Decision {
    guard let state else { return .submit(reason: "new") }
    // Most jobs of a catalog are done.
    switch state.isOpen ? state.latest?.phase : nil {
    case .intended:
      return .reconcile(reason: "the program stopped while it was being submitted")
    case .inDoubt(let reason, _):
      return .reconcile(reason: reason)
    case .accepted(let task):
      return .poll(task)
    case .completed(let task, let video):
      if !Self.isExpired(video, submittedAt: state.latest?.submittedAt, at: now) {
        return .fetch(task, reason: "finished at the service, not fetched yet")
      }
      let decision = decideSettled(job, state, now: now, tries: tries)
      if decision.kind == .submit { return decision }
      // Nobody would pay for it again, and still it must come to an end.
      return .fetch(task, reason: "finished at the service, and asked for once more")
    case .fetched, .failed, .withdrawn, .lost, .abandoned, nil:
      break
    }
    if forces, mayForce, tries == 0, run == nil || state.latest?.intent.run != run {
      return .submit(reason: "forced")
    }
    return decideSettled(job, state, now: now, tries: tries)
  }

  /// The rows for jobs of which nothing is under way.
  private func decideSettled(
    _ job: Job, _ state: JobState, now: Timestamp, tries: Int
  ) -> Decision {
    var missing: String?
    var recallable: KeptVideo?
    func look(at kept: KeptVideo, isInPlace: Bool) -> Decision? {
      guard kept.fingerprint == job.fingerprint else { return nil }
      let how: String
      switch check(kept.file) {
      case .whole where kept.file.isUnverified: return .reinspect(kept)
      case .whole: return isInPlace ? .keep : .takeBack(kept)
      case .unreadable(let error): return .unreadable(error)
      case .missing: how = "the video file is missing"
      case .damaged(let damage): how = "the video file is damaged (\(damage))"
      }
      missing = missing ?? how
      if recallable == nil, !Self.isExpired(kept.remote, submittedAt: kept.submittedAt, at: now) {
        recallable = kept
      }
      return nil
    }
    // The one in place comes first, then the newest.
    if let video = state.video, let decision = look(at: video, isInPlace: true) { return decision }
    for kept in state.older.reversed() {
      if let decision = look(at: kept, isInPlace: false) { return decision }
    }
    if let recallable, let missing { return .recall(recallable, reason: missing) }
    if let obstacle = state.obstacle, obstacle.fingerprint == job.fingerprint,
      tries > 0 || !obstacle.failure.canPass && !retriesFinalFailures
    {
      return .keepFailure(obstacle.failure)
    }
    let isSameRequest = state.latest?.intent.fingerprint == job.fingerprint
    if isSameRequest, case .failed(let failure, _)? = state.latest?.phase,
      !failure.canPass, !retriesFinalFailures || tries > 0
    {
      return .keepFailure(failure)
    }
    if let missing { return .submit(reason: missing + ", and it has expired at the service") }
    guard let latest = state.latest else {
      return .submit(reason: state.video == nil ? "new" : "request changed")
    }
    return .submit(
      reason: isSameRequest ? Self.reason(to: latest) : changes(of: job, since: latest))
  }

  /// Whether a URL should be dead by now, by this machine's clock; where nothing is known of it, two
  /// days after the submission. That is enough to announce what a
  /// run may pay for again, and not to pay: see ``Fetching``.
  package static func isExpired(
    _ video: RemoteVideo, submittedAt: Timestamp?, at now: Timestamp
  ) -> Bool {
    let twoDays: Int64 = 2 * 86_400_000
    let end =
      video.expiry(submittedAt: submittedAt) ?? submittedAt?.adding(milliseconds: twoDays)
    return end.map { $0 <= now } ?? false
  }

  /// Why the same request is submitted once more.
  private static func reason(to latest: Attempt) -> String {
    switch latest.phase {
    case .failed(let failure, _): "failed before: \(failure.message)"
    case .withdrawn(let reason): "not submitted before: \(reason)"
    case .lost(_, let reason): "the video was lost: \(reason)"
    case .abandoned: "given up in doubt"
    case .completed: "the video expired before it was fetched"
    case .fetched: "its video is not its own any more"
    case .intended, .inDoubt, .accepted: "again"
    }
  }

  /// Why a job that has a video would be paid for again, in a word or two that many jobs share.
  func cause(of job: Job, _ state: JobState) -> String {
    if forces { return "forced" }
    if state.keptVideos.contains(where: { $0.fingerprint == job.fingerprint }) {
      return "video lost"
    }
    guard let latest = state.latest else { return "other request" }
    if latest.intent.fingerprint == job.fingerprint { return "failed before" }
    return differences(of: job, since: latest).map(\.name).joined(separator: ", ")
  }

  /// Names what differs from the request of an earlier attempt.
  private func changes(of job: Job, since latest: Attempt) -> String {
    let words = differences(of: job, since: latest).map { difference in
      difference.values.map { "\(difference.name) \($0)" } ?? difference.name
    }
    return "request changed: " + words.joined(separator: ", ")
  }

  /// What differs, with its values where they are known: never empty.
  private func differences(
    of job: Job, since latest: Attempt
  ) -> [(name: String, values: String?)] {
    let (old, new) = (latest.intent.outline, job.outline)
    var changes: [(name: String, values: String?)] = []
    func compare(_ name: String, _ old: String, _ new: String) {
      if old != new { changes.append((name, "\(old) → \(new)")) }
    }
    compare("mode", old.mode.rawValue, new.mode.rawValue)
    compare("resolution", old.resolution.rawValue, new.resolution.rawValue)
    compare("duration", "\(old.duration.seconds)", "\(new.duration.seconds)")
    compare("audio", "\(old.audio)", "\(new.audio)")
    compare("watermark", Self.text(old.watermark), Self.text(new.watermark))
    if old.sourcesSum != new.sourcesSum {
      changes.append((new.mode == .imageToVideo ? "image_urls" : "reference_urls", nil))
    }
    if old.promptSum != new.promptSum { changes.append(("prompt", nil)) }
    if old.metadataSum != new.metadataSum { changes.append(("metadata", nil)) }
    return changes.isEmpty ? [("sources", nil)] : changes
  }

  private static func text(_ flag: Bool?) -> String { flag.map { "\($0)" } ?? "unset" }
}
