/// How a simulated task ends; decided when it is created and written into its id.
enum TaskOutcome: UInt8, CaseIterable, Sendable {
  case completed = 0
  /// A failure that may pass on another attempt.
  case generationFailed = 1
  case contentPolicy = 2
  case invalidInput = 3
  /// Ends with the status `cancelled`.
  case cancelled = 4
  /// Ends with the status `expired`.
  case expired = 5
  /// Ends with the status `error` and a code that is a number.
  case internalError = 6

  var isFailure: Bool { self != .completed }

  var finalStatus: String {
    switch self {
    case .completed: "completed"
    case .generationFailed, .contentPolicy, .invalidInput: "failed"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .internalError: "error"
    }
  }

  /// The `error` member of the status answer; nil for a completed task.
  var error: (code: ErrorCode, message: String)? {
    switch self {
    case .completed: nil
    case .generationFailed:
      (.text("generation_failed"), "Generation failed: upstream worker stopped unexpectedly")
    case .contentPolicy:
      (
        .text("generation_failed"),
        "Generation failed: Content violates the content policy"
      )
    case .invalidInput:
      (.text("invalid_input"), "Invalid input: the image could not be read")
    case .cancelled: (.text("task_cancelled"), "The task was cancelled by the platform")
    case .expired: (.text("task_expired"), "The task waited too long in the queue")
    case .internalError: (.number(5_000), "系统繁忙，请稍后再试")
    }
  }
}
