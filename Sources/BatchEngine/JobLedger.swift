import DurableFiles
import JobJournal
import JobModel
import Locking
import Pacing

/// Owns what is known about all jobs, and makes every change durable before anybody acts on it.
///
/// Behind a lock and no actor, since every step of every job looks here: what is known is changed
/// and given to the journal in one go, so that the journal has the order of the changes.
package final class JobLedger: Sendable {
  private let held: Locked<BatchState>
  private let keys = Locked(KeyTrial())
  private let intents = Locked(0)
  /// When this process took the directory over: a later intent is its own.
  private let openedAt: Uptime
  private let writer: JournalWriter
  private let clock: any BatchClock
  private let halt: Halt
  private let listener: @Sendable (BatchRecord) -> Void
  private let turns: WriteTurns
  /// How long records that nobody waits for may gather.
  static let gatheringTime = Duration.milliseconds(50)
  /// The least time between the beginnings of two writes, but for paid news: a wait that is short
  /// beside that for any answer of the service, and that many records share.
  package static let spacing = Duration.milliseconds(10)

  /// - Parameters:
  ///   - journal: whose state is handed over: it knows nothing afterwards.
  ///   - spacing: the least time between the beginnings of two writes.
  ///   - listener: told of each record after it is durable, from any thread.
  package init(
    journal: Journal, clock: any BatchClock, halt: Halt, spacing: Duration = spacing,
    listener: @escaping @Sendable (BatchRecord) -> Void
  ) {
    held = Locked(journal.handOverState())
    let writer = journal.writer
    self.writer = writer
    turns = WriteTurns(clock: clock, spacing: spacing) { writer.writeWhatGathered() }
    self.clock = clock
    self.halt = halt
    self.listener = listener
    openedAt = clock.reading
  }

  /// All that is known; to be let go before the next change, which would copy it.
  package var state: BatchState { held.withLock { $0 } }

  /// What is known about a job, changes that are not on the disk yet included; `nil` for nothing.
  package func state(of job: JobID) -> JobState? { held.withLock { $0.jobs[job] } }

  /// Records what happened to a job; returns when it is on the disk.
  ///
  /// - Throws: ``StopReason`` when it can't be made durable; the run is then told to stop.
  package func record(_ event: JobEvent, of job: JobID) async throws(StopReason) {
    try await record([.job(job, event)])
  }

  /// Records events in their order, under one sync.
  package func record(_ events: [BatchEvent]) async throws(StopReason) {
    try await record { _ in (events, ()) }
  }

  /// Events, and what whoever decided on them wants to know once they are on the disk.
  private typealias Decision<Value> = (events: [BatchEvent], value: Value)

  /// Records what follows from what is known.
  ///
  /// - Parameters:
  ///   - isPaidNews: written at once, whatever was written just before: what the service has
  ///     answered to money would have to be found out again after a crash.
  ///   - decide: nothing else changes what is known meanwhile.
  private func record<Value: Sendable>(
    isPaidNews: Bool = false, _ decide: @Sendable (BatchState) -> Decision<Value>
  ) async throws(StopReason) -> Value {
    typealias Recorded = (records: [BatchRecord], value: Value)
    let outcome: Result<Recorded, StopReason> = await withCheckedContinuation { continuation in
      let refusal = change(decide) { records, value, outcome in
        switch outcome {
        case .success: continuation.resume(returning: .success((records, value)))
        case .failure(let error): continuation.resume(returning: .failure(.disk(error)))
        }
      }
      if let refusal {
        continuation.resume(returning: .failure(refusal))
      } else if isPaidNews {
        turns.takeNow()
      } else {
        turns.ask()
      }
    }
    switch outcome {
    case .success(let recorded):
      for record in recorded.records { listener(record) }
      return recorded.value
    case .failure(let reason):
      throw stop(reason)
    }
  }

  /// Records what happened to a job and does not wait for the disk: for what costs nothing when a
  /// crash takes it back, since it is found out again. It is on the disk with the next record that
  /// is waited for, or after ``gatheringTime``.
  ///
  /// - Throws: ``StopReason`` when it can't follow; a disk that fails stops the run later.
  func note(_ event: JobEvent, of job: JobID) throws(StopReason) {
    try note(.job(job, event))
  }

  private func note(_ event: BatchEvent) throws(StopReason) {
    let refusal = change { _ in
      ([event], ())
    } told: { [listener, halt] records, _, outcome in
      switch outcome {
      case .success: for record in records { listener(record) }
      case .failure(let error): halt.stop(.disk(error))
      }
    }
    if let refusal { throw stop(refusal) }
    turns.ask(patience: Self.gatheringTime)
  }

  /// Keeps what the service has taught about an allowance, for the next process; does not wait for
  /// the disk.
  package func learn(_ lesson: RateLesson) {
    do throws(StopReason) {
      try note(.taught(lesson))
    } catch {
      // The run is told to stop already.
    }
  }

  /// Returns when everything that was recorded is on the disk.
  package func settle() async throws(StopReason) { try await record([]) }

  /// Changes what is known, and gives the change to the journal.
  ///
  /// - Parameter told: called once it is on the disk, or can't be brought there; not at all when
  ///   it can't follow from what is known.
  /// - Returns: why it can't follow.
  private func change<Value: Sendable>(
    _ decide: @Sendable (BatchState) -> Decision<Value>,
    told: @escaping @Sendable ([BatchRecord], Value, Result<Void, FileError>) -> Void
  ) -> StopReason? {
    held.withLock { state in
      let now = Timestamp(milliseconds: clock.wallMilliseconds)
      let (events, value) = decide(state)
      let records = events.map { BatchRecord(at: now, event: $0) }
      for record in records {
        do throws(IllegalTransition) {
          try state.apply(record)
        } catch {
          return .broken(error.description)
        }
      }
      writer.note(records) { told(records, value, $0) }
      return nil
    }
  }

  /// Records that the service took an attempt, or that the attempt is in doubt when the task it
  /// named belongs to another one. The doubt keeps the task's id, so that it is never proven that
  /// nothing was created.
  ///
  /// - Returns: whether the task is the attempt's own.
  func recordAccepted(
    _ task: TaskID, attempt: Attempt.Intent, of job: JobID, rewritesKey: Bool = false
  ) async throws(StopReason) -> Bool {
    let isOwn = try await record(isPaidNews: true) { state in
      let news: [BatchEvent] =
        rewritesKey && !state.rewritesKeys ? [.keyPolicy(.rewritten)] : []
      if state.mayBe(task, of: job, attempt: attempt.number) {
        return (news + [.job(job, .accepted(attempt: attempt.number, task))], true)
      }
      // A look-up may find it again, which is nothing new.
      if state.jobs[job]?.latest?.task == task { return (news, false) }
      let owner = state.owners[task] ?? job
      let reason = "the service answered with task \(task), which belongs to job \(owner)"
      let doubt = JobEvent.doubted(attempt: attempt.number, reason: reason, task: task)
      return (news + [.job(job, doubt)], false)
    }
    let mode = attempt.outline.mode
    if isOwn { keys.withLock { $0.noteAccepted(job, mode, carriesKey: attempt.carriesKey) } }
    return isOwn
  }

  /// Whether this process has recorded an intent to submit something.
  package var hasIntended: Bool { intents.withLock { $0 > 0 } }

  /// Whether a task may be that of an attempt, and of no other.
  func mayBe(_ task: TaskID, of job: JobID, attempt: Int) -> Bool {
    held.withLock { $0.mayBe(task, of: job, attempt: attempt) }
  }

  /// Gives a job the stem of its file name if it has none yet.
  ///
  /// - Parameter choose: picks a stem, given a test whether a case-folded stem is taken.
  func stem(
    of job: JobID, choose: @Sendable ((String) -> Bool) -> String
  ) async throws(StopReason) -> String {
    if let stem = state(of: job)?.stem { return stem }
    return try await record { state in
      let stem = choose { state.foldedStems.contains($0) }
      return ([.job(job, .named(stem: stem))], stem)
    }
  }

  /// Records the intent to submit a job.
  ///
  /// - Parameters:
  ///   - fresh: the run that begins now if none is under way; else its settings are the run's.
  ///   - givesUp: whether an attempt in doubt is given up for this one.
  ///   - stem: chooses the stem of the job's file name if it has none yet, given a test whether a
  ///     case-folded stem is taken: the name is journalled with the first intent.
  ///   - make: makes the intent from its number and its run.
  func intend(
    _ job: JobID, fresh: Run, givesUp: Bool = false,
    stem: (@Sendable ((String) -> Bool) -> String)? = nil,
    make: @Sendable (_ number: Int, _ run: String) -> Attempt.Intent
  ) async throws(StopReason) -> Attempt.Intent {
    let uptime = clock.reading
    intents.withLock { $0 += 1 }
    return try await record { state in
      var events: [BatchEvent] = []
      // Settings change with a submission and with nothing else: a command that is refused, or
      // finds nothing to submit, leaves the run and its cap as they are.
      let run = state.run?.continued(by: fresh) ?? fresh
      if run != state.run { events.append(.runBegan(run)) }
      if let stem, state.jobs[job]?.stem == nil {
        events.append(.job(job, .named(stem: stem { state.foldedStems.contains($0) })))
      }
      let latest = state.jobs[job]?.latest
      var intent = make((latest?.intent.number ?? 0) + 1, run.id)
      intent.givesUp = givesUp
      intent.uptime = uptime
      return (events + [.job(job, .intended(intent))], intent)
    }
  }

  /// Whether an attempt spends the money of the run under way.
  func isOfThisRun(_ intent: Attempt.Intent) -> Bool {
    held.withLock { $0.run?.id == intent.run }
  }

  /// Records that a job can't be submitted as it is.
  func obstruct(_ job: Job, _ failure: JobFailure) async throws(StopReason) {
    try await record { state in
      let latest = state.jobs[job.id]?.latest
      // What is in doubt stays so.
      if let latest, latest.isUncertain { return ([], ()) }
      return ([.job(job.id, .obstructed(failure, job.fingerprint))], ())
    }
  }

  /// The URL that a content was uploaded under last.
  func uploadedURL(of sha256: String) -> String? {
    held.withLock { $0.uploads[sha256] }
  }

  /// Whether a submission of a job carries its key: not after the service has refused it for this
  /// job, or for two jobs of this mode in this process, and has taken them without it.
  func mayCarryKey(_ job: JobID, _ mode: VideoMode) -> Bool {
    keys.withLock { $0.mayCarryKey(job, mode) }
  }

  /// Whether a keyed submission of a mode was ever accepted, so that a refusal is not about the key.
  func hasAcceptedKey(_ mode: VideoMode) -> Bool {
    keys.withLock { $0.hasAccepted(mode) }
      || held.withLock { state in state.witnesses.contains { $0.mode == mode } }
  }

  /// Control tasks for an attempt in doubt, the newest first, each with the time for which the
  /// attempt must still stay not to be found after the control task was.
  ///
  /// - Parameter sentBefore: a moment at which its request had left, if it ever did.
  func controls(
    for attempt: Attempt, of job: JobID, sentBefore: Uptime, limits: RunLimits
  ) -> [(control: Witness, wait: Duration)] {
    let mode = attempt.intent.outline.mode
    let age = ControlAge(
      doubt: attempt, sentBefore: sentBefore, now: clock.reading, openedAt: openedAt,
      requestTimeout: limits.requestTimeout)
    return held.withLock { state in
      // A key that comes back changed is not the one to look up.
      if state.rewritesKeys { return [] }
      return state.witnesses.reversed().compactMap { control in
        guard control.mode == mode, control.account == attempt.intent.account,
          control.job != job, let span = age.wait(for: control)
        else { return nil }
        return (control, span)
      }
    }
  }

  private func stop(_ reason: StopReason) -> StopReason {
    halt.stop(reason)
    return reason
  }
}
