import CurlShim
import HTTPCore
import Locking

/// The commands for a transport's thread, and what wakes it.
///
/// `@unchecked Sendable`: `state` is locked. `multi` is constant; it is used here only to wake
/// the thread, under the lock and before `close`, so never after the handle is gone.
final class CommandInbox: @unchecked Sendable {
  enum Command: Sendable {
    case start(Exchange, any AnswerSink)
    /// Ends an exchange with this kind of failure; nothing if it has ended.
    case stop(Exchange, HTTPFailure.Kind, cause: String)
    /// There is room again for what the exchange reads.
    case resume(Exchange)
  }

  private struct State {
    var commands: [Command] = []
    var isAsleep = false
    var isStopping = false
    var isOpen = true
  }

  private let multi: OpaquePointer
  private let state = Locked(State())

  init(multi: OpaquePointer) {
    self.multi = multi
  }

  func post(_ command: Command) {
    state.withLock { state in
      state.commands.append(command)
      wake(&state)
    }
  }

  /// Asks the thread to end.
  func stop() {
    state.withLock { state in
      state.isStopping = true
      wake(&state)
    }
  }

  private func wake(_ state: inout State) {
    guard state.isAsleep, state.isOpen else { return }
    state.isAsleep = false
    _ = curl_shim_multi_wake(multi)
  }

  /// Takes out everything; called by the thread.
  func empty() -> (commands: [Command], isStopping: Bool) {
    state.withLock { state in
      let commands = state.commands
      state.commands = []
      return (commands, state.isStopping)
    }
  }

  /// Called by the thread before it waits: from now on a command wakes it.
  ///
  /// - Returns: `false` when there is something to do already.
  func fallAsleep() -> Bool {
    state.withLock { state in
      guard state.commands.isEmpty, !state.isStopping else { return false }
      state.isAsleep = true
      return true
    }
  }

  /// Called by the thread when its wait is over.
  func awake() {
    state.withLock { $0.isAsleep = false }
  }

  /// Called by the thread before the multi handle goes.
  func close() {
    state.withLock { $0.isOpen = false }
  }
}
