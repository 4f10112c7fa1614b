import Locking
import Pacing

/// The one place that says whether a run may go on.
///
/// The first reason to stop counts, and a graver one replaces it: what lets reserved money be
/// sent, what lets work end, and what cuts work short, in this order.
package final class Halt: Sendable {
  private struct State {
    var reason: StopReason?
    var watchers: [@Sendable () -> Void] = []
    /// Those who wait only until somebody asks for a stop.
    var sleepers: [UInt64: Alarm] = [:]
    var nextSleeper: UInt64 = 0
  }

  private let state = Locked(State())

  package init() {}

  /// Asks for a stop.
  package func stop(_ reason: StopReason) {
    let watchers = state.withLock { state -> [@Sendable () -> Void] in
      if let known = state.reason, Self.gravity(of: known) >= Self.gravity(of: reason) {
        return []
      }
      state.reason = reason
      return state.watchers + state.sleepers.values.map { alarm in { alarm.ring() } }
    }
    for watcher in watchers { watcher() }
  }

  private static func gravity(of reason: StopReason) -> Int {
    if reason == .budget || reason == .limit { return 0 }
    return reason.letsWorkEnd ? 1 : 2
  }

  /// Why the run stops, once it does.
  package var reason: StopReason? { state.withLock { $0.reason } }

  /// Whether another job may be taken up.
  package var maySubmit: Bool { state.withLock { $0.reason == nil } }

  /// Whether a submission may still leave whose money is reserved: a used-up budget or limit
  /// takes nothing back that was promised before.
  package var maySend: Bool {
    state.withLock { $0.reason.map { $0 == .budget || $0 == .limit } ?? true }
  }

  /// Whether polls and downloads are to be cut short.
  package var cutsWorkShort: Bool { state.withLock { $0.reason.map { !$0.letsWorkEnd } ?? false } }

  /// Calls `watcher` at every later stop, from whatever thread; at once when a stop was asked
  /// for already.
  package func onStop(_ watcher: @escaping @Sendable () -> Void) {
    let isStopped = state.withLock { state in
      state.watchers.append(watcher)
      return state.reason != nil
    }
    if isStopped { watcher() }
  }

  /// Returns when the span is over, a stop is asked for, or the task is cancelled.
  package func wait(for span: Duration, clock: any BatchClock) async {
    let alarm = Alarm()
    let number = state.withLock { state in
      if state.reason != nil { alarm.ring() }
      state.nextSleeper += 1
      state.sleepers[state.nextSleeper] = alarm
      return state.nextSleeper
    }
    await alarm.wait(until: clock.now + span, clock: clock)
    state.withLock { state in state.sleepers[number] = nil }
  }
}
