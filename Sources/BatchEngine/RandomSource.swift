import Locking

/// Random numbers for jitter and keys, from one generator that the caller chooses.
package final class RandomSource: Sendable {
  private let next: @Sendable () -> UInt64

  /// - Parameter generator: a seeded one makes everything that follows repeatable.
  package init(_ generator: some RandomNumberGenerator & Sendable) {
    let box = Locked(generator)
    next = { box.withLock { $0.next() } }
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
