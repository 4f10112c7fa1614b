import Locking

/// Counts what a command has submitted and how it ended, against its limits.
final class SubmissionCount: Sendable {
  private struct State {
    var submitted = 0
    var ended = 0
    var failed = 0
  }

  /// From so many ended ones on a percentage of failures means something.
  private static let leastEnded = 20

  private let limits: RunLimits
  private let halt: Halt
  private let state = Locked(State())

  init(limits: RunLimits, halt: Halt) {
    self.limits = limits
    self.halt = halt
  }

  /// Counts a submission, or stops the run when it would be one too many.
  func begin() -> Bool {
    let isAllowed = state.withLock { state in
      if let most = limits.submissions, state.submitted >= most { return false }
      state.submitted += 1
      return true
    }
    if !isAllowed { halt.stop(.limit) }
    return isAllowed
  }

  /// Takes one back that was not sent, or created nothing.
  func takeBack() {
    state.withLock { $0.submitted -= 1 }
  }

  func end(failed: Bool) {
    let tooMany = state.withLock { state -> Int? in
      state.ended += 1
      if failed { state.failed += 1 }
      guard let limit = limits.failures, limit.isPassed(by: state.failed, of: state.ended) else {
        return nil
      }
      if case .percent = limit, state.ended < Self.leastEnded { return nil }
      return state.failed
    }
    if failed, let tooMany { halt.stop(.failures(tooMany)) }
  }
}
