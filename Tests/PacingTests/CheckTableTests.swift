import Testing

@testable import Pacing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct CheckTableTests {
  private static let ages = (0...400).map { Double($0) * 0.5 }

  private func table(
    price: Double, floor: Double = 0.01, alive: (Double) -> Double
  ) -> CheckTable {
    CheckTable(ages: Self.ages, alive: Self.ages.map(alive), price: price, floor: floor)
  }

  /// Hazard, price, and the gap that Keller's density gives.
  static let evenHazards: [(Double, Double, Double)] = [
    (0.02, 0.25, 5), (0.02, 1, 10), (0.08, 0.25, 2.5), (0.005, 0.1, 6.32),
  ]

  @Test(arguments: evenHazards) func evenHazardIsCheckedAtKellersDensity(
    hazard: Double, price: Double, gap: Double
  ) {
    let table = table(price: price) { exp(-hazard * $0) }
    for start in [0.0, 3.3, 20] {
      let next = table.nextCheck(from: start, earliest: start, latest: start + 100).age
      #expect(abs(next - start - gap) < gap * 0.1)
    }
  }

  @Test func oneCheckWaitsForANarrowPeak() {
    // Everything ends between 60 and 61.
    let table = table(price: 0.5) { min(1, max(1e-9, 61 - $0)) }
    let next = table.nextCheck(from: 0, earliest: 0, latest: 200).age
    #expect(next >= 60.5 && next <= 61.5)
  }

  @Test func underAFloorACheckInsideAPeakIsNotWorthIt() {
    let table = table(price: 0.5, floor: 10) { min(1, max(1e-9, (63 - $0) / 3)) }
    let next = table.nextCheck(from: 0, earliest: 10, latest: 200).age
    #expect(next >= 62 && next <= 64)
  }

  @Test func theBoundsAreKept() {
    let table = table(price: 0.5) { exp(-0.02 * $0) }
    #expect(table.nextCheck(from: 10, earliest: 40, latest: 90).age == 40)
    #expect(table.nextCheck(from: 10, earliest: 10, latest: 12).age == 12)
    #expect(table.nextCheck(from: 10, earliest: 10, latest: 3).age == 10)
    #expect(table.nextCheck(from: 500, earliest: 600, latest: 700).age >= 600)
  }

  @Test func whereNothingEndsTheLatestAgeIsTaken() {
    let table = table(price: 0.5) { $0 < 150 ? 1 : 1 - ($0 - 150) / 60 }
    #expect(table.nextCheck(from: 0, earliest: 5, latest: 60).age == 60)
  }

  /// Shares still running at an age.
  static let shapes: [(String, @Sendable (Double) -> Double)] = [
    ("lognormal 0.5", { 0.5 * erfc(log(max($0, 0.1) / 75) / 0.5 / 2.0.squareRoot()) }),
    ("lognormal 0.2", { 0.5 * erfc(log(max($0, 0.1) / 75) / 0.2 / 2.0.squareRoot()) }),
    (
      "two peaks",
      {
        0.35 * erfc(log(max($0, 0.1) / 40) / 0.1 / 2.0.squareRoot())
          + 0.15 * erfc(log(max($0, 0.1) / 150) / 0.05 / 2.0.squareRoot())
      }
    ),
  ]

  @Test(arguments: 0..<3, [0.2, 1.0]) func theScheduleCostsHardlyMoreThanTheOptimum(
    shape: Int, price: Double
  ) {
    let alive = Self.ages.map { max(1e-9, Self.shapes[shape].1($0)) }
    for floor in [0.5, 5] {
      let table = CheckTable(ages: Self.ages, alive: alive, price: price, floor: floor)
      var (cost, last) = (0.0, 0.0)
      while last < 199, let index = Self.ages.firstIndex(where: { $0 > last }) {
        // On the grid of the exact solution, for a fair comparison.
        let next = table.nextCheck(from: last, earliest: last + floor, latest: 200).age
        let row = max(index, min(400, Int((next * 2).rounded())))
        cost += stage(alive, Int(last * 2), row, price)
        last = Self.ages[row]
      }
      let optimum = optimum(alive, price: price, least: Int(floor * 2))
      #expect(cost <= optimum * 1.04, "\(Self.shapes[shape].0), floor \(floor)")
    }
  }

  /// The expected cost of a check at a row after one at another.
  private func stage(_ alive: [Double], _ from: Int, _ to: Int, _ price: Double) -> Double {
    var delay = 0.0
    for row in from..<to { delay += (alive[from] - (alive[row] + alive[row + 1]) / 2) * 0.5 }
    return price * alive[from] + delay
  }

  /// The least expected cost of any schedule on the rows, by dynamic programming.
  private func optimum(_ alive: [Double], price: Double, least: Int) -> Double {
    var costs = [Double](repeating: 0, count: alive.count)
    for from in stride(from: alive.count - 2, through: 0, by: -1) {
      var best = Double.infinity
      var delay = 0.0
      for to in (from + 1)..<alive.count {
        delay += (alive[from] - (alive[to - 1] + alive[to]) / 2) * 0.5
        guard to - from >= least || to == alive.count - 1 else { continue }
        best = min(best, price * alive[from] + delay + costs[to])
      }
      costs[from] = best
    }
    return costs[0]
  }
}
