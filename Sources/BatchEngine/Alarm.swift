import Locking
import Pacing

/// Wakes one waiter, at an instant or when somebody rings, whichever comes first.
///
/// A ring while nobody waits is kept for the next wait.
final class Alarm: Sendable {
  private struct State {
    var isRung = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Locked(State())

  func ring() {
    let waiter = state.withLock { state in
      let waiter = state.waiter
      state.waiter = nil
      state.isRung = waiter == nil
      return waiter
    }
    waiter?.resume()
  }

  /// Waits for a ring, for the instant, or for cancellation; does not say which it was.
  func wait(until instant: Duration?, clock: any BatchClock) async {
    guard let instant else { return await waitForRing() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await clock.sleep(until: instant)
        } catch {
          // Cancelled: the ring came first.
        }
      }
      group.addTask { await self.waitForRing() }
      await group.next()
      group.cancelAll()
    }
  }

  private func waitForRing() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          if state.isRung || Task.isCancelled {
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
