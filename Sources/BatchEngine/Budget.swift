import JobModel
import Locking

/// The money that a run may spend: reserved before a submission, given back when it costs
/// nothing, and kept while its outcome is in doubt.
///
/// A job that does not fit waits for as long as another one under way may still give money back,
/// so that refunds are used and the cap is never passed.
final class Budget: Sendable {
  private struct State {
    var reserved: Money
    /// The jobs whose reservations may still be given back.
    var open: Set<JobID> = []
    var waiting: [Waiter] = []
    /// Whether nobody may wait any more.
    var isClosed = false
  }

  private struct Waiter {
    let job: JobID
    let amount: Money
    let continuation: CheckedContinuation<Bool, Never>
  }

  private let cap: Money?
  private let state: Locked<State>

  /// - Parameters:
  ///   - spent: what the run has spent or reserved before.
  ///   - open: the jobs of the run whose outcome was open then.
  init(cap: Money?, spent: Money, open: Set<JobID> = []) {
    self.cap = cap
    state = Locked(State(reserved: spent, open: open))
  }

  /// Reserves an amount for a job, or refuses when the cap would be passed whatever comes back.
  ///
  /// - Parameters:
  ///   - amount: `nil` is an unknown price, which no capped run may pay.
  ///   - inLine: called when later calls can't come before this one any more; not in a run
  ///     without a cap.
  func reserve(
    _ amount: Money?, for job: JobID, whenInLine inLine: () -> Void = {}
  ) async -> Bool {
    guard cap != nil else { return true }
    guard let amount else { return false }
    return await withCheckedContinuation { continuation in
      change { $0.waiting.append(Waiter(job: job, amount: amount, continuation: continuation)) }
      inLine()
    }
  }

  /// Takes what a job costs after all, whether it fits or not.
  func charge(_ amount: Money?, to job: JobID) {
    change { state in
      state.reserved += amount ?? .zero
      state.open.insert(job)
    }
  }

  /// Gives back what a job had reserved: it costs nothing.
  func giveBack(_ amount: Money?, of job: JobID) {
    change { state in
      state.reserved -= amount ?? .zero
      state.open.remove(job)
    }
  }

  /// Says that a job rests: what it has reserved stays so.
  func settle(_ job: JobID) {
    change { $0.open.remove(job) }
  }

  /// Refuses all who wait, and who would have to.
  func close() {
    change { $0.isClosed = true }
  }

  /// Changes the state, and answers those whose answer is certain then.
  private func change(_ body: (inout State) -> Void) {
    guard let cap else { return }
    let answers = state.withLock { state -> [(Waiter, Bool)] in
      body(&state)
      return Self.answers(&state, cap: cap)
    }
    for (waiter, mayPay) in answers { waiter.continuation.resume(returning: mayPay) }
  }

  private static func answers(_ state: inout State, cap: Money) -> [(Waiter, Bool)] {
    if state.waiting.isEmpty { return [] }
    var answers: [(Waiter, Bool)] = []
    var left: [Waiter] = []
    for waiter in state.waiting {
      if state.reserved + waiter.amount <= cap {
        state.reserved += waiter.amount
        state.open.insert(waiter.job)
        answers.append((waiter, true))
      } else {
        left.append(waiter)
      }
    }
    if state.isClosed || state.open.isEmpty {
      answers += left.map { ($0, false) }
      left = []
    }
    state.waiting = left
    return answers
  }
}
