import JobModel

/// The answer to a status query.
public struct StatusAnswer: Sendable {
  /// What the answer says of the task, or why there is none to go by.
  public var outcome: StatusOutcome
  /// What the header says about the allowance.
  public var limits: RateLimitNote?
  /// When it was sent, by the service's clock (`Date`); `nil` when it does not say.
  public var date: Timestamp?
  /// How long an ended task took by the service's own clock, in whole seconds; `nil` when it does
  /// not say.
  public var lengthSeconds: Int64?
}
