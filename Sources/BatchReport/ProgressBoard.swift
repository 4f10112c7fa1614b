import JobModel

/// Counts what happens while it happens, for the progress line.
package struct ProgressBoard: Sendable {
  package let total: Int
  package private(set) var completed: Int
  package private(set) var failed = 0
  package private(set) var spent = Money.zero
  /// What is under way, with its estimated amount.
  private var open: [JobID: Money?] = [:]
  private var intended: [JobID: Money?] = [:]

  /// - Parameters:
  ///   - total: the jobs of the manifest.
  ///   - completed: those that have their video already.
  package init(total: Int, completed: Int) {
    self.total = total
    self.completed = completed
  }

  /// Takes one event in.
  ///
  /// - Returns: a line worth showing by itself, when the event is one.
  package mutating func take(_ record: BatchRecord) -> String? {
    guard case .job(let id, let event) = record.event else { return nil }
    switch event {
    case .intended(let intent):
      intended[id] = intent.amount
    case .accepted:
      let amount = intended.removeValue(forKey: id) ?? nil
      open[id] = amount
      spent += amount ?? .zero
    case .fetched:
      open[id] = nil
      completed += 1
    case .refused(_, let failure), .obstructed(let failure, _):
      intended[id] = nil
      failed += 1
      return "\(id): \(failure.message)"
    case .failed(_, let failure):
      spent -= (open.removeValue(forKey: id) ?? nil) ?? .zero
      return "\(id): \(failure.message)"
    case .doubted(_, let reason, _):
      open[id] = nil
      return "\(id): in doubt: \(reason)"
    case .lost(_, let reason):
      return "\(id): \(reason)"
    case .named, .withdrawn, .abandoned, .completed, .moved, .refetched, .adopted,
      .released:
      break
    }
    return nil
  }

  /// One line: `7 of 12 done, 5 running, 0 failed, ¥6.75 estimated`.
  package var line: String {
    "\(completed) of \(total) done, \(open.count) running, \(failed) failed, ¥\(spent) estimated"
  }
}
