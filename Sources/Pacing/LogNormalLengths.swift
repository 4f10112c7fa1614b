#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LengthCurve {
  /// A curve under which the logarithm of lengths is normally distributed, and four of five lie
  /// between two lengths in seconds.
  static func logNormal(fourFifthsBetween low: Double, and high: Double) -> LengthCurve {
    let low = max(low, 1e-3)
    let high = max(high, low * 1.01)
    let middle = (log(low) + log(high)) / 2
    let deviation = (log(high) - middle) / 1.2816
    func hazardSum(_ seconds: Double) -> Double {
      // Far out the share still running underflows; there the hazard stays what it was.
      let score = min((log(seconds) - middle) / deviation, 8)
      return -log(0.5 * erfc(score / 2.0.squareRoot()))
    }
    let edges = AgeGrid.edges
    var hazards = (0..<AgeGrid.cells).map { hazardSum(edges[$0 + 1]) - hazardSum(edges[$0]) }
    for cell in 1..<AgeGrid.cells where hazards[cell] < hazards[cell - 1] / 2 {
      hazards[cell] = hazards[cell - 1]
    }
    return LengthCurve(hazards: hazards)
  }
}
