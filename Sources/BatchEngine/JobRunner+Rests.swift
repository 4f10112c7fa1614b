import JobModel

extension JobRunner {
  /// Why the way ends here for now.
  enum End: Sendable {
    /// Nothing more is to be done, or can be.
    case settled
    /// The service works on it. The slot stays held, and nobody waits in it: a task that waited
    /// would keep all the memory that its way here has used.
    case running(Awaited)
    /// The job is in doubt, and the proof that nothing was created lacks a witness.
    case unproven
    /// The video waits at the service; a download slot takes over.
    case fetch(Download, expiresAt: Timestamp?)
    /// The video's host was not to be reached; a download slot tries again after this span.
    case fetchLater(Download, after: Duration)
    /// The job wants another turn after this span.
    case again(after: Duration)
  }

  /// A video task that a job waits for.
  struct Awaited: Sendable {
    let task: TaskID
    let kind: TaskKind
    /// When it was submitted, perhaps in an earlier run.
    let acceptedAt: Timestamp
    /// When this run has asked about it already.
    var askedAt: Duration?
  }

  /// What a download slot is to bring.
  enum Download: Sendable {
    /// The video of the newest attempt, which was never here.
    case newest(attempt: Int)
    /// A video that was here, and whose file is lost.
    case recall(KeptVideo)

    /// The attempt that made the video.
    var attempt: Int {
      switch self {
      case .newest(let attempt): attempt
      case .recall(let kept): kept.attempt
      }
    }
  }
}
