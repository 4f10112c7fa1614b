/// An event that can't follow from the state it meets: a bug, or a journal that was tampered
/// with.
package struct IllegalTransition: Error, Sendable, CustomStringConvertible {
  /// What could not be folded in.
  package let event: JobEvent
  /// The newest attempt that it met; `nil` when the job had none.
  package let attempt: Attempt?

  /// Names without values: `event fetched does not follow attempt 1, accepted`.
  package var description: String {
    // Names only: the values may hold whole requests and URLs.
    func name(_ value: some Any) -> String { String("\(value)".prefix { $0 != "(" }) }
    let phase = attempt.map { "attempt \($0.intent.number), \(name($0.phase))" } ?? "no attempt"
    return "event \(name(event)) does not follow \(phase)"
  }
}

extension JobState {
  /// Folds one event in. This is the only definition of which events may follow which state.
  ///
  /// - Throws: ``IllegalTransition`` with the state left as it was.
  package mutating func apply(_ event: JobEvent, at time: Timestamp) throws(IllegalTransition) {
    try change { parts throws(IllegalTransition) in try parts.apply(event, at: time) }
  }
}

extension JobState.Parts {
  /// The newest attempts' tasks that are remembered.
  private static let pastTasksKept = 16

  fileprivate mutating func apply(
    _ event: JobEvent, at time: Timestamp
  ) throws(IllegalTransition) {
    switch event {
    case .named(let newStem):
      try require(stem == nil, event)
      stem = newStem
    case .obstructed(let failure, let fingerprint):
      try require(latest?.isFinal ?? true, event)
      obstacle = Obstacle(failure: failure, fingerprint: fingerprint, at: time)
    case .intended(let intent):
      try require(intent.number == (latest?.intent.number ?? 0) + 1, event)
      if intent.givesUp, let older = latest, case .inDoubt = older.phase {
        charge(older, task: nil, at: time, isCertain: false)
        supplanted.append(older)
      } else {
        try require(latest?.isFinal ?? true, event)
        supplanted = []
      }
      obstacle = nil
      rememberTask()
      rememberFailure(before: intent)
      latest = Attempt(intent: intent, phase: .intended, submittedAt: time, changedAt: time)
    case .moved(let attempt, let path, let inPlace):
      try move(attempt, to: path, inPlace: inPlace, event)
    case .refetched(let attempt, let file, let remote, let replaced):
      try require(latest?.isFinal ?? true, event)
      try putBack(attempt, file, remote, replaced, event)
    case .adopted(_, let kept, let replaced):
      try require(latest?.isFinal ?? true, event)
      try require(kept.attempt < 0, event)
      try require(!keptVideos.contains { $0.attempt == kept.attempt }, event)
      adoptions += 1
      place(kept, replaced)
    case .released(let attempt):
      try require(keptVideos.contains { $0.attempt == attempt }, event)
      older.removeAll { $0.attempt == attempt }
      if video?.attempt == attempt { video = nil }
    case .answered(let number):
      guard var attempt = latest, attempt.intent.number == number, attempt.isUncertain else {
        throw IllegalTransition(event: event, attempt: latest)
      }
      attempt.isAnswered = true
      latest = attempt
    case .accepted(let number, _), .refused(let number, _), .withdrawn(let number, _),
      .doubted(let number, _, _), .abandoned(let number), .failed(let number, _),
      .completed(let number, _), .fetched(let number, _, _), .lost(let number, _):
      guard var attempt = latest, attempt.intent.number == number else {
        throw IllegalTransition(event: event, attempt: latest)
      }
      attempt.phase = try nextPhase(of: attempt, after: event)
      attempt.changedAt = time
      settle(event, attempt, at: time)
      // Only an open attempt is compared with others.
      if attempt.isFinal { (attempt.intent.uptime, attempt.isAnswered) = (nil, false) }
      latest = attempt
      switch event {
      case .withdrawn, .refused: doubtAgain()
      case .doubted: break
      default: supplanted = []
      }
    }
  }

  /// The replacement created nothing: restores the doubt of the attempt that was given up for it,
  /// counts nothing of the replacement, and frees its number.
  private mutating func doubtAgain() {
    guard let older = supplanted.popLast() else { return }
    latest = older
    // Its task, where it names one, is no past one any more.
    pastTasks.removeAll { $0 == older.task }
    charges.removeAll { $0.attempt == older.intent.number }
  }

  /// All videos that are kept, the one in place last.
  private var keptVideos: [KeptVideo] { older + (video.map { [$0] } ?? []) }

  /// Remembers the newest attempt's task before another attempt takes its place.
  private mutating func rememberTask() {
    guard let task = latest?.task, !charges.contains(where: { $0.task == task }) else { return }
    if pastTasks.count == Self.pastTasksKept { pastTasks.removeFirst() }
    pastTasks.append(task)
  }

  private func require(_ holds: Bool, _ event: JobEvent) throws(IllegalTransition) {
    if !holds { throw IllegalTransition(event: event, attempt: latest) }
  }

