import HTTPCore
import Locking

/// Carries an answer from the transport's thread to a receiver that may be slower.
///
/// At most `capacityBytes` and one piece of libcurl's wait here; then the transport is told to
/// stop reading, and `next` says when it may go on.
final class AnswerPipe: AnswerSink {
  enum Item: Sendable {
    case head(HTTPResponseHead)
    case piece([UInt8])
    case end(HTTPFailure?)
  }

  private struct State {
    var head: HTTPResponseHead?
    /// What waits, as it came.
    var pieces: [[UInt8]] = []
    /// Of all pieces together.
    var bytes = 0
    var isHolding = false
    var hasEnded = false
    var failure: HTTPFailure?
    var waiter: CheckedContinuation<Void, Never>?

    /// All pieces as one, in memory that is asked for once.
    func joined() -> [UInt8] {
      if pieces.count == 1 { return pieces[0] }
      var all: [UInt8] = []
      all.reserveCapacity(bytes)
      for piece in pieces { all += piece }
      return all
    }
  }

  private let capacityBytes: Int
  private let resume: @Sendable () -> Void
  private let state = Locked(State())

  /// - Parameter resume: called when there is room again after `take` had refused.
  init(capacityBytes: Int, resume: @escaping @Sendable () -> Void) {
    self.capacityBytes = capacityBytes
    self.resume = resume
  }

  func begin(_ head: HTTPResponseHead) {
    update { $0.head = head }
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let copy = Array(bytes)
    return update { state in
      guard state.bytes < capacityBytes else {
        state.isHolding = true
        return false
      }
      state.pieces.append(copy)
      state.bytes += copy.count
      return true
    }
  }

  func end(_ failure: HTTPFailure?) {
    update { state in
      state.hasEnded = true
      state.failure = failure
    }
  }

  private func update<Value: Sendable>(_ change: (inout sending State) -> sending Value) -> Value {
    let (value, waiter) = state.withLock { state in
      let value = change(&state)
      let waiter = state.waiter
      state.waiter = nil
      return (value, waiter)
    }
    waiter?.resume()
    return value
  }

  /// The next item; waits for it. For one caller at a time. After a failure what was received
  /// and not yet asked for is dropped.
  func next() async -> Item {
    while true {
      if let item = takeItem() { return item }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.head != nil || !state.pieces.isEmpty || state.hasEnded { return true }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private func takeItem() -> Item? {
    let (item, hasRoom): (Item?, Bool) = state.withLock { state in
      if state.hasEnded, let failure = state.failure { return (.end(failure), false) }
      if let head = state.head {
        state.head = nil
        return (.head(head), false)
      }
      if !state.pieces.isEmpty {
        let piece = state.joined()
        state.pieces = []
        state.bytes = 0
        let wasHolding = state.isHolding
        state.isHolding = false
        return (.piece(piece), wasHolding)
      }
      return (state.hasEnded ? .end(nil) : nil, false)
    }
    if hasRoom { resume() }
    return item
  }
}
