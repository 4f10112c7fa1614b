/// Learns how long video tasks take, apart for each class.
///
/// A class is any number that callers choose, for example one for each price class and mode. Each
/// class begins with what is known of all classes together, and they with the documentation's
/// word that tasks take one to five minutes. Old lengths fade slowly, and faster once lengths
/// have visibly shifted. Everything is arithmetic on ages: no clock, no randomness.
package struct TaskLengthModel: Sendable {
  /// How many tasks the belief before any knowledge is worth.
  private static let strength = 3.0
  /// A class that knows this many ends gains nothing from the others.
  private static let enough = 60.0

  private var classes: [Int: ClassHistory] = [:]
  private var pool: ClassHistory
  private let documented: LengthCurve

  /// - Parameter typical: lengths that four of five tasks keep within.
  package init(typical: ClosedRange<Duration> = .seconds(60)...(.seconds(300))) {
    documented = .logNormal(
      fourFifthsBetween: typical.lowerBound.inSeconds, and: typical.upperBound.inSeconds)
    pool = ClassHistory(curve: documented, watchesDrift: false)
  }

  /// A task is running at an age; it was last known to at another.
  package mutating func observeRunning(
    _ classKey: Int, from start: Duration, to end: Duration
  ) {
    let (start, end) = (start.inSeconds, end.inSeconds)
    pool.addRunning(from: start, to: end)
    change(classKey) { $0.addRunning(from: start, to: end) }
  }

  /// A task ended at an age between two; it was last known to be running at `start`.
  ///
  /// Where the service says when it ended, both are that age.
  package mutating func observeEnd(
    _ classKey: Int, from start: Duration, between low: Duration, and high: Duration
  ) {
    let (start, low, high) = (start.inSeconds, low.inSeconds, high.inSeconds)
    pool.addEnd(from: start, between: low, and: high)
    change(classKey) { $0.addEnd(from: start, between: low, and: high) }
  }

  /// The curve of a class, drawn anew if there is news.
  package mutating func curve(of classKey: Int) -> LengthCurve {
    refresh(classKey)
    return classes[classKey]?.curve ?? pool.curve
  }

  /// Takes over lengths of earlier runs in milliseconds; to be called before anything else.
  package mutating func recall(_ lengths: [Int: [Int64]]) {
    for (classKey, lengths) in lengths.sorted(by: { $0.key < $1.key }) {
      pool.recall(lengths)
      change(classKey) { $0.recall(lengths) }
    }
  }

  /// A task has ended, and these had been its progress.
  mutating func observe(
    _ sightings: [ProgressHistory.Sighting], _ classKey: Int, length: Double
  ) {
    change(classKey) { $0.progress.add(sightings, length: length) }
  }

  /// How many ends of a class its curve rests on; old ones count for less.
  func knownEnds(of classKey: Int) -> Double { classes[classKey]?.weight ?? 0 }

  /// How progress tells the length in a class, if it does.
  func progressRule(of classKey: Int) -> ProgressHistory.Rule? {
    classes[classKey]?.progress.rule
  }

  private mutating func refresh(_ classKey: Int) {
    let known = classes[classKey]?.weight ?? 0
    if known < Self.enough {
      _ = pool.redraw(prior: documented, strength: Self.strength)
    }
    guard classes[classKey] != nil else { return }
    let prior = pool.curve
    change(classKey) { _ = $0.redraw(prior: prior, strength: Self.strength) }
  }

  private mutating func change(_ classKey: Int, _ body: (inout ClassHistory) -> Void) {
    body(&classes[classKey, default: ClassHistory(curve: pool.curve)])
  }
}
