/// All that an output directory knows: the fold of its journal.
package struct BatchState: Sendable {
  package private(set) var jobs: [JobID: JobState] = [:]
  /// The run that is under way, or was when the program last stopped.
  package private(set) var run: Run?
  package private(set) var runBeganAt: Timestamp?
  /// The settings of the newest run, ended or not.
  package private(set) var lastSettings: [String] = []
  /// The URL of each uploaded content, by its SHA-256.
  package private(set) var uploads: [String: String] = [:]
  package private(set) var keyPolicy = KeyPolicy.unknown
  /// When the newest submissions were meant to leave, oldest first: what a restart may not
  /// forget of the allowance. At most ``recentlyKept`` of them.
  package private(set) var recentSubmissions: [Timestamp] = []
  /// More than the largest burst that any group of users has.
  private static let recentlyKept = 1000
  /// File stems in use, case folded, so that no two jobs share a file anywhere.
  package private(set) var foldedStems: Set<String> = []
  /// Which job each task belongs to; a task id never serves two jobs.
  package private(set) var owners: [TaskID: JobID] = [:]

  /// The newest accepted attempts that carried their key, oldest first, at most 16.
  package private(set) var witnesses: [Witness] = []

  /// An accepted attempt that a look-up by its key should find.
  package struct Witness: Sendable {
    package var job: JobID
    package var account: String
    package var key: SubmissionKey
    package var task: TaskID
  }

  package init() {}

  /// Folds one record in.
  ///
  /// - Throws: ``IllegalTransition`` when a job's event can't follow its state.
  package mutating func apply(_ record: BatchRecord) throws(IllegalTransition) {
    switch record.event {
    case .job(let id, let event):
      try jobs[id, default: JobState()].apply(event, at: record.at)
      switch event {
      case .named(let stem): foldedStems.insert(stem.lowercased())
      case .accepted(_, let task): own(task, by: id)
      case .intended: remember(submissionAt: record.at)
      default: break
      }
    case .snapshot(let id, let state):
      jobs[id] = state
      if let stem = state.stem { foldedStems.insert(stem.lowercased()) }
      for case let task? in state.charges.map(\.task) { owners[task] = id }
      if let task = state.latest?.task { owners[task] = id }
    case .runBegan(let begun):
      run = begun
      runBeganAt = record.at
      lastSettings = begun.settings
    case .runEnded(let id, _):
      if run?.id == id { run = nil }
    case .uploaded(let upload):
      uploads[upload.sha256] = upload.url
    case .keyPolicy(let policy):
      keyPolicy = policy
    }
  }

  private mutating func own(_ task: TaskID, by id: JobID) {
    owners[task] = id
    guard let intent = jobs[id]?.latest?.intent, intent.carriesKey else { return }
    if witnesses.count == 16 { witnesses.removeFirst() }
    witnesses.append(Witness(job: id, account: intent.account, key: intent.key, task: task))
  }

  private mutating func remember(submissionAt time: Timestamp) {
    // Dropping half at a time keeps this cheap over a million submissions.
    if recentSubmissions.count == 2 * Self.recentlyKept {
      recentSubmissions.removeFirst(Self.recentlyKept)
    }
    recentSubmissions.append(time)
  }
}
