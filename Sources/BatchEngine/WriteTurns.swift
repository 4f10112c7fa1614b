import Locking
import Pacing

/// Says when something is to be written that is better written seldom: at once after a while of
/// quiet, and otherwise so long after the last time that what comes in meanwhile goes with it.
///
/// A sync costs as much for one record as for twenty, in time and in work for the processor, so a
/// busy run shares them; a lone record never waits. The others wait for a call of the clock: when
/// that is late, they are.
final class WriteTurns: Sendable {
  private struct State {
    /// When the last turn began.
    var last: Duration?
    /// When the next one is to begin, if one is to.
    var due: Duration?
  }

  private let clock: any BatchClock
  private let spacing: Duration
  private let write: @Sendable () -> Void
  private let state = Locked(State())

  /// - Parameters:
  ///   - spacing: the least time from the beginning of one turn to that of the next.
  ///   - write: takes a turn; called from any thread, and must return soon.
  init(clock: any BatchClock, spacing: Duration, write: @escaping @Sendable () -> Void) {
    self.clock = clock
    self.spacing = spacing
    self.write = write
  }

  /// Something waits to be written, and has been put where `write` finds it.
  ///
  /// - Parameter patience: how long it may wait for others, if nothing else is written earlier.
  func ask(patience: Duration = .zero) {
    let now = clock.now
    let instant = state.withLock { state -> Duration? in
      let instant = max(now + patience, state.last.map { $0 + spacing } ?? now)
      if let due = state.due, due <= instant { return nil }
      state.due = instant
      return instant
    }
    guard let instant else { return }
    if instant <= now {
      take(instant)
    } else {
      _ = clock.call(at: instant) { self.take(instant) }
    }
  }

  /// Takes a turn now, whenever the last one was.
  func takeNow() {
    let now = clock.now
    state.withLock { state in
      state.due = nil
      state.last = now
    }
    write()
  }

  /// - Parameter instant: for which the turn was meant; nothing if it was taken earlier.
  private func take(_ instant: Duration) {
    let now = clock.now
    let isMine = state.withLock { state in
      guard state.due == instant else { return false }
      state.due = nil
      state.last = now
      return true
    }
    if isMine { write() }
  }
}
