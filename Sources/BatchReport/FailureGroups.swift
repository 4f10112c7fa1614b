import JobModel

/// Failures gathered by their cause.
package struct FailureGroups: Sendable {
  /// The most causes that are told apart; codes beyond that count with others of their kind.
  private static let limit = 60
  /// The columns that an id may take in a list of some.
  private static let longestID = 40

  /// The failures of one cause; a group is made by its first failure and is never empty.
  package struct Group: Sendable {
    /// The cause of the first of them; past the most causes, later ones may have another code.
    package let cause: FailureCause
    /// The failed jobs, in the order in which they were added.
    package private(set) var jobs: [(id: JobID, failure: JobFailure)] = []

    init(_ cause: FailureCause) { self.cause = cause }

    fileprivate mutating func add(_ id: JobID, _ failure: JobFailure) {
      jobs.append((id, failure))
    }

    /// What happened, with the service's code where it has one.
    package var title: String { cause.title + (cause.code.map { " (\($0))" } ?? "") }
    /// What the service said about the first of them.
    package var sample: String { jobs.first?.failure.message ?? "" }

    /// The first ids, long ones cut, and how many more there are.
    package func names(atMost count: Int) -> String {
      let names = jobs.prefix(count).map { job in
        TerminalText.fitting(TerminalText.oneLine(job.id.text), columns: FailureGroups.longestID)
      }.joined(separator: ", ")
      return names + (jobs.count > count ? " and \(jobs.count - count) more" : "")
    }
  }

  private var groups: [Group] = []
  private var places: [FailureCause: Int] = [:]

  /// No failures yet.
  package init() {}

  /// Adds a failed job to the group of its cause; one that is added twice counts twice.
  package mutating func add(_ id: JobID, _ failure: JobFailure) {
    groups[place(of: FailureCause(failure))].add(id, failure)
  }

  private mutating func place(of cause: FailureCause) -> Int {
    if let place = places[cause] { return place }
    if groups.count >= Self.limit,
      let like = groups.firstIndex(where: { $0.cause.kind == cause.kind })
    {
      return like
    }
    places[cause] = groups.count
    groups.append(Group(cause))
    return groups.count - 1
  }

  /// Whether nothing has failed.
  package var isEmpty: Bool { groups.isEmpty }
  /// How many jobs have failed, of whatever cause.
  package var jobs: Int { groups.reduce(0) { $0 + $1.jobs.count } }

  /// The most frequent cause first, like ones in the order in which they came.
  package var sorted: [Group] {
    groups.enumerated().sorted { left, right in
      let (a, b) = (left.element.jobs.count, right.element.jobs.count)
      return a == b ? left.offset < right.offset : a > b
    }.map(\.element)
  }
}
