#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many tasks were seen running at each age, and how many ended there.
///
/// The hazard of an age is the number that ended there over the number that was at risk there:
/// the occurrence and exposure rate of survival analysis. It uses tasks that still run for the
/// ages that they have passed, and tasks first seen late for the ages since. Both numbers are
/// smoothed alike over neighbouring ages (a kernel in the logarithm of the age; Nielsen and
/// Linton 1995, "Kernel estimation in a nonparametric marker dependent hazard model").
struct AgeCounts: Sendable {
  /// Ends for each cell.
  private var ended = [Double](repeating: 0, count: AgeGrid.cells)
  /// Changes of the number at risk from each cell to the next.
  private var entered = [Double](repeating: 0, count: AgeGrid.cells + 2)
  /// The sum of all ends.
  private(set) var total = 0.0
  private var squares = 0.0
  /// The kernel's standard deviation in the logarithm of the age.
  private var bandwidth = 0.2
  private var totalAtChoice = 0.0

  /// A task was running from one age to another.
  mutating func addRunning(from start: Double, to end: Double) {
    guard end > start else { return }
    addStep(at: AgeGrid.position(of: start), 1)
    addStep(at: AgeGrid.position(of: end), -1)
  }

  /// A task ended, at any age between two.
  mutating func addEnd(between low: Double, and high: Double) {
    let (first, last) = (AgeGrid.position(of: low), AgeGrid.position(of: max(low, high)))
    let (firstCell, lastCell) = (AgeGrid.cell(at: first), AgeGrid.cell(at: last))
    if firstCell == lastCell {
      ended[firstCell] += 1
    } else {
      for cell in firstCell...lastCell {
        let inside = min(last, Double(cell + 1)) - max(first, Double(cell))
        ended[cell] += inside / (last - first)
      }
    }
    total += 1
    squares += 1
  }

  /// Makes everything known so far count for a part of what it did.
  mutating func fade(to part: Double) {
    for index in ended.indices { ended[index] *= part }
    for index in entered.indices { entered[index] *= part }
    total *= part
    squares *= part * part
    totalAtChoice *= part
  }

  /// The hazard of each cell.
  ///
  /// - Parameters:
  ///   - prior: what is believed while nothing is known.
  ///   - strength: how many tasks that belief is worth.
  mutating func hazards(prior: LengthCurve, strength: Double) -> [Double] {
    let atRisk = atRisk()
    let firstEnd = ended.firstIndex { $0 > 0 } ?? AgeGrid.cells
    let lastEnd = ended.lastIndex { $0 > 0 } ?? -1
    if firstEnd <= lastEnd { chooseBandwidth(firstEnd...lastEnd) }
    let kernel = Kernel(bandwidth: bandwidth)
    var hazards = prior.hazards
    for cell in hazards.indices {
      // Past the longest length seen the belief is held firmly; also that of tasks which are
      // overdue one in four takes twice as long, or fewer.
      let isPast = lastEnd >= 0 && cell > lastEnd
      let weight = isPast ? strength : strength * prior.alive[cell]
      let belief = weight * (isPast ? max(hazards[cell], 2 * AgeGrid.width) : hazards[cell])
      if cell >= firstEnd - kernel.reach, cell <= lastEnd + kernel.reach {
        let ends = kernel.sum(of: ended, at: cell)
        let runs = kernel.sum(of: atRisk, at: cell)
        hazards[cell] = (ends + belief) / (runs + weight + 1e-9)
      } else {
        hazards[cell] = belief / (atRisk[cell] + weight + 1e-9)
      }
    }
    return hazards
  }

  private mutating func addStep(at position: Double, _ change: Double) {
    let cell = AgeGrid.cell(at: position)
    let part = position - Double(cell)
    entered[cell] += change * (1 - part)
    entered[cell + 1] += change * part
  }

  private func atRisk() -> [Double] {
    var sum = 0.0
    return (0..<AgeGrid.cells).map { cell in
      sum += entered[cell]
      return max(0, sum)
    }
  }

  /// Picks the bandwidth under which each end is best foretold by the others (likelihood
  /// cross-validation, Duin 1976), anew when a fifth more is known.
  private mutating func chooseBandwidth(_ support: ClosedRange<Int>) {
    guard total >= 12, total > totalAtChoice * 1.2 || total < totalAtChoice * 0.8 else { return }
    totalAtChoice = total
    let unit = squares / total
    var best = -Double.infinity
    for candidate in [0.03, 0.045, 0.067, 0.1, 0.14, 0.2, 0.28] {
      let kernel = Kernel(bandwidth: candidate)
      var score = 0.0
      for cell in support where ended[cell] > 0 {
        let others = kernel.sum(of: ended, at: cell) - unit * kernel.peak
        score += ended[cell] * log(max(others, 0) + 1e-3 * total * AgeGrid.width)
      }
      if score > best { (best, bandwidth) = (score, candidate) }
    }
  }

  /// A bell curve over cells that sums to 1.
  private struct Kernel {
    private let weights: [Double]
    let reach: Int
    var peak: Double { weights[reach] }

    init(bandwidth: Double) {
      let cells = bandwidth / AgeGrid.width
      reach = Int((3 * cells).rounded(.up))
      let raw = (-reach...reach).map { exp(-0.5 * (Double($0) / cells) * (Double($0) / cells)) }
      let sum = raw.reduce(0, +)
      weights = raw.map { $0 / sum }
    }

    func sum(of values: [Double], at cell: Int) -> Double {
      var sum = 0.0
      for index in max(0, cell - reach)..<min(values.count, cell + reach + 1) {
        sum += values[index] * weights[index - cell + reach]
      }
      return sum
    }
  }
}
