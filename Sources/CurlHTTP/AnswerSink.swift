import HTTPCore

/// Where an exchange puts its answer; called on the transport's thread, in order.
protocol AnswerSink: AnyObject, Sendable {
  /// Called at most once.
  func begin(_ head: HTTPResponseHead)
  /// - Returns: `false` when there is no room now; the same bytes come again after the
  ///   exchange was resumed.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Called exactly once, last.
  func end(_ failure: HTTPFailure?)
}
