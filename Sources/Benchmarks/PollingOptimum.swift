/// The best schedule of checks for lengths that are known in advance, as a distribution.
///
/// By dynamic programming over ages half a second apart: the cheapest way on from each age is the
/// cheapest next check, with the delay up to it, and the cheapest way on from there.
enum PollingOptimum {
  private static let step = 0.5

  /// - Parameters:
  ///   - sample: many lengths in seconds, from the distribution.
  ///   - price: what a query costs, in seconds of delay.
  /// - Returns: the ages in seconds at which to ask.
  static func ages(_ sample: [Double], price: Double) -> [Double] {
    let sorted = sample.sorted()
    let rows = Int((sorted[sorted.count * 999 / 1000] / step).rounded(.up)) + 2
    var alive: [Double] = []
    var index = 0
    for row in 0..<rows {
      while index < sorted.count, sorted[index] <= Double(row) * step { index += 1 }
      alive.append(Double(sorted.count - index) / Double(sorted.count))
    }
    var costs = [Double](repeating: 0, count: rows)
    var nexts = [Int](repeating: rows - 1, count: rows)
    for row in stride(from: rows - 2, through: 0, by: -1) {
      var best = Double.infinity
      var delay = price * alive[row]
      for next in (row + 1)..<rows {
        delay += (alive[row] - (alive[next - 1] + alive[next]) / 2) * step
        if delay >= best { break }
        if delay + costs[next] < best { (best, nexts[row]) = (delay + costs[next], next) }
      }
      costs[row] = best
    }
    var ages: [Double] = []
    var row = 0
    while row < rows - 1 {
      row = nexts[row]
      ages.append(Double(row) * step)
    }
    return ages
  }
}
