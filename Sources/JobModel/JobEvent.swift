/// Something that happened to a job. The journal stores these, and everything known about a
/// job is their fold by ``JobState``.
package enum JobEvent: Hashable, Sendable {
  /// The job got the stem of its file name, once and for all.
  case named(stem: String)
  /// The job can't be submitted as it is; nothing was sent.
  case obstructed(JobFailure, Fingerprint)
  /// A submission was decided. Durable before the request leaves.
  case intended(Attempt.Intent)
  /// The service took it: there is a task, and it is paid.
  case accepted(attempt: Int, TaskID)
  /// The service refused it: no task was created.
  case refused(attempt: Int, JobFailure)
  /// It is certain that nothing was created, and the job may be submitted again.
  case withdrawn(attempt: Int, reason: String)
  /// The service answered with a success that names no usable task: a task may well exist, and it is
  /// never proven that none was created.
  case answered(attempt: Int)
  /// The outcome is unknown; the task is named when there was one.
  case doubted(attempt: Int, reason: String, task: TaskID?)
  /// A person accepts that an attempt in doubt may have been paid for nothing. In older journals
  /// only: ``Attempt/Intent/givesUp`` says it now.
  case abandoned(attempt: Int)
  /// The task ended without a video and was refunded.
  case failed(attempt: Int, JobFailure)
  /// The task ended with a video; also when its URL was learned anew.
  case completed(attempt: Int, RemoteVideo)
  /// The video is whole and durable. `replaced` is where the older one went, relative to the
  /// output directory.
  case fetched(attempt: Int, VideoFile, replaced: String?)
  /// The video is gone at the service and was never fetched.
  case lost(attempt: Int, reason: String)
  /// A kept video whose file was lost here is whole and durable once more, of whatever attempt.
  /// `replaced` is where the one went that was in its place.
  case refetched(attempt: Int, VideoFile, RemoteVideo, replaced: String?)
  /// A whole video of a job that left the manifest is this job's now, under an attempt number
  /// below zero. `replaced` is where the one went that was in its place.
  case adopted(from: JobID, KeptVideo, replaced: String?)
  /// A kept video is another job's now.
  case released(attempt: Int)
  /// A kept video was moved inside the output directory: set aside, pruned, or taken back.
  case moved(attempt: Int, path: String, inPlace: Bool)
}

/// An event with the moment it was recorded, for one job or for the whole directory.
package struct BatchRecord: Hashable, Sendable {
  /// When it was recorded, by this machine's clock; the order of records is that of the journal,
  /// also where the clock was set back.
  package var at: Timestamp
  /// What happened; ``BatchState/apply(_:)`` folds it in.
  package var event: BatchEvent

  package init(at: Timestamp, event: BatchEvent) {
    self.at = at
    self.event = event
  }
}

/// What a journal line can say.
package enum BatchEvent: Hashable, Sendable {
  /// In memory of its own: a million whole states are handed on in little room.
  indirect case job(JobID, JobEvent)
  /// A job's whole state, standing in for its earlier events after a compaction.
  case snapshot(JobID, JobState)
  /// A run began, or the one under way goes on with other settings under its id.
  case runBegan(Run)
  /// The run is over: everything was decided, or its budget is used up.
  case runEnded(id: String, exitCode: Int32)
  /// The service is the same and has another address.
  case rebound(service: String)
  /// A local file is at the service now; of one content the newest URL counts.
  case uploaded(Upload)
  /// What was learned about `client_business_id`. All but ``KeyPolicy/rewritten`` are in older
  /// journals only.
  case keyPolicy(KeyPolicy)
  /// What was learned about an allowance; takes the place of what was known of it.
  case taught(RateLesson)
  /// What the whole states of a compacted journal do not tell: when the newest submissions
  /// left, and which attempts can bear witness; both oldest first.
  case remembered(submissions: [Timestamp], witnesses: [Witness])
}

/// The treatment of `client_business_id` by the service.
package enum KeyPolicy: String, Sendable {
  /// Nothing is known.
  case unknown
  /// A submission that carried one was accepted.
  case accepted
  /// A submission was refused with it and accepted without it.
  case refused
  /// An answer repeated another key than was sent: look-ups by keys prove nothing at this service.
  case rewritten
}

/// A stretch of work with one budget: from the first submission after the last run ended until
/// every job that its submitting commands selected is decided.
package struct Run: Hashable, Sendable {
  /// 16 random lower-case hex digits, the same over all restarts until the run is over.
  package var id: String
  /// The options that `resume` remembers, as `--name=value` words; never a secret.
  package var settings: [String]
  /// The `--only` patterns of all commands that have submitted something; empty for every job.
  package var only: [String]

  package init(id: String, settings: [String], only: [String] = []) {
    self.id = id
    self.settings = settings
    self.only = only
  }

  /// The same run after a command with other settings has submitted something.
  package func continued(by command: Run) -> Run {
    let isForAll = only.isEmpty || command.only.isEmpty
    let added = command.only.filter { !only.contains($0) }
    return Run(id: id, settings: command.settings, only: isForAll ? [] : only + added)
  }
}

/// A local file that the service holds a copy of.
package struct Upload: Hashable, Sendable {
  /// SHA-256 of the content, 64 lower-case hex digits.
  package var sha256: String
  /// Where the service keeps it; the URL may be dead by now, and is tried before it is used again.
  package var url: String

  package init(sha256: String, url: String) {
    self.sha256 = sha256
    self.url = url
  }
}
