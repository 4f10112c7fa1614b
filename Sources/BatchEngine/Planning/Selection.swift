import JobModel

/// Which jobs a command is about, and how many submissions it may make.
package struct Selection: Sendable {
  /// Patterns of ids; empty selects every job.
  package var only: [Glob] = []
  /// The most submissions (`--limit`); `nil` for no limit.
  package var limit: Int?

  package init(only: [Glob] = [], limit: Int? = nil) {
    self.only = only
    self.limit = limit
  }

  /// Whether a pattern matches the id, or there is none; the limit does not count here.
  package func includes(_ id: JobID) -> Bool {
    only.isEmpty || only.contains { $0.matches(id) }
  }
}