  /// The table of legal transitions.
  private func nextPhase(
    of attempt: Attempt, after event: JobEvent
  ) throws(IllegalTransition) -> Attempt.Phase {
    switch (attempt.phase, event) {
    case (.intended, .accepted(_, let task)), (.inDoubt, .accepted(_, let task)):
      return .accepted(task)
    case (.failed(_, let known?), .accepted(_, let task)) where task == known:
      // The service has retried by itself: it is paid after all.
      return .accepted(task)
    case (.intended, .refused(_, let failure)):
      return .failed(judged(failure, of: attempt.intent), task: nil)
    case (.intended, .withdrawn(_, let reason)), (.inDoubt, .withdrawn(_, let reason)):
      return .withdrawn(reason: reason)
    case (.intended, .doubted(_, let reason, let task)):
      return .inDoubt(reason: reason, task: task)
    case (.inDoubt(_, let known), .doubted(_, let reason, let task)):
      // A task that is known once must stay to be found, whatever is said later.
      return .inDoubt(reason: reason, task: task ?? known)
    case (.accepted(let known), .doubted(_, let reason, _)):
      return .inDoubt(reason: reason, task: known)
    case (.inDoubt, .abandoned):
      return .abandoned
    case (.accepted(let task), .failed(_, let failure)):
      return .failed(judged(failure, of: attempt.intent), task: task)
    case (.accepted(let task), .completed(_, let video)),
      (.completed(let task, _), .completed(_, let video)):
      return .completed(task, video)
    case (.completed(let task, _), .fetched):
      return .fetched(task)
    case (.completed(let task, _), .lost(_, let reason)):
      return .lost(task, reason: reason)
    default:
      throw IllegalTransition(event: event, attempt: attempt)
    }
  }

  /// Keeps the account and the videos in step with a legal transition; `attempt` is the new one.
  private mutating func settle(_ event: JobEvent, _ attempt: Attempt, at time: Timestamp) {
    let number = attempt.intent.number
    switch event {
    case .accepted(_, let task):
      charge(attempt, task: task, at: time, isCertain: true)
    case .failed:
      charges.removeAll { $0.attempt == number }
    case .withdrawn:
      charges.removeAll { $0.attempt == number }
      // Its number is free again where an older one is in doubt instead.
      if supplanted.isEmpty { withdrawn += 1 }
    case .doubted:
      // Counted as in doubt while the attempt is open, so not as a charge.
      charges.removeAll { $0.attempt == number }
    case .abandoned:
      charge(attempt, task: nil, at: time, isCertain: false)
    case .fetched(_, let file, let replaced):
      keep(file, of: attempt, replaced)
    case .completed:
      earlierFailure = nil
    case .named, .obstructed, .intended, .answered, .refused, .lost, .moved, .refetched, .adopted,
      .released:
      break
    }
  }

  private mutating func charge(
    _ attempt: Attempt, task: TaskID?, at time: Timestamp, isCertain: Bool
  ) {
    let intent = attempt.intent
    charges.append(
      Charge(
        attempt: intent.number, task: task, priceClass: intent.outline.priceClass,
        seconds: intent.outline.duration.seconds, amount: intent.amount, at: time,
        run: intent.run, reason: intent.reason, isCertain: isCertain))
  }

  private mutating func keep(
    _ file: VideoFile, of attempt: Attempt, _ replaced: String?
  ) {
    let number = attempt.intent.number
    if var old = video, old.attempt != number, let replaced {
      old.file.path = replaced
      older.append(old)
    }
    // Each attempt has one video, so what was set aside of this one is no other.
    older.removeAll { $0.attempt == number }
    guard case .completed(let task, let remote)? = latest?.phase else { return }
    video = KeptVideo(
      file: file, attempt: number, task: task, fingerprint: attempt.intent.fingerprint,
      submittedAt: attempt.submittedAt, remote: remote)
  }

  private mutating func putBack(
    _ attempt: Int, _ file: VideoFile, _ remote: RemoteVideo, _ replaced: String?,
    _ event: JobEvent
  ) throws(IllegalTransition) {
    guard var kept = keptVideos.last(where: { $0.attempt == attempt }) else {
      throw IllegalTransition(event: event, attempt: latest)
    }
    kept.file = file
    kept.remote = remote
    older.removeAll { $0.attempt == attempt }
    place(kept, replaced)
  }

  /// Puts a video in place; one of another attempt that was there is kept where it went.
  private mutating func place(_ kept: KeptVideo, _ replaced: String?) {
    if var current = video, current.attempt != kept.attempt, let replaced {
      current.file.path = replaced
      older.append(current)
    }
    video = kept
  }

  private mutating func move(
    _ attempt: Int, to path: String, inPlace: Bool, _ event: JobEvent
  ) throws(IllegalTransition) {
    guard var moved = keptVideos.last(where: { $0.attempt == attempt }) else {
      throw IllegalTransition(event: event, attempt: latest)
    }
    moved.file.path = path
    older.removeAll { $0.attempt == attempt }
    if video?.attempt == attempt { video = nil }
    if inPlace {
      // Under the same path the one that was there has been overwritten.
      if let current = video, !current.file.path.utf8.elementsEqual(path.utf8) {
        older.append(current)
      }
      video = moved
    } else {
      older.append(moved)
    }
  }
}
