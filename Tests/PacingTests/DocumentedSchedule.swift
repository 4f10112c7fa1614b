/// The schedule that the service's documentation advises: first after 5 s, then every 10 s.
struct DocumentedSchedule {
  private let first: Duration
  private let interval: Duration

  /// - Parameter least: the least time between two queries of one task (`--poll-interval`).
  ///   The documented 5 and 10 s hold for the default of 5 s and scale with it.
  init(least: Duration = .seconds(5)) {
    first = least
    interval = least * 2
  }

  /// When to ask next.
  ///
  /// - Returns: an instant; one in the past means at once.
  func nextQuery(
    acceptedAt: Duration, lastQuery: Duration?, now: Duration
  ) -> Duration {
    guard let lastQuery else { return acceptedAt + first }
    return lastQuery + interval
  }
}
