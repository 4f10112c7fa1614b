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
    /// Of the request that it pays for; the job as it is written now may have another.
    package var fingerprint: Fingerprint
    /// The same request in short, to say later what has changed since.
    package var outline: RequestOutline
    /// What it is estimated to cost; `nil` when the price is unknown.
    package var amount: Money?
    /// Why it is submitted, in words.
    package var reason: String
    /// Whether an attempt in doubt is given up for it, in the same record; if nothing comes of this
    /// one, that one is in doubt as it was.
    package var givesUp: Bool
    /// When it was recorded, by the boot clock; `nil` in older journals and once the attempt has
    /// ended.
    package var uptime: Uptime? {
      get { uptimes.first }
      set { uptimes = newValue.map { [$0] } ?? [] }
    }
    /// One or none: most attempts have ended, and this way it takes no room.
    private var uptimes: [Uptime]

    package init(
      number: Int, key: SubmissionKey, carriesKey: Bool, account: String, run: String,
      fingerprint: Fingerprint, outline: RequestOutline, amount: Money?, reason: String,
      givesUp: Bool = false, uptime: Uptime? = nil
    ) {
      self.givesUp = givesUp
      uptimes = uptime.map { [$0] } ?? []
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

  /// Where an attempt stands; only ``JobState/apply(_:at:)`` leads from one phase to another.
  package enum Phase: Hashable, Sendable {
    /// The request may be on its way. Reached by an intent; left by any answer, for doubt where
    /// none came, or as withdrawn where nothing was sent.
    case intended
    /// Sent, outcome unknown. Reached from `intended`, or from `accepted` when the service no
    /// longer knows the task, which is then named. Left only by proof or by a person.
    case inDoubt(reason: String, task: TaskID?)
    /// The service works on it, and it is paid. Reached from `intended`, from `inDoubt` when the task
    /// is found or named, or from `failed` when the service has retried its task. Left when it ends,
    /// or for doubt when the service no longer knows it.
    case accepted(TaskID)
    /// The video exists at the service and is not here yet. Reached from `accepted`, and once more
    /// with another URL; left when it is fetched or lost.
    case completed(TaskID, RemoteVideo)
    /// The video is here, or was. Reached from `completed`. Final: a file that is lost is no matter
    /// of the attempt.
    case fetched(TaskID)
    /// Refused, or ended without a video: costs nothing. Reached from `intended`, then without a
    /// task, or from `accepted`. Final, unless the service turns out to have retried its task.
    case failed(JobFailure, task: TaskID?)
    /// Nothing was created at the service: costs nothing. Reached from `intended` or `inDoubt`.
    /// Final.
    case withdrawn(reason: String)
    /// Paid, completed and never fetched: the video is gone at the service. Reached from
    /// `completed`. Final.
    case lost(TaskID, reason: String)
    /// In doubt, and given up by a person, who accepts that it may have been paid. Reached from
    /// `inDoubt` in older journals only: ``Attempt/Intent/givesUp`` says it now. Final.
    case abandoned
  }

  /// What it was decided with, the same in every phase.
  package var intent: Intent
  /// Where it stands since ``changedAt``.
  package var phase: Phase
  /// When the intent was recorded.
  package var submittedAt: Timestamp
  /// When the phase was reached, or reached once more with another reason or URL.
  package var changedAt: Timestamp
  /// Whether the service answered it with a success that names no usable task; `false` once it has
  /// ended.
  package var isAnswered: Bool

  package init(
    intent: Intent, phase: Phase, submittedAt: Timestamp, changedAt: Timestamp,
    isAnswered: Bool = false
  ) {
    self.isAnswered = isAnswered
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
