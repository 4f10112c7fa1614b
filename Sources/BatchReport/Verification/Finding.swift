import JobModel

/// Something that a check of an output directory has to say.
package struct Finding: Sendable, Equatable {
  /// What was found, which also decides whether it is a problem.
  package var kind: Kind
  /// The job that has the video or the charge; `nil` for a file that no job is known to have.
  package var job: JobID?
  /// The task at the service; `nil` for a mere file, and where none became known.
  package var task: TaskID?
  /// Relative to the output directory.
  package var path: String?
  /// What was estimated to be paid for it; `nil` when that is unknown or nothing was.
  package var amount: Money?
  /// What is the matter, in words.
  package var message: String

  package init(
    _ kind: Kind, job: JobID? = nil, task: TaskID? = nil, path: String? = nil,
    amount: Money? = nil, message: String
  ) {
    self.kind = kind
    self.job = job
    self.task = task
    self.path = path
    self.amount = amount
    self.message = message
  }

  /// The sorts of findings, in the order in which they are listed; raw values are the words of
  /// `verify --json`.
  package enum Kind: String, Sendable, CaseIterable {
    /// A video that is paid for and should be here is not.
    case missing
    /// A file is not the video that was fetched: another size, other bytes, or no whole MP4.
    case damaged
    /// A file could not be read, so nothing is known about it.
    case unreadable
    /// The file is the one that was fetched, and not what the journal says about it.
    case misdescribed
    /// A complete file that is no MP4 the program understands.
    case unverified
    /// A file that no job has.
    case stranger
    /// Two charges for one video.
    case doubled
    /// A video that nothing was charged for.
    case uncharged

    /// A video that is not what was paid for, as it was seen when it was fetched.
    case warning
    /// Two videos that were paid for apart, and are the same bytes.
    case identical
    /// Paid for, and the task has not ended.
    case running
    /// Paid for and finished, and not fetched yet.
    case waiting
    /// Paid for, and gone at the service before it was fetched.
    case lost
    /// Paid for; its video was replaced and is not kept, or another submission took its place.
    case superseded
    /// Sent, outcome unknown, or given up so: perhaps paid for.
    case inDoubt = "in_doubt"
    /// A file that a crash left behind, or a run is writing.
    case leftover

    /// Whether files and journal disagree; the other kinds are explained by the journal.
    package var isProblem: Bool {
      switch self {
      case .missing, .damaged, .unreadable, .misdescribed, .unverified, .stranger, .doubled,
        .uncharged:
        true
      case .warning, .identical, .running, .waiting, .lost, .superseded, .inDoubt, .leftover:
        false
      }
    }
  }
}
