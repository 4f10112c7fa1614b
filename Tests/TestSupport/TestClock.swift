import Locking
import Pacing

/// A clock that stands still until a test moves it.
///
/// A test waits with ``sleepers(atLeast:)`` until the code under test sleeps, then moves the time;
/// nothing really waits, and the same test takes the same steps every time.
package final class TestClock: BatchClock {
  private struct Sleeper {
    let id: Int
    let instant: Duration
    /// Wakes it, or tells it that it was cancelled.
    let wake: @Sendable (_ isCancelled: Bool) -> Void
  }

  private struct Watcher {
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now = Duration.zero
    var wallOffset: Int64
    var boots = 0
    var nextID = 0
    var sleepers: [Sleeper] = []
    var watchers: [Watcher] = []
    /// Sleeps that were cancelled before they began.
    var cancelled: Set<Int> = []
  }

  private let state: Locked<State>

  /// - Parameter wallMilliseconds: the wall-clock time at the origin; by default
  ///   2026-11-23T02:00:00Z.
  package init(wallMilliseconds: Int64 = 1_795_399_200_000) {
    state = Locked(State(wallOffset: wallMilliseconds))
  }

  package var now: Duration { state.withLock { $0.now } }

  package var wallMilliseconds: Int64 {
    state.withLock { $0.wallOffset + Int64($0.now / .milliseconds(1)) }
  }

  package var uptime: (boot: String, milliseconds: Int64) {
    state.withLock { ("boot-\($0.boots)", Int64($0.now / .milliseconds(1))) }
  }

  /// Begins another boot of the machine.
  package func reboot() { state.withLock { $0.boots += 1 } }

  package func sleep(until instant: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<Void, any Error>) in
        begin(
          Sleeper(id: id, instant: instant) { isCancelled in
            if isCancelled {
              continuation.resume(throwing: CancellationError())
            } else {
              continuation.resume()
            }
          })
      }
    } onCancel: {
      cancel(id)
    }
  }

  /// A call that is to come counts as a sleeper.
  package func call(
    at instant: Duration, _ body: @escaping @Sendable () -> Void
  ) -> ScheduledCall {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    begin(Sleeper(id: id, instant: instant) { isCancelled in if !isCancelled { body() } })
    return ScheduledCall { self.cancel(id, isSleep: false) }
  }

  /// How many sleep now.
  package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// The earliest instant that somebody sleeps until; `nil` when nobody sleeps.
  package var nextWaking: Duration? { state.withLock { $0.sleepers.map(\.instant).min() } }

  /// Returns as soon as at least so many sleep at the same time.
  package func sleepers(atLeast count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append(Watcher(count: count, continuation: continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Moves the time on and wakes whose instant has come, the earliest first.
  package func advance(by span: Duration) {
    precondition(span >= .zero, "time does not go back")
    advance(to: now + span)
  }

  /// Moves the time on to an instant; one in the past changes nothing.
  package func advance(to instant: Duration) {
    let woken = state.withLock { state in
      state.now = max(state.now, instant)
      let now = state.now
      let woken = state.sleepers.filter { $0.instant <= now }
      state.sleepers.removeAll { $0.instant <= now }
      return woken
    }
    let ordered = woken.sorted { ($0.instant, $0.id) < ($1.instant, $1.id) }
    for sleeper in ordered { sleeper.wake(false) }
  }

  /// Moves the time on to the earliest instant that somebody sleeps until.
  ///
  /// - Returns: whether somebody slept.
  @discardableResult
  package func advanceToNextWaking() -> Bool {
    guard let instant = nextWaking else { return false }
    advance(to: instant)
    return true
  }

  /// Sets the wall clock forward or, with a negative span, back; nobody wakes.
  package func jumpWall(byMilliseconds span: Int64) {
    state.withLock { $0.wallOffset += span }
  }

  private func begin(_ sleeper: Sleeper) {
    enum Fate { case cancelled, over, asleep([Watcher]) }
    let fate = state.withLock { state -> Fate in
      if state.cancelled.contains(sleeper.id) { return .cancelled }
      if sleeper.instant <= state.now { return .over }
      state.sleepers.append(sleeper)
      let count = state.sleepers.count
      let satisfied = state.watchers.filter { $0.count <= count }
      state.watchers.removeAll { $0.count <= count }
      return .asleep(satisfied)
    }
    switch fate {
    case .cancelled: sleeper.wake(true)
    case .over: sleeper.wake(false)
    case .asleep(let watchers): for watcher in watchers { watcher.continuation.resume() }
    }
  }

  private func cancel(_ id: Int, isSleep: Bool = true) {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
        if isSleep { state.cancelled.insert(id) }
        return nil
      }
      return state.sleepers.remove(at: place)
    }
    sleeper?.wake(true)
  }
}
