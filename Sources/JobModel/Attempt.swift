/// One submission of a job, from the decision to make it until its end.
package struct Attempt: Hashable, Sendable {
  /// What was decided and made durable before the request left.
  package struct Intent: Hashable, Sendable {
    /// Counted from 1 within the job.
    package var number: Int
    /// The key of our own that finds the task again.
    package var key: SubmissionKey
    /// Whether the request carries `key` as `client_business_id`.
    package var carriesKey: Bool
    /// A salted fingerprint of the API key it is sent with.
    package var account: String
    /// The run that spends the money.
    package var run: String
    package var fingerprint: Fingerprint
    package var outline: RequestOutline
    /// What it is estimated to cost; `nil` when the price is unknown.
    package var amount: Money?
    /// Why it is submitted, in words.
    package var reason: String
    /// Whether an attempt in doubt is given up for it, in the same record; if nothing comes of this
    /// one, that one is in doubt as it was.
    package var givesUp: Bool

    package init(
      number: Int, key: SubmissionKey, carriesKey: Bool, account: String, run: String,
      fingerprint: Fingerprint, outline: RequestOutline, amount: Money?, reason: String,
      givesUp: Bool = false
    ) {
      self.givesUp = givesUp
      self.number = number
      self.key = key
      self.carriesKey = carriesKey
      self.account = account
      self.run = run
      self.fingerprint = fingerprint
      self.outline = outline
      self.amount = amount
      self.reason = reason
    }
  }

  package enum Phase: Hashable, Sendable {
    /// The request may be on its way. Reached by an intent; left by any answer.
    case intended
    /// Sent, outcome unknown. Reached from `intended`, or from `accepted` when the service no
    /// longer knows the task, which is then named. Left only by proof or by a person.
    case inDoubt(reason: String, task: TaskID?)
    /// The service works on it, and it is paid. Left when the task ends.
    case accepted(TaskID)
    /// The video exists at the service and is not here yet.
    case completed(TaskID, RemoteVideo)
    /// The video is here, or was. Final: a file that is lost is no matter of the attempt.
    case fetched(TaskID)
    /// Refused, or ended without a video: costs nothing. Final.
    case failed(JobFailure, task: TaskID?)
    /// Nothing was created at the service: costs nothing. Final.
    case withdrawn(reason: String)
    /// Paid, completed and never fetched: the video is gone at the service. Final.
    case lost(TaskID, reason: String)
    /// In doubt, and given up by a person, who accepts that it may have been paid. Final.
    case abandoned
  }

  package var intent: Intent
  package var phase: Phase
  /// When the intent was recorded.
  package var submittedAt: Timestamp
  /// When the phase was reached.
  package var changedAt: Timestamp

  package init(intent: Intent, phase: Phase, submittedAt: Timestamp, changedAt: Timestamp) {
    self.intent = intent
    self.phase = phase
    self.submittedAt = submittedAt
    self.changedAt = changedAt
  }

  /// The task at the service, where one is known.
  package var task: TaskID? {
    switch phase {
    case .accepted(let task), .completed(let task, _), .fetched(let task), .lost(let task, _):
      task
    case .inDoubt(_, let task), .failed(_, let task): task
    case .intended, .withdrawn, .abandoned: nil
    }
  }

  /// Whether a task may exist that is not known.
  package var isUncertain: Bool {
    switch phase {
    case .intended, .inDoubt: true
    default: false
    }
  }

  /// Whether nothing more is expected of it, so that another attempt may follow.
  package var isFinal: Bool {
    switch phase {
    case .intended, .inDoubt, .accepted, .completed: false
    case .fetched, .failed, .withdrawn, .lost, .abandoned: true
    }
  }
}
