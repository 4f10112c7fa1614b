import DurableFiles
import JobJournal
import JobModel
import Pacing

/// Owns what is known about all jobs, and makes every change durable before anybody acts on it.
package actor JobLedger {
  package private(set) var state: BatchState
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
    state = journal.handOverState()
    let writer = journal.writer
    self.writer = writer
    turns = WriteTurns(clock: clock, spacing: spacing) { writer.writeWhatGathered() }
    self.clock = clock
    self.halt = halt
    self.listener = listener
  }

  package func state(of job: JobID) -> JobState? { state.jobs[job] }

  /// Records what happened to a job; returns when it is on the disk.
  ///
  /// - Throws: ``StopReason`` when it can't be made durable; the run is then told to stop.
  package func record(_ event: JobEvent, of job: JobID) async throws(StopReason) {
    try await record([.job(job, event)])
  }

  /// Records events in their order, under one sync.
  ///
  /// - Parameter isPaidNews: written at once, whatever was written just before: what the service
  ///   has answered to money would have to be found out again after a crash.
  package func record(
    _ events: [BatchEvent], isPaidNews: Bool = false
  ) async throws(StopReason) {
    let records = try fold(events)
    do throws(FileError) {
      try await writer.append(records) { _ in isPaidNews ? turns.takeNow() : turns.ask() }
    } catch {
      throw stop(.disk(error))
    }
    for record in records { listener(record) }
  }

  /// Records what happened to a job and does not wait for the disk: for what costs nothing when a
  /// crash takes it back, since it is found out again. It is on the disk with the next record that
  /// is waited for, or after ``gatheringTime``.
  ///
  /// - Throws: ``StopReason`` when it can't follow; a disk that fails stops the run later.
  func note(_ event: JobEvent, of job: JobID) throws(StopReason) {
    let records = try fold([.job(job, event)])
    writer.note(records) { [listener, halt] outcome in
      switch outcome {
      case .success: for record in records { listener(record) }
      case .failure(let error): halt.stop(.disk(error))
      }
    }
    turns.ask(patience: Self.gatheringTime)
  }

  /// Returns when everything that was recorded is on the disk.
  package func settle() async throws(StopReason) { try await record([]) }

  private func fold(_ events: [BatchEvent]) throws(StopReason) -> [BatchRecord] {
    let now = Timestamp(milliseconds: clock.wallMilliseconds)
    let records = events.map { BatchRecord(at: now, event: $0) }
    for record in records {
      do throws(IllegalTransition) {
        try state.apply(record)
      } catch {
        throw stop(.broken(error.description))
      }
    }
    return records
  }

  /// Records that the service took an attempt, or that the attempt is in doubt when the task it
  /// named belongs to another job.
  ///
  /// - Returns: whether the task is the job's own.
  func recordAccepted(
    _ task: TaskID, attempt: Attempt.Intent, of job: JobID
  ) async throws(StopReason) -> Bool {
    // A task known from before is this attempt's own only when the attempt had it already.
    if let owner = state.owners[task], owner != job || state.jobs[job]?.latest?.task != task {
      try await record(
        .doubted(
          attempt: attempt.number,
          reason: "the service answered with task \(task), which belongs to job \(owner)",
          task: nil), of: job)
      return false
    }
    var events = [BatchEvent.job(job, .accepted(attempt: attempt.number, task))]
    if attempt.carriesKey, state.keyPolicy != .accepted { events.append(.keyPolicy(.accepted)) }
    if !attempt.carriesKey, state.keyPolicy == .unknown { events.append(.keyPolicy(.refused)) }
    try await record(events, isPaidNews: true)
    return true
  }

  /// Gives a job the stem of its file name if it has none yet.
  ///
  /// - Parameter choose: picks a stem, given a test whether a case-folded stem is taken.
  func stem(
    of job: JobID, choose: @Sendable ((String) -> Bool) -> String
  ) async throws(StopReason) -> String {
    if let stem = state.jobs[job]?.stem { return stem }
    let stem = choose { state.foldedStems.contains($0) }
    try await record(.named(stem: stem), of: job)
    return stem
  }

  /// Records the intent to submit a job; what went before and can't end any more is closed.
  ///
  /// - Parameters:
  ///   - fresh: the run that begins now if none is under way.
  ///   - stem: chooses the stem of the job's file name if it has none yet, given a test whether a
  ///     case-folded stem is taken: the name is journalled with the first intent.
  ///   - make: makes the intent from its number, its run and whether it may carry its key.
  func intend(
    _ job: JobID, fresh: Run, stem: (@Sendable ((String) -> Bool) -> String)? = nil,
    make: @Sendable (_ number: Int, _ run: String, _ mayCarryKey: Bool) -> Attempt.Intent
  ) async throws(StopReason) -> Attempt.Intent {
    var events: [BatchEvent] = []
    if state.run == nil { events.append(.runBegan(fresh)) }
    if let stem, state.jobs[job]?.stem == nil {
      events.append(.job(job, .named(stem: stem { state.foldedStems.contains($0) })))
    }
    let latest = state.jobs[job]?.latest
    if case .completed? = latest?.phase, let number = latest?.intent.number {
      let reason = "its URL expired before it was fetched"
      events.append(.job(job, .lost(attempt: number, reason: reason)))
    }
    let intent = make(
      (latest?.intent.number ?? 0) + 1, state.run?.id ?? fresh.id, state.keyPolicy != .refused)
    events.append(.job(job, .intended(intent)))
    try await record(events)
    return intent
  }

  /// Whether an attempt spends the money of the run under way.
  func isOfThisRun(_ intent: Attempt.Intent) -> Bool { state.run?.id == intent.run }

  /// Records that a job can't be submitted as it is; what went before and can't end any more is
  /// closed.
  func obstruct(_ job: Job, _ failure: JobFailure) async throws(StopReason) {
    var events: [BatchEvent] = []
    if let latest = state.jobs[job.id]?.latest, case .completed = latest.phase {
      let reason = "its URL expired before it was fetched"
      events.append(.job(job.id, .lost(attempt: latest.intent.number, reason: reason)))
    }
    events.append(.job(job.id, .obstructed(failure, job.fingerprint)))
    try await record(events)
  }

  /// The URL that a content was uploaded under last.
  func uploadedURL(of sha256: String) -> String? { state.uploads[sha256] }

  /// What is known of how the service treats `client_business_id`.
  var keyPolicy: KeyPolicy { state.keyPolicy }

  /// Recently accepted attempts that can show whether look-ups by key work, the newest first: of
  /// the same account, and sent with their keys.
  func witnesses(account: String, besides job: JobID) -> [Witness] {
    state.witnesses.reversed().filter { $0.account == account && $0.job != job }
  }

  /// Whether look-ups by key can be shown to work for an account.
  func hasWitness(account: String) -> Bool {
    state.witnesses.contains { $0.account == account }
  }

  private func stop(_ reason: StopReason) -> StopReason {
    halt.stop(reason)
    return reason
  }
}
