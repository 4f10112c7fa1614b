#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A distribution of the lengths of video tasks, in seconds.
struct PollingLengths {
  let name: String
  /// Medians, each with its share.
  let parts: [(median: Double, share: Double)]
  /// The standard deviation of the logarithm around each median.
  let sigma: Double

  static let all = [
    PollingLengths(name: "lognormal(75,0.5)", parts: [(75, 1)], sigma: 0.5),
    PollingLengths(name: "bimodal(40,180,0.3,0.2)", parts: [(40, 0.7), (180, 0.3)], sigma: 0.2),
    PollingLengths(name: "lognormal(75,0.2)", parts: [(75, 1)], sigma: 0.2),
  ]

  func draw(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
    (0..<count).map { _ in
      var choice = Double.random(in: 0..<1, using: &random)
      let part = parts.first { part in
        choice -= part.share
        return choice < 0
      }
      return (part ?? parts[0]).median * exp(sigma * Self.normal(&random))
    }
  }

  /// The polar method of Marsaglia and Bray.
  private static func normal(_ random: inout some RandomNumberGenerator) -> Double {
    while true {
      let x = Double.random(in: -1..<1, using: &random)
      let y = Double.random(in: -1..<1, using: &random)
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }
}
