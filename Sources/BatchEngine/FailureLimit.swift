import Locking

/// How many failures are too many (`--max-failures`).
package enum FailureLimit: Sendable, Equatable {
  /// More failures than this in one command.
  case count(Int)
  /// Of those that ended, once there are at least ``leastEnded``.
  case percent(Double)

  static let leastEnded = 20

  func isPassed(failed: Int, ended: Int) -> Bool {
    switch self {
    case .count(let most): failed > most
    case .percent(let most):
      ended >= Self.leastEnded && Double(failed) * 100 > most * Double(ended)
    }
  }
}

/// Counts what a command has submitted and how it ended, against its limits.
final class SubmissionCount: Sendable {
  private struct State {
    var submitted = 0
    var ended = 0
    var failed = 0
  }

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
      let isPassed = limits.failures?.isPassed(failed: state.failed, ended: state.ended) ?? false
      return isPassed ? state.failed : nil
    }
    if failed, let tooMany { halt.stop(.failures(tooMany)) }
  }
}
