import Locking

/// Random numbers for jitter and keys, from one generator that the caller chooses.
package final class RandomSource: Sendable {
  private let next: @Sendable () -> UInt64

  /// - Parameter generator: a seeded one makes everything that follows repeatable.
  package init(_ generator: some RandomNumberGenerator & Sendable) {
    // With a number beside it: the system's generator has no size, so that alone it would have the
    // address of its box, and the thread sanitizer would take a draw for a change of the box.
    let box = Locked((generator: generator, draws: 0))
    next = {
      box.withLock { source in
        source.draws &+= 1
        return source.generator.next()
      }
    }
  }

  /// Evenly spread in 0..<1.
  func unit() -> Double {
    Double(next() >> 11) / 9_007_199_254_740_992
  }

  /// Random lower-case hex digits, 16 for each word.
  package func hex(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
