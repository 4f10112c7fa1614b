import Locking
import Pacing

/// Wakes one waiter, at an instant or when somebody rings, whichever comes first.
///
/// A ring while nobody waits is kept for the next wait.
package final class Alarm: Sendable {
  private struct State {
    var isRung = false
    var waiter: CheckedContinuation<Void, Never>?
    /// Tells waits apart, so that an instant wakes the wait that it belongs to and no later one.
    var wait: UInt64 = 0
    /// Whether the instant came before the waiter was there.
    var isOver = false
  }

  private let state = Locked(State())

  package init() {}

  /// Wakes the waiter, from any thread; rings that meet no waiter count as one.
  package func ring() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isRung = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Waits for a ring, for the instant, or for cancellation; does not say which it was.
  package func wait(until instant: Duration?, clock: any BatchClock) async {
    guard let instant else { return await waitForRing() }
    let number = nextWait()
    let call = clock.call(at: instant) { self.end(wait: number) }
    await waitForRing()
    call.cancel()
    _ = nextWait()
  }

  private func nextWait() -> UInt64 {
    state.withLock { state in
      state.wait += 1
      state.isOver = false
      return state.wait
    }
  }

  private func end(wait number: UInt64) {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.wait == number else { return nil }
      defer { state.waiter = nil }
      state.isOver = state.waiter == nil
      return state.waiter
    }
    waiter?.resume()
  }

  private func waitForRing() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          if state.isRung || state.isOver || Task.isCancelled {
            state.isRung = false
            return true
          }
          precondition(state.waiter == nil, "an alarm has one waiter")
          state.waiter = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.resume()
    }
  }
}
