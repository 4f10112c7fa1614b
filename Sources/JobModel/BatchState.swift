/// All that an output directory knows: the fold of its journal.
package struct BatchState: Sendable {
  /// Every job that has a record, those that left the manifest included.
  package private(set) var jobs: [JobID: JobState] = [:]
  /// The newest run, and how it ended if it did.
  package private(set) var lastRun: LastRun?
  /// The service's new identity, where the directory was bound anew.
  package private(set) var reboundTo: String?
  /// The URL of each uploaded content, by its SHA-256.
  package private(set) var uploads: [String: String] = [:]
  /// Whether some answer repeated another key than was sent.
  package private(set) var rewritesKeys = false
  /// What the service has taught about its allowances, and when.
  package private(set) var lessons: [RateLesson.Requests: Lesson] = [:]

  /// A lesson with the time at which it was recorded.
  package struct Lesson: Hashable, Sendable {
    /// What was learned.
    package let lesson: RateLesson
    /// When it was recorded first; a compaction keeps it.
    package let at: Timestamp
  }
  /// When the newest submissions were meant to leave, oldest first: what a restart may not
  /// forget of the allowance. At least the newest ``recentlyKept`` of them, at most twice as many.
  package private(set) var recentSubmissions: [Timestamp] = []
  /// More than the largest burst that any group of users has.
  package static let recentlyKept = 1000
  /// File stems in use, case folded, so that no two jobs share a file anywhere.
  package private(set) var foldedStems: Set<String> = []
  /// Which job each task belongs to; a task id never serves two jobs.
  package private(set) var owners = TaskOwners()

  /// The newest accepted attempts that carried their key, oldest first: at most
  /// ``controlsKept`` of each mode, and of one API key unless the newest ones had several.
  package private(set) var witnesses: [Witness] = []
  private static let controlsKept = 16

  /// A run with its beginning, and with its end if that was recorded.
  package struct LastRun: Sendable {
    /// With the settings that it was given last.
    package var run: Run
    /// When its first record was written; settings that came later do not change it.
    package var beganAt: Timestamp
    /// `nil` while it is under way, or when the program just stopped.
    package var exitCode: Int32?
  }

  /// When the newest record was written.
  package private(set) var changedAt: Timestamp?

  /// What an empty journal folds to: nothing is known.
  package init() {}

  /// The run that is under way, or was when the program last stopped.
  package var run: Run? { lastRun.flatMap { $0.exitCode == nil ? $0.run : nil } }

  /// Since when failures count as new for a command: since the run that it goes on with began,
  /// perhaps in a command before, or else since the command itself did.
  package func newSince(run id: String?, startedAt: Timestamp) -> Timestamp {
    guard let lastRun, lastRun.run.id == id else { return startedAt }
    return min(startedAt, lastRun.beganAt)
  }

  /// What the run under way has paid, and what it holds for submissions in doubt; unknown
  /// amounts count as nothing.
  package var spent: Money {
    guard let run = run?.id else { return .zero }
    var spent = Money.zero
    for job in jobs.values {
      for charge in job.charges where charge.run == run { spent += charge.amount ?? .zero }
      if let latest = job.latest, latest.isUncertain, latest.intent.run == run {
        spent += latest.intent.amount ?? .zero
      }
    }
    return spent
  }

  /// The jobs that the run under way has submitted and that may still cost nothing.
  package var openJobsOfRun: Set<JobID> {
    guard let run = run?.id else { return [] }
    return Set(
      jobs.lazy.filter { _, job in
        guard job.isOpen, let latest = job.latest, latest.intent.run == run else { return false }
        // What is completed is never refunded.
        if case .completed = latest.phase { return false }
        return true
      }.map(\.key))
  }

  /// Whether something is paid for that is not here yet, or may be.
  package var hasPaidWork: Bool { jobs.values.contains { $0.isOpen } }

  /// Whether a task may be that of a job's attempt: it is not known yet, or known as just that.
  package func mayBe(_ task: TaskID, of job: JobID, attempt: Int) -> Bool {
    guard let owner = owners[task] else { return true }
    return owner == job && !(jobs[job]?.hasTask(task, besides: attempt) ?? false)
  }

  /// Folds one record in.
  ///
  /// - Throws: ``IllegalTransition`` when a job's event can't follow its state.
  package mutating func apply(_ record: BatchRecord) throws(IllegalTransition) {
    changedAt = record.at
    switch record.event {
    case .job(let id, let event):
      try fold(event, of: id, at: record.at)
      switch event {
      case .named(let stem): foldedStems.insert(stem.lowercased())
      case .accepted(_, let task): own(task, by: id)
      case .doubted(_, _, let task?): own(doubted: task, by: id)
      case .intended: remember(submissionAt: record.at)
      default: break
      }
    case .snapshot(let id, let state):
      take(state, of: id)
    case .runBegan(let begun):
      // With other settings it is the same run still.
      let beganAt = lastRun.flatMap { $0.run.id == begun.id ? $0.beganAt : nil } ?? record.at
      lastRun = LastRun(run: begun, beganAt: beganAt, exitCode: nil)
    case .runEnded(let id, let exitCode):
      if lastRun?.run.id == id { lastRun?.exitCode = exitCode }
    case .rebound(let service):
      reboundTo = service
      rewritesKeys = false
      lessons = [:]
    case .uploaded(let upload):
      uploads[upload.sha256] = upload.url
    case .keyPolicy(let policy):
      // Any other experience of one run says nothing of the next one.
      if policy == .rewritten { rewritesKeys = true }
    case .taught(let lesson):
      lessons[lesson.requests] = Lesson(lesson: lesson, at: record.at)
    case .remembered(let times, let known):
      recentSubmissions = times
      witnesses = known
    }
  }

  /// Makes room for jobs with a task each, when it is known how many will come.
  package mutating func reserve(jobs count: Int) {
    jobs.reserveCapacity(count)
    foldedStems.reserveCapacity(count)
    owners.reserve(count)
  }

  private mutating func fold(
    _ event: JobEvent, of id: JobID, at time: Timestamp
  ) throws(IllegalTransition) {
    guard jobs[id] == nil else {
      try jobs[id]?.apply(event, at: time)
      return
    }
    // A job becomes known by its first legal event, not by one that is refused.
    var state = JobState()
    try state.apply(event, at: time)
    jobs[id] = state
  }

  /// Takes a whole state in, with all tasks that it names.
  private mutating func take(_ state: JobState, of id: JobID) {
    jobs[id] = state
    if let stem = state.stem { foldedStems.insert(stem.lowercased()) }
    state.forEachTask { task, isCertain in
      if isCertain { owners.set(task, to: id) } else { own(doubted: task, by: id) }
    }
  }

  /// A task that an attempt in doubt names may be another job's.
  private mutating func own(doubted task: TaskID, by id: JobID) {
    if owners[task] == nil { owners.set(task, to: id) }
  }

  private mutating func own(_ task: TaskID, by id: JobID) {
    owners.set(task, to: id)
    guard let latest = jobs[id]?.latest, latest.intent.carriesKey,
      !witnesses.contains(where: { $0.task == task })
    else { return }
    let intent = latest.intent
    let mode = intent.outline.mode
    if witnesses.count(where: { $0.mode == mode }) == Self.controlsKept,
      let oldest = witnesses.firstIndex(where: { $0.mode == mode })
    {
      witnesses.remove(at: oldest)
    }
    witnesses.append(
      Witness(
        job: id, account: intent.account, mode: mode, key: intent.key, task: task,
        submittedAt: latest.submittedAt, uptime: intent.uptime))
  }

  private mutating func remember(submissionAt time: Timestamp) {
    // Dropping half at a time keeps this cheap over a million submissions.
    if recentSubmissions.count == 2 * Self.recentlyKept {
      recentSubmissions.removeFirst(Self.recentlyKept)
    }
    recentSubmissions.append(time)
  }
}
