import JobModel

/// What came of a status query.
public enum StatusOutcome: Sendable, Equatable {
  /// The task is not at its end.
  case unfinished(TaskProgress)
  /// The task ended with a video.
  case completed(TaskID, RemoteVideo)
  /// The task ended without one and was refunded.
  case failed(TaskID, JobFailure)
  /// The service knows no such task, at least not with this key and now.
  case notFound(message: String)
  /// The answer is about another task, or repeats another key than was looked up.
  case mismatched(message: String)
  /// Too many queries.
  case throttled(message: String)
  /// The key was refused (401), may not see the task (403), or has nothing left (402).
  case refused(StopCause, message: String)
  /// No answer, or none that can be understood or believed; worth another try.
  case unavailable(message: String)
}

/// How far a task is.
public struct TaskProgress: Sendable, Equatable {
  /// The id in the answer: for a look-up by key, the way it is found out.
  public let task: TaskID
  /// The service's word for the status.
  public let status: String
  /// Whether the word is one of those known; an unknown one counts as unfinished.
  public let isKnownStatus: Bool
  /// Between 0 and 1, where the service says it.
  public let fraction: Double?
  /// When the service says the task was created.
  public let createdAt: Timestamp?

  public init(
    task: TaskID, status: String, isKnownStatus: Bool = true, fraction: Double? = nil,
    createdAt: Timestamp? = nil
  ) {
    self.task = task
    self.status = status
    self.isKnownStatus = isKnownStatus
    self.fraction = fraction
    self.createdAt = createdAt
  }
}
