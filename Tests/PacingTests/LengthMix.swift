import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Distributions of the lengths of video tasks, in seconds.
enum LengthMix: Sendable, CustomStringConvertible {
  case logNormal(median: Double, sigma: Double)
  case bimodal(Double, Double, secondShare: Double, sigma: Double)
  case fixed(Double)

  func draw(_ random: inout SeededGenerator) -> Double {
    switch self {
    case .logNormal(let median, let sigma):
      return median * exp(sigma * Self.normal(&random))
    case .bimodal(let first, let second, let share, let sigma):
      let median = Double.random(in: 0..<1, using: &random) < share ? second : first
      return median * exp(sigma * Self.normal(&random))
    case .fixed(let length): return length
    }
  }

  var description: String {
    switch self {
    case .logNormal(let median, let sigma): "lognormal(\(median), \(sigma))"
    case .bimodal(let first, let second, let share, let sigma):
      "bimodal(\(first), \(second), \(share), \(sigma))"
    case .fixed(let length): "fixed(\(length))"
    }
  }

  private static func normal(_ random: inout SeededGenerator) -> Double {
    // The polar method of Marsaglia and Bray.
    while true {
      let x = Double.random(in: -1..<1, using: &random)
      let y = Double.random(in: -1..<1, using: &random)
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }
}
