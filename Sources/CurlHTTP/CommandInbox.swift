import CurlShim
import HTTPCore
import Locking

/// What a transport's thread is to do next, and what wakes it: commands, steps of Swift's tasks,
/// and calls at instants.
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

  /// What there is to do at a moment.
  struct Work {
    fileprivate(set) var commands: [Command] = []
    fileprivate(set) var steps: [UnownedJob] = []
    /// Calls whose instant has come, the earliest first.
    fileprivate(set) var calls: [@Sendable () -> Void] = []
    fileprivate(set) var isStopping = false

    var isNothing: Bool { commands.isEmpty && steps.isEmpty && calls.isEmpty }

    /// Lets go of everything, but for the room.
    mutating func clear() {
      commands.removeAll(keepingCapacity: true)
      steps.removeAll(keepingCapacity: true)
      calls = []
      isStopping = false
    }
  }

  private struct State {
    var commands: [Command] = []
    var steps: [UnownedJob] = []
    var calls = CallTable()
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

  /// Hands a step of a task over.
  ///
  /// - Returns: `false` when there is no thread any more that could run it.
  func post(_ step: UnownedJob) -> Bool {
    state.withLock { state in
      guard state.isOpen else { return false }
      state.steps.append(step)
      wake(&state)
      return true
    }
  }

  /// Has the thread call `body` at an instant.
  ///
  /// - Returns: the call's number, for ``cancelCall(_:)``; `nil` when there is no thread any more.
  func call(
    at instant: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void
  ) -> UInt64? {
    state.withLock { state in
      guard state.isOpen else { return nil }
      let (number, isFirst) = state.calls.add(at: instant, body)
      if isFirst { wake(&state) }
      return number
    }
  }

  func cancelCall(_ number: UInt64) {
    state.withLock { $0.calls.cancel(number) }
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

  /// Takes out everything that is to be done now; called by the thread.
  ///
  /// - Parameter work: empty; its room is used for what comes in next.
  func empty(into work: inout Work) {
    work = state.withLock { [room = work] state in
      var work = room
      swap(&work.commands, &state.commands)
      swap(&work.steps, &state.steps)
      if !state.calls.isEmpty { work.calls = state.calls.takeDue(at: .now) }
      work.isStopping = state.isStopping
      return work
    }
  }

  /// Called by the thread before it waits: from now on what is posted wakes it.
  ///
  /// - Returns: whether it may wait, and until when at most.
  func fallAsleep() -> (mayWait: Bool, until: ContinuousClock.Instant?) {
    state.withLock { state in
      guard state.commands.isEmpty, state.steps.isEmpty, !state.isStopping else {
        return (false, nil)
      }
      state.isAsleep = true
      return (true, state.calls.first)
    }
  }

  /// Called by the thread when its wait is over.
  func awake() {
    state.withLock { $0.isAsleep = false }
  }

  /// Called by the thread before the multi handle goes.
  ///
  /// - Returns: what nobody will do: steps, and calls at their instants.
  func close() -> (steps: [UnownedJob], calls: [CallTable.Call]) {
    state.withLock { state in
      state.isOpen = false
      defer { state.steps = [] }
      return (state.steps, state.calls.takeAll())
    }
  }
}
