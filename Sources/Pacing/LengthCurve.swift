#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How likely a video task of one class is to be still running at each age.
package struct LengthCurve: Sendable {
  /// The summed hazard at the borders of ``AgeGrid``: the negative logarithm of the share still
  /// running.
  private let hazardSums: [Double]
  /// The summed hazard inside each cell.
  let hazards: [Double]
  /// The shares still running at the borders.
  let alive: [Double]
  /// Counts the drawings of a class's curve, so that what was made from one is known from what
  /// was made from another.
  let drawing: Int
  /// The mean length in seconds.
  package let meanSeconds: Double

  /// - Parameter hazards: for each cell of the grid, the summed hazard inside it.
  init(hazards: [Double], drawing: Int = 0) {
    precondition(hazards.count == AgeGrid.cells)
    var sums = [0.0]
    sums.reserveCapacity(hazards.count + 1)
    var sum = 0.0
    // Bounds keep every share still running a normal number, far above underflow.
    let bounded = hazards.map { min(max($0, 0), 3) }
    for hazard in bounded {
      sum = min(sum + hazard, 600)
      sums.append(sum)
    }
    self.hazards = bounded
    hazardSums = sums
    self.drawing = drawing
    alive = sums.map { exp(-$0) }
    let edges = AgeGrid.edges
    var mean = edges[0]
    for cell in hazards.indices {
      mean += (edges[cell + 1] - edges[cell]) * (alive[cell] + alive[cell + 1]) / 2
    }
    meanSeconds = mean
  }

  /// The share of tasks that run longer than an age.
  func survival(at seconds: Double) -> Double { exp(-hazardSum(at: seconds)) }

  /// The hazard summed up to an age; lengths put through it are exponential with mean 1 if the
  /// curve is right (Cox and Snell 1968).
  func hazardSum(at seconds: Double) -> Double {
    let position = AgeGrid.position(of: seconds)
    let cell = AgeGrid.cell(at: position)
    let (low, high) = (hazardSums[cell], hazardSums[cell + 1])
    return low + (high - low) * (position - Double(cell))
  }

  /// The earliest age in seconds by which a share of those running at `age` has ended.
  func quantile(_ share: Double, after age: Double) -> Double {
    let goal = hazardSum(at: age) - log(1 - share)
    var (low, high) = (0, AgeGrid.cells)
    while low < high {
      let middle = (low + high) / 2
      if hazardSums[middle] < goal { low = middle + 1 } else { high = middle }
    }
    return max(age, AgeGrid.edges[low])
  }
}
