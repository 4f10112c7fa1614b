import BatchEngine

/// A number of things, or a percentage of all: `25` or `2.5%`.
enum Share: Equatable, Sendable {
  case count(Int)
  case percent(Double)

  init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Int(text), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  /// Whether so many of all are more than this.
  func isPassed(by count: Int, of all: Int) -> Bool {
    switch self {
    case .count(let most): count > most
    case .percent(let most): Double(count) * 100 > most * Double(all)
    }
  }

  var failureLimit: FailureLimit {
    switch self {
    case .count(let most): .count(most)
    case .percent(let most): .percent(most)
    }
  }
}
