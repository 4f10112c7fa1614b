/// What one pass over a manifest has found.
package struct ManifestVerdict: Sendable {
  /// The most complaints, and the most warnings, that are kept.
  package static let kept = 100

  /// Jobs and, where they are skipped, invalid lines: how often `each` was called.
  package var entries = 0
  /// Lines that are a right job, also those that ask for the same video as another.
  package var jobs = 0
  /// Job lines with a mistake, whether they became entries or not.
  package var invalid = 0
  /// The first mistakes, by line and column.
  package var complaints: [Complaint] = []
  /// All mistakes, also those that are not kept.
  package var complaintCount = 0
  /// The first warnings, by line.
  package var warnings: [ManifestWarning] = []
  /// All warnings, also those that are not kept.
  package var warningCount = 0
  /// What the jobs ask for; orders in the order of reports, those that occur.
  package var orders: [OrderCount] = []
  /// What is asked for more than once, over the whole manifest; classes in the order of reports.
  package var repetitions: [RepetitionCount] = []
  /// Whether the manifest as a whole is wrong: empty, an array, a table. Skipping invalid lines
  /// does not help then.
  package var isUnusable = false
  /// SHA-256 of all bytes that were read, 64 hex digits; empty after a mere check.
  package var digest = ""

  /// Whether a run may begin.
  package func isAcceptable(skipInvalid: Bool) -> Bool {
    complaintCount == 0 || (skipInvalid && !isUnusable)
  }

  mutating func add(_ complaint: Complaint) {
    complaintCount += 1
    if complaints.count < Self.kept { complaints.append(complaint) }
  }

  mutating func add(_ warning: ManifestWarning) {
    warningCount += 1
    if warnings.count < Self.kept { warnings.append(warning) }
  }
}

/// How often a manifest asks for requests of one kind and price.
package struct OrderCount: Sendable, Equatable {
  /// What every one of them asks for.
  package var order: RequestOrder
  /// How many jobs ask for it; at least 1 in a verdict.
  package var count: Int

  package init(order: RequestOrder, count: Int) {
    self.order = order
    self.count = count
  }
}
