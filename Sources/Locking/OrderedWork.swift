import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Does pieces of work on all processors, and hands their results out in the order of the pieces.
///
/// Whoever starts them also takes them, from one thread: start while it is not full, then take
/// the oldest. What was started is waited for before this goes away.
package struct OrderedWork<Result: Sendable>: ~Copyable {
  private let queue: DispatchQueue
  /// In their order; the oldest is at ``first``.
  private var pieces: [Piece] = []
  private var first = 0
  private let limit: Int

  private final class Piece: @unchecked Sendable {
    // Sendable because `result` is set before `isDone` is signalled, and read after that.
    var result: Result?
    let isDone = DispatchSemaphore(value: 0)
  }

  /// Begins without a piece; four for each of the ``Processors`` and eight more make it full.
  ///
  /// - Parameter label: the name of its queue, as a debugger shows it.
  package init(label: String) {
    queue = DispatchQueue(label: label, attributes: .concurrent)
    // A piece takes about a millisecond: enough of them that nobody runs dry while the thread that
    // hands them out waits for its turn on a processor, and few enough to bound the memory.
    limit = 4 * Processors.count + 8
  }

  deinit {
    for piece in pieces[first...] { piece.isDone.wait() }
  }

  /// Whether every piece that was started has been taken.
  package var isEmpty: Bool { first == pieces.count }

  /// Whether a piece should be taken before another one is started.
  package var isFull: Bool { pieces.count - first >= limit }

  /// Hands a piece to the processors and does not wait; ``isFull`` is for the caller to look at.
  package mutating func start(_ work: @escaping @Sendable () -> Result) {
    let piece = Piece()
    if first == limit {
      pieces.removeFirst(first)
      first = 0
    }
    pieces.append(piece)
    queue.async {
      piece.result = work()
      piece.isDone.signal()
    }
  }

  /// Waits for the oldest piece.
  ///
  /// - Returns: its result; `nil` when there is none.
  package mutating func next() -> Result? {
    guard first < pieces.count else { return nil }
    let piece = pieces[first]
    first += 1
    piece.isDone.wait()
    defer { piece.result = nil }
    return piece.result
  }
}

/// The processors of this machine.
package enum Processors {
  /// How many are at work, 1 to 8: more would wait for the one thread that takes the results.
  package static let count = min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
