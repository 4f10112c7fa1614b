/// Chooses the age at which a running task is best asked next.
///
/// The task runs on unseen; each query costs `price`, counted in seconds of delay, and each
/// second between its end and the query that finds it costs one. J. B. Keller ("Optimum checking
/// schedules for systems subject to random failure", Management Science 21, 1974) shows that
/// for a small price the checks should lie at a density of `sqrt(hazard / (2 * price))`, and then
/// cost `sqrt(2 * price * hazard)` a second. That is taken as the cost of going on after the
/// next check, and the next check itself is the exact minimum of
///
///     expected delay up to it  +  cost of going on from it,
///
/// one step of policy improvement over Keller's schedule. It comes within a percent of the exact
/// optimum by dynamic programming, also where Keller's assumption of slowly changing hazard does
/// not hold: on narrow peaks, after them, and with a floor or a cap on the gaps.
struct CheckTable: Sendable {
  private struct Row {
    /// In seconds.
    let age: Double
    /// The weight of tasks still running; need not begin at 1.
    let alive: Double
    /// The running weight summed from here to the end, in seconds.
    var area = 0.0
    /// Keller's cost from here to the end.
    var tail = 0.0
    /// Whether up to the next row the density would be above what the floor allows.
    var isSteep = false
  }

  private let rows: [Row]
  private let price: Double
  private let floor: Double

  /// - Parameters:
  ///   - ages: rising, in seconds, at least two.
  ///   - alive: falling.
  ///   - price: what a query costs, in seconds of delay; above zero.
  ///   - floor: the least gap between checks in seconds; above zero.
  init(ages: [Double], alive: [Double], price: Double, floor: Double) {
    precondition(ages.count == alive.count && ages.count >= 2)
    var rows = zip(ages, alive).map { Row(age: $0, alive: $1) }
    var next = rows[rows.count - 1]
    for index in stride(from: rows.count - 2, through: 0, by: -1) {
      var row = rows[index]
      let running = (row.alive + next.alive) / 2 * (next.age - row.age)
      let ended = max(0, row.alive - next.alive)
      row.isSteep = ended * floor * floor > 2 * price * running
      row.area = next.area + running
      row.tail =
        next.tail
        + (row.isSteep
          ? price / floor * running + ended * floor / 2
          : (2 * price * ended * running).squareRoot())
      rows[index] = row
      next = row
    }
    self.rows = rows
    self.price = price
    self.floor = floor
  }

  /// The best age for the next check of a task known to run at `start`.
  ///
  /// - Parameters:
  ///   - earliest: the first age at which it may be asked.
  ///   - latest: the last; when it lies before `earliest`, `earliest` is the answer.
  /// - Returns: the age, and the expected cost of the delay and of all later queries.
  func nextCheck(
    from start: Double, earliest: Double, latest: Double
  ) -> (age: Double, cost: Double) {
    let origin = point(at: start)
    func cost(_ point: Point) -> Double {
      origin.alive * (point.age - start) + costAfter(point)
    }
    var left = point(at: earliest)
    var (best, bestCost) = (earliest, cost(left))
    // The delay up to a check alone costs so much; when that is more than the best does in all,
    // no later one is better.
    while left.age < latest, origin.alive * (left.age - start) <= bestCost {
      let isLast = left.cell == rows.count - 2
      let end = isLast ? latest : min(rows[left.cell + 1].age, latest)
      let right = point(at: end, in: left.cell)
      let rightCost = cost(right)
      if rightCost <= bestCost { (best, bestCost) = (end, rightCost) }
      // Inside a cell the running weight falls evenly, so the cost is a parabola.
      let span = end - left.age
      let slope = right.tail - left.tail + price / 2 * (right.alive - left.alive)
      let fall = left.alive - right.alive
      if fall > 0 {
        let offset = (-slope - span * (origin.alive - left.alive)) / fall
        if offset > 0, offset < span {
          let insideCost = cost(point(at: left.age + offset, in: left.cell))
          if insideCost < bestCost { (best, bestCost) = (left.age + offset, insideCost) }
        }
      }
      left = point(at: end, in: isLast ? left.cell : left.cell + 1)
    }
    let scale = max(origin.alive, .leastNormalMagnitude)
    return (best, (bestCost - origin.area) / scale)
  }

  /// What is still to come after a check, and the running weight that is left.
  private func costAfter(_ point: Point) -> Double {
    guard point.isSteep else { return point.area + goingOn(from: point) }
    // The check after this one comes as soon as it may.
    let after = self.point(at: point.age + floor)
    return point.alive * (price + floor) + after.area + goingOn(from: after)
  }

  /// Keller's cost; the last check of a task is on average half a check more than his density.
  private func goingOn(from point: Point) -> Double { point.tail + price / 2 * point.alive }

  /// The table at any age, between its rows.
  private struct Point {
    let cell: Int
    let age: Double
    let alive: Double
    let area: Double
    let tail: Double
    let isSteep: Bool
  }

  private func point(at age: Double) -> Point {
    var (low, high) = (0, rows.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle].age <= age { low = middle } else { high = middle }
    }
    return point(at: age, in: low)
  }

  private func point(at age: Double, in cell: Int) -> Point {
    let (row, next) = (rows[cell], rows[cell + 1])
    let span = next.age - row.age
    let part = min(max((age - row.age) / span, 0), 1)
    let alive = row.alive + (next.alive - row.alive) * part
    return Point(
      cell: cell, age: age, alive: alive,
      area: next.area + (1 - part) * span * (alive + next.alive) / 2,
      tail: row.tail + (next.tail - row.tail) * part, isSteep: row.isSteep)
  }
}
