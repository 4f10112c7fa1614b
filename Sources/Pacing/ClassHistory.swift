/// What is known of the lengths of one class of video tasks.
struct ClassHistory: Sendable {
  /// How many ends it takes until an older one counts for 1/e of a new one.
  private static let memory = 400.0
  /// Lengths of earlier runs count for no more ends than this: the service may have changed.
  private static let mostRecalled = 100.0

  private var counts = AgeCounts()
  private var drift = Drift()
  /// Ends, and ends that were expected, since the curve was drawn.
  private var news = 0.0
  private var endsSinceFading = 0.0
  private var isDrawn = false
  private(set) var curve: LengthCurve
  var progress = ProgressHistory()

  private let watchesDrift: Bool

  /// - Parameters:
  ///   - curve: what is believed until something is known.
  ///   - watchesDrift: whether a shift of the lengths is looked for; classes together shift with
  ///     every change of what is submitted.
  init(curve: LengthCurve, watchesDrift: Bool = true) {
    self.curve = curve
    self.watchesDrift = watchesDrift
  }

  /// How many ends the knowledge is worth.
  var weight: Double { counts.total }

  /// A task was seen running from one age to another, in seconds.
  mutating func addRunning(from start: Double, to end: Double) {
    guard end > start else { return }
    counts.addRunning(from: start, to: end)
    let expected = curve.hazardSum(at: end) - curve.hazardSum(at: start)
    news += min(expected, 3)
    watchDrift(ends: 0, expected: expected)
  }

  /// A task was last seen running at `start` and ended between two ages, in seconds.
  mutating func addEnd(from start: Double, between low: Double, and high: Double) {
    let low = max(low, start)
    let high = max(low, high)
    let middle = (low + high) / 2
    addRunning(from: start, to: middle)
    counts.addEnd(between: low, and: high)
    news += 1
    endsSinceFading += 1
    watchDrift(ends: 1, expected: 0)
  }

  /// Takes over the lengths of earlier runs, in milliseconds.
  mutating func recall(_ lengths: [Int64]) {
    for length in lengths where length > 0 {
      let seconds = Double(length) / 1000
      counts.addRunning(from: 0, to: seconds)
      counts.addEnd(between: seconds, and: seconds)
      news += 1
    }
    if counts.total > Self.mostRecalled { counts.fade(to: Self.mostRecalled / counts.total) }
  }

  /// Draws the curve anew when enough has happened.
  ///
  /// - Returns: whether it did.
  mutating func redraw(prior: @autoclosure () -> LengthCurve, strength: Double) -> Bool {
    guard !isDrawn || news >= max(1, counts.total / 10) else { return false }
    if endsSinceFading > 0 {
      counts.fade(to: 1 / (1 + endsSinceFading / Self.memory))
      endsSinceFading = 0
    }
    curve = LengthCurve(
      hazards: counts.hazards(prior: prior(), strength: strength), drawing: curve.drawing + 1)
    news = 0
    isDrawn = true
    return true
  }

  private mutating func watchDrift(ends: Double, expected: Double) {
    guard watchesDrift, isDrawn, counts.total >= 20, drift.add(ends: ends, expected: expected)
    else { return }
    counts.fade(to: 0.1)
    news = .infinity
  }
}

/// Notices that lengths have become longer or shorter than the curve says.
///
/// While the curve is right, ends minus expected ends is a martingale with a variance of one an
/// end. Two cumulative sums (Page 1954, "Continuous inspection schemes"), one for each direction,
/// tell a lasting deviation from chance.
private struct Drift {
  private static let allowance = 0.25
  private static let threshold = 14.0
  private var fewer = 0.0
  private var more = 0.0

  /// - Returns: whether the lengths have shifted; it then starts anew.
  mutating func add(ends: Double, expected: Double) -> Bool {
    // One task long overdue is no shift: it counts for a few ends at most.
    let difference = min(expected, 3) - ends
    fewer = max(0, fewer + difference - Self.allowance * min(expected, 3))
    more = max(0, more - difference - Self.allowance * ends)
    guard fewer > Self.threshold || more > Self.threshold else { return false }
    (fewer, more) = (0, 0)
    return true
  }
}
