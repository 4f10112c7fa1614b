/// A number of things, or a percentage of all.
package enum Share: Equatable, Sendable {
  case count(Int)
  case percent(Double)

  /// Whether so many of all are more than this.
  package func isPassed(by count: Int, of all: Int) -> Bool {
    switch self {
    case .count(let most): count > most
    case .percent(let most): Double(count) * 100 > most * Double(all)
    }
  }
}
