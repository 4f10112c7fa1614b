/// Decides from when on the kinds of jobs that take longest go first.
///
/// A batch ends with its last task. Towards its end, what takes long must not begin late: with the
/// longest first, the places run dry within one another's shortest task instead of the longest
/// (the rule of R. L. Graham, "Bounds on multiprocessing timing anomalies", 1969, with what is
/// expected of a kind in place of the length that nobody knows). Before that the order of the
/// manifest does as well, and is what people expect. Where all kinds take the same time, or
/// nothing is known, it is kept to the end.
package struct LastLap: Sendable {
  /// What is expected of a kind, in seconds.
  package struct Expected: Sendable, Equatable {
    /// The mean.
    package var mean: Double
    /// What only one in fifty passes.
    package var late: Double

    package init(mean: Double, late: Double) {
      self.mean = mean
      self.late = late
    }
  }

  /// How much earlier than needed: what is expected is not certain.
  private static let margin = 1.25
  /// Kinds whose means differ by less than this are alike.
  private static let leastRatio = 1.2

  private let expected: [Int: Expected]
  /// The mean over the kinds, for one that is not known.
  private let mean: Double
  private let places: Int
  private let rate: Double

  /// - Parameters:
  ///   - expected: a kind that is missing is not known.
  ///   - places: tasks at the same time.
  ///   - rate: submissions a second that are allowed.
  package init(expected: [Int: Expected], places: Int, rate: Double) {
    self.expected = expected
    mean = expected.values.reduce(0) { $0 + $1.mean } / Double(max(1, expected.count))
    self.places = places
    self.rate = rate
  }

  /// Whether the kinds that take longest should go first from now on.
  ///
  /// - Parameter waiting: how many jobs of each kind were not begun.
  package func hasBegun(waiting: [Int: Int]) -> Bool {
    let lengths = waiting.compactMap { kind, count in count > 0 ? expected[kind] : nil }
    guard let longest = lengths.map(\.mean).max(), let shortest = lengths.map(\.mean).min(),
      longest > shortest * Self.leastRatio, let latest = lengths.map(\.late).max()
    else { return false }
    // What begins so long before the end as the longest may take holds nobody up.
    let left = Double(waiting.values.reduce(0, +))
    return left <= pace(of: waiting) * latest * Self.margin
  }

  /// Jobs begun in a second, while there are enough: a place is free again after the mean of what
  /// waits, each kind counted as often as it is there.
  private func pace(of waiting: [Int: Int]) -> Double {
    let (count, seconds) = waiting.reduce((0.0, 0.0)) { sum, kind in
      (sum.0 + Double(kind.value), sum.1 + Double(kind.value) * (expected[kind.key]?.mean ?? mean))
    }
    return seconds > 0 ? min(rate, Double(places) * count / seconds) : 0
  }

  /// Whether one kind goes before another; what is not known is in the middle.
  package func isBefore(_ kind: Int, _ other: Int) -> Bool {
    (expected[kind]?.mean ?? mean) > (expected[other]?.mean ?? mean)
  }
}
