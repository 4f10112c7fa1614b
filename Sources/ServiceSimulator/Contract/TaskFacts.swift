/// All that a status answer depends on, so that a task's id can carry it.
struct TaskFacts: Equatable, Sendable {
  /// Milliseconds since 1970 UTC; 44 bits in the id.
  var createdMilliseconds: Int64
  /// Time from creation to the end; 32 bits in the id.
  var workMilliseconds: Int64
  var outcome: TaskOutcome
  var shape: VideoShape
  var isReferenceVideo: Bool
  var hasWatermark: Bool
  /// Says whose task this is; another account's key does not see it.
  var account: UInt16
  /// Tells apart tasks that are otherwise equal; 40 bits in the id.
  var serial: UInt64

  var endMilliseconds: Int64 { createdMilliseconds + workMilliseconds }

  enum Stage: Equatable, Sendable {
    case queued
    /// `progress` is 1 to 99, in proportion to the time worked.
    case inProgress(progress: Int)
    case ended
  }

  /// The first tenth of the time, at most two seconds of it, is spent in the queue.
  func stage(at milliseconds: Int64) -> Stage {
    let elapsed = milliseconds - createdMilliseconds
    let queued = min(workMilliseconds / 10, 2_000)
    if elapsed >= workMilliseconds { return .ended }
    if elapsed < queued { return .queued }
    let progress = (elapsed - queued) * 100 / max(workMilliseconds - queued, 1)
    return .inProgress(progress: Int(min(max(progress, 1), 99)))
  }
}
