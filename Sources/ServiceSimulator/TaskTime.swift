#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How long simulated tasks take, in seconds.
package enum TaskTime: Sendable, Equatable {
  /// The same for every task.
  case fixed(Double)
  /// Any time in the range is as likely as another.
  case uniform(ClosedRange<Double>)
  /// `sigma` is the standard deviation of the logarithm.
  case lognormal(median: Double, sigma: Double)
  /// A lognormal mix of two medians with one sigma; `share` (0 to 1) is the second's part.
  case bimodal(first: Double, second: Double, share: Double, sigma: Double)

  /// The longest that any task takes, whatever the distribution says: a day.
  package static let maximumSeconds = 86_400.0

  /// Reads `3`, `2...6`, `lognormal(75,0.5)` or `bimodal(40,180,0.3,0.2)`.
  package init?(_ text: String) {
    if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      let parts = text[text.index(after: open)...].dropLast().split(separator: ",")
      let numbers = parts.compactMap { Self.number($0) }
      guard numbers.count == parts.count else { return nil }
      switch (text[..<open], numbers.count) {
      case ("lognormal", 2): self = .lognormal(median: numbers[0], sigma: numbers[1])
      case ("bimodal", 4) where numbers[2] <= 1:
        self = .bimodal(
          first: numbers[0], second: numbers[1], share: numbers[2], sigma: numbers[3])
      default: return nil
      }
    } else if let dots = text.firstRange(of: "...") {
      guard let low = Self.number(text[..<dots.lowerBound]),
        let high = Self.number(text[dots.upperBound...]), low <= high
      else { return nil }
      self = .uniform(low...high)
    } else {
      guard let seconds = Self.number(text[...]) else { return nil }
      self = .fixed(seconds)
    }
  }

  private static func number(_ text: Substring) -> Double? {
    let trimmed = text.drop { $0 == " " }
    guard let value = Double(trimmed), value >= 0, value <= maximumSeconds else { return nil }
    return value
  }

  func seconds(using generator: inout SeededGenerator) -> Double {
    let seconds: Double
    switch self {
    case .fixed(let value): seconds = value
    case .uniform(let range):
      seconds =
        range.lowerBound + (range.upperBound - range.lowerBound) * generator.fraction()
    case .lognormal(let median, let sigma):
      seconds = median * exp(sigma * Self.normal(using: &generator))
    case .bimodal(let first, let second, let share, let sigma):
      let median = generator.fraction() < share ? second : first
      seconds = median * exp(sigma * Self.normal(using: &generator))
    }
    return min(max(seconds, 0), Self.maximumSeconds)
  }

  /// Box and Muller's transformation.
  private static func normal(using generator: inout SeededGenerator) -> Double {
    let radius = (-2 * log(1 - generator.fraction())).squareRoot()
    return radius * cos(2 * .pi * generator.fraction())
  }
}
