import JobModel

/// What came of a submission, as far as the caller must tell cases apart.
public enum SubmitOutcome: Sendable, Equatable {
  /// A task was created, and paid for.
  case accepted(AcceptedTask)
  /// This request will not be taken; nothing was created.
  case rejected(JobFailure)
  /// Not now; nothing was created.
  case throttled(message: String)
  /// The request never left; nothing was created.
  case neverReached(message: String)
  /// A task may or may not have been created, and may have been paid for.
  case inDoubt(reason: String)
  /// The service answered with a success that names no usable task: one was created, as far as can be
  /// told.
  case unreadable(reason: String)
  /// Every later submission would fail the same way; nothing was created.
  case stop(StopCause, message: String)
}

/// A task that the service answered with.
public struct AcceptedTask: Sendable, Equatable {
  /// The answer's `id`, or else its `task_id`: visible text of 1 to 256 bytes.
  public let id: TaskID
  /// Whether the answer repeats the submission's key: a sign that it can be looked up by it.
  public let repeatsKey: Bool
  /// Whether the answer repeats another key than was sent: the task can hardly be looked up by
  /// the key that was sent.
  public let repeatsOtherKey: Bool

  public init(id: TaskID, repeatsKey: Bool, repeatsOtherKey: Bool = false) {
    self.id = id
    self.repeatsKey = repeatsKey
    self.repeatsOtherKey = repeatsOtherKey
  }
}

/// Why it makes no sense to go on submitting.
public enum StopCause: String, Sendable, Equatable {
  /// 401: the key was refused.
  case keyRefused = "key_refused"
  /// 403: the key may not use this model.
  case notAllowed = "not_allowed"
  /// 402: the account has not enough left.
  case balance = "insufficient_balance"
  /// 3xx, 404 or 405: this is not the service's address.
  case wrongAddress = "wrong_address"
}
