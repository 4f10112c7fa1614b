import Dispatch
import Locking
import Pacing
import Synchronization
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A test clock that counts how often it is looked at: a sign that the engine is at work.
final class NightClock: BatchClock {
  let inner = TestClock()
  let activity = Atomic(0)

  func note() { activity.add(1, ordering: .sequentiallyConsistent) }

  var now: Duration {
    note()
    return inner.now
  }

  var wallMilliseconds: Int64 {
    note()
    return inner.wallMilliseconds
  }

  var uptime: (boot: String, milliseconds: Int64) { inner.uptime }

  func sleep(until instant: Duration) async throws {
    note()
    defer { note() }
    try await inner.sleep(until: instant)
  }

  func call(at instant: Duration, _ body: @escaping @Sendable () -> Void) -> ScheduledCall {
    note()
    return inner.call(at: instant) {
      self.note()
      body()
    }
  }
}

/// Moves the time of a night on whenever nothing else is left to do.
///
/// Steps of the engine's tasks are counted exactly. Disk work runs on threads that can't be
/// counted, so the clock moves only when all threads sleep, or, where other tests keep them
/// awake, after some moments without any sign of work. Moving too early would be no mistake: it
/// is what a slow machine looks like.
final class Conductor: Sendable {
  /// Why the time was not moved on any more.
  enum Trouble: Sendable, Equatable {
    /// Everybody waits and nobody for the time.
    case ranDry
    /// The time is past all reason.
    case runsOn
  }

  /// The time moves in steps of this at least, so that many wake together.
  private static let grain = Duration.milliseconds(100)

  private let clock: NightClock
  private let executor: TurnExecutor
  private let isBusy: @Sendable () -> Bool
  private let onTrouble: @Sendable (Trouble) -> Void
  private let limit: Duration
  private let isOver = Atomic(false)

  init(
    clock: NightClock, executor: TurnExecutor, limit: Duration,
    isBusy: @escaping @Sendable () -> Bool, onTrouble: @escaping @Sendable (Trouble) -> Void
  ) {
    self.clock = clock
    self.executor = executor
    self.limit = limit
    self.isBusy = isBusy
    self.onTrouble = onTrouble
    DispatchQueue(label: "conductor").async { self.conduct() }
  }

  /// The threads of all conductors, which are no sign of work.
  private static let conductors = Locked<Set<Int>>([])
  /// Rounds without a sign of work that will do when other threads never sleep.
  private static let patience = 100

  func end() { isOver.store(true, ordering: .sequentiallyConsistent) }

  private func conduct() {
    let thread = ProcessThreads.current
    Self.conductors.withLock { _ = $0.insert(thread) }
    defer { Self.conductors.withLock { _ = $0.remove(thread) } }
    var quietRounds = 0
    var asleepRounds = 0
    var seen = -1
    var hasComplained = false
    while !isOver.load(ordering: .sequentiallyConsistent) {
      let activity = clock.activity.load(ordering: .sequentiallyConsistent)
      let isQuiet = activity == seen && executor.isIdle && !isBusy()
      seen = activity
      quietRounds = isQuiet ? quietRounds + 1 : 0
      asleepRounds = isQuiet && areOthersAsleep ? asleepRounds + 1 : 0
      if asleepRounds >= 2 || quietRounds >= Self.patience, let next = clock.inner.nextWaking {
        if next > limit, !hasComplained {
          hasComplained = true
          onTrouble(.runsOn)
        }
        let steps = Int64((next / Self.grain).rounded(.up))
        clock.inner.advance(to: max(next, Self.grain * Int(steps)))
        quietRounds = 0
        asleepRounds = 0
        continue
      }
      // About three seconds of real time.
      if quietRounds == 30_000, !hasComplained {
        hasComplained = true
        onTrouble(.ranDry)
      }
      precondition(quietRounds < 100_000, "a night hangs and can't be stopped")
      usleep(30)
    }
  }

  private var areOthersAsleep: Bool {
    ProcessThreads.areAsleep(besides: Self.conductors.withLock { $0 }) ?? false
  }
}
