#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension CheckTable {
  /// More rows than are ever needed.
  private static let mostRows = 300

  /// The table of a task whose progress was seen: its class's curve, weighed by how likely each
  /// length makes the sighting (Bayes). Rows lie close around the length that the sighting points
  /// to, and wide elsewhere.
  ///
  /// - Parameters:
  ///   - start: the age in seconds at which the task was known to run.
  ///   - latest: an age that the table has to reach at least.
  ///   - price: what a query costs, in seconds of delay.
  ///   - floor: the least gap between checks in seconds.
  init(
    _ curve: LengthCurve, after start: Double, until latest: Double,
    seen sighting: ProgressHistory.Sighting, _ rule: ProgressHistory.Rule,
    price: Double, floor: Double
  ) {
    let target = rule.length(for: sighting)
    let width = rule.spread * target / sighting.age
    let end = max(latest, target) * 4
    var ages = [max(start, 1e-3)]
    ages.reserveCapacity(128)
    while let age = ages.last, age < end, ages.count < Self.mostRows {
      let distance = abs(log(age / target))
      let step = min(max(distance / 4, width / 2.5), 0.06)
      let next = age * (1 + step)
      // Never across the target: what lies around it is what matters.
      ages.append(age < target && next > target ? target : next)
      if age < target, next > target { ages.append(target * (1 + width / 2.5)) }
    }
    var alive = ages.map { curve.survival(at: $0) }
    // The last row keeps what outlives the table; from there the weights are summed backwards.
    var upper = alive[ages.count - 1]
    alive[ages.count - 1] = upper * rule.likelihood(of: sighting, length: ages[ages.count - 1])
    for index in stride(from: ages.count - 2, through: 0, by: -1) {
      let lower = alive[index]
      let length = (ages[index] + ages[index + 1]) / 2
      let weight = rule.likelihood(of: sighting, length: length)
      alive[index] = alive[index + 1] + max(0, lower - upper) * weight
      upper = lower
    }
    self.init(ages: ages, alive: alive, price: price, floor: floor)
  }
}
