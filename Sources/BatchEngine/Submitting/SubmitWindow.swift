import Pacing

/// Bounds how many submissions may be on their way to an answer at the same time.
///
/// The bound grows by one with every answer and halves with every submission that gets none
/// ("additive increase, multiplicative decrease", Chiu and Jain 1989, with the slow start of
/// TCP): a service in trouble puts a handful of jobs in doubt and not hundreds. After a few in a
/// row one submission at a time is tried, with growing waits.
actor SubmitWindow {
  /// At the start, before anything is known of the service.
  private static let initial = 4
  /// Fewer than the transport has connections to one host, so that no submission waits inside
  /// it after the last look at whether it may leave.
  static let largest = 48
  /// Troubles in a row from which on submissions go one at a time.
  private static let patience = 3

  private let clock: any BatchClock
  private let random: RandomSource
  private let delay: RetryDelay
  private let giveUpAfter: Duration
  private var bound = initial
  private var inFlight = 0
  private var troubles = 0
  private var opensAt = Duration.zero
  private var nextWaiter = 0
  private var waiters: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  /// Since when no submission got an answer that says what became of it, or the service took
  /// nothing.
  private(set) var unreachableSince: Duration?

  /// How a submission came back.
  enum Result: Sendable {
    /// The service answered.
    case answered
    /// No answer that says what became of it.
    case inDoubt
    /// It never left.
    case neverReached
    /// The service answered that it takes nothing now.
    case throttled
    /// It was not sent after all.
    case unused
  }

  /// - Parameter giveUpAfter: how long after the first trouble the last submission is tried: the
  ///   run gives up then.
  init(
    clock: any BatchClock, random: RandomSource, delay: RetryDelay,
    giveUpAfter: Duration = .seconds(3600)
  ) {
    self.clock = clock
    self.giveUpAfter = giveUpAfter
    self.random = random
    self.delay = delay
  }

  /// Waits for a place; callers get theirs in order. Whoever entered must leave.
  ///
  /// - Parameter isFirst: goes before all who wait, since others can learn from what it is told.
  /// - Throws: `CancellationError`; there is then no place to leave.
  func enter(isFirst: Bool = false) async throws {
    if inFlight < bound, waiters.isEmpty {
      inFlight += 1
    } else {
      guard await waitForPlace(isFirst: isFirst) else { throw CancellationError() }
    }
    do {
      while troubles >= Self.patience, clock.now < opensAt {
        try await clock.sleep(until: opensAt)
      }
    } catch {
      leave(.unused)
      throw error
    }
  }

  func leave(_ result: Result) {
    inFlight -= 1
    switch result {
    case .answered:
      troubles = 0
      unreachableSince = nil
      bound = min(bound + 1, Self.largest)
    case .inDoubt, .neverReached:
      troubles += 1
      bound = troubles >= Self.patience ? 1 : max(1, bound / 2)
      let since = unreachableSince ?? clock.now
      unreachableSince = since
      let span = delay.delay(afterFailures: troubles, random: random.unit())
      opensAt = min(clock.now + span, max(clock.now, since + giveUpAfter))
    case .throttled:
      troubles = 0
      unreachableSince = unreachableSince ?? clock.now
    case .unused:
      break
    }
    while inFlight < bound, !waiters.isEmpty {
      inFlight += 1
      waiters.removeFirst().continuation.resume(returning: true)
    }
  }

  /// - Returns: whether a place was given; `false` when the task was cancelled first.
  private func waitForPlace(isFirst: Bool) async -> Bool {
    let number = nextWaiter
    nextWaiter += 1
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled {
          continuation.resume(returning: false)
        } else {
          waiters.insert((number, continuation), at: isFirst ? 0 : waiters.count)
        }
      }
    } onCancel: {
      // An actor can't be entered from here directly; nothing waits for this task.
      Task { await self.giveUp(number) }
    }
  }

  private func giveUp(_ number: Int) {
    guard let place = waiters.firstIndex(where: { $0.number == number }) else { return }
    waiters.remove(at: place).continuation.resume(returning: false)
  }
}
