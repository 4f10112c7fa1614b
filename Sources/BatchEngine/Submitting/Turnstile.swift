import Locking

/// Lets jobs to the money in the order in which they were taken up: where it does not do for all,
/// those that come first in the manifest have it.
///
/// Nobody waits here for longer than those before him need to get to the same place, or to find
/// that they need not.
final class Turnstile: Sendable {
  private struct State {
    /// The number of who enters next.
    var next = 0
    /// Everybody with a lower number is gone.
    var current = 0
    /// Who is gone before his turn has come.
    var gone: Set<Int> = []
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Locked(State())

  func enter() -> Turn {
    state.withLock { state in
      defer { state.next += 1 }
      return Turn(self, number: state.next)
    }
  }

  private func wait(for number: Int) async {
    await withCheckedContinuation { continuation in
      let hasCome = state.withLock { state in
        if state.current >= number { return true }
        state.waiting[number] = continuation
        return false
      }
      if hasCome { continuation.resume() }
    }
  }

  private func leave(_ number: Int) {
    let come = state.withLock { state in
      state.gone.insert(number)
      var come: [CheckedContinuation<Void, Never>] = []
      while state.gone.remove(state.current) != nil {
        // Whoever leaves while he waits need not wait any more.
        if let left = state.waiting.removeValue(forKey: state.current) { come.append(left) }
        state.current += 1
      }
      if let next = state.waiting.removeValue(forKey: state.current) { come.append(next) }
      return come
    }
    for continuation in come { continuation.resume() }
  }

  /// A job's turn; over when it was left, or when nobody has it any more.
  final class Turn: Sendable {
    private let turnstile: Turnstile
    private let number: Int
    private let isOver = Locked(false)

    fileprivate init(_ turnstile: Turnstile, number: Int) {
      self.turnstile = turnstile
      self.number = number
    }

    deinit {
      leave()
    }

    /// Returns when all who entered before are gone; at once when this one is.
    func come() async {
      if !isOver.withLock({ $0 }) { await turnstile.wait(for: number) }
    }

    /// Lets the next one pass.
    func leave() {
      let wasOver = isOver.withLock { isOver in
        defer { isOver = true }
        return isOver
      }
      if !wasOver { turnstile.leave(number) }
    }
  }
}
