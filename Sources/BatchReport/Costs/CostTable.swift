import JobModel

/// What a directory has cost, by whatever it is asked by: the fold of its jobs' charges.
///
/// The sum of all rows is the lifetime amount of the totals row, and of the jobs that left the
/// manifest, which that row counts apart.
package struct CostTable: Sendable {
  /// What the rows are about, the same for all of them.
  package let grouping: CostGrouping
  /// The sum of all rows, jobs that left the manifest included.
  package private(set) var total = CostSum()
  /// The jobs that are no longer in the manifest and have cost something, or may have.
  package private(set) var leftJobs = 0
  /// What they have cost; a part of ``total``.
  package private(set) var left = CostSum()
  private var sums: [CostKey: CostSum] = [:]
  private let day: @Sendable (Timestamp) -> String

  /// One line of the table: a group, and what it has cost.
  package struct Row: Sendable, Equatable {
    /// What the group has in common; no two rows have the same key.
    package var key: CostKey
    /// What was spent for it, in all runs of the directory.
    package var sum: CostSum
  }

  /// - Parameter day: the date of a moment where the reader lives, as `2026-11-23`.
  package init(by grouping: CostGrouping, day: @escaping @Sendable (Timestamp) -> String) {
    self.grouping = grouping
    self.day = day
  }

  /// Adds what a job has cost.
  ///
  /// - Parameters:
  ///   - isListed: whether the job is in the manifest.
  ///   - labels: its labels, when it is.
  package mutating func add(_ state: JobState, isListed: Bool, labels: RawJSON? = nil) {
    var label: CostKey?
    if case .label(let name) = grouping {
      label = isListed ? CostKey.label(name, in: labels) : .notListed
    }
    var items = state.charges.map { charge in
      let item =
        charge.isCertain
        ? CostSum.Item.paid(charge.amount, seconds: charge.seconds) : .inDoubt(charge.amount)
      return (key: label ?? key(at: charge.at, charge.reason), item: item)
    }
    if let latest = state.latest, latest.isUncertain {
      let key = label ?? key(at: latest.submittedAt, latest.intent.reason)
      items.append((key, .inDoubt(latest.intent.amount)))
    }
    for (key, item) in items {
      sums[key, default: CostSum()].add(item)
      total.add(item)
      if !isListed { left.add(item) }
    }
    if !isListed, !items.isEmpty { leftJobs += 1 }
  }

  private func key(at time: Timestamp, _ reason: String) -> CostKey {
    switch grouping {
    case .day: .name(CostName(day(time)))
    case .month: .name(CostName(String(day(time).prefix(7))))
    case .reason, .label: .reason(reason)
    }
  }

  /// The rows: dates in their order; reasons and values by amount, the largest first, unknown
  /// ones before them; and last the jobs without a value.
  package var rows: [Row] {
    sums.map { Row(key: $0.key, sum: $0.value) }.sorted { left, right in
      guard case .name(let a) = left.key, case .name(let b) = right.key else {
        return rank(left.key) < rank(right.key)
      }
      let (first, second) = (left.sum.amount, right.sum.amount)
      if grouping.isChronological || first == second { return a < b }
      guard let first, let second else { return first == nil }
      return first > second
    }
  }

  private func rank(_ key: CostKey) -> Int {
    switch key {
    case .name: 0
    case .noLabel: 1
    case .notListed: 2
    }
  }
}
