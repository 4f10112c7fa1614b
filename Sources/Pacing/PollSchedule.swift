/// Decides when a video task is asked for its status.
package protocol PollSchedule: Sendable {
  /// When to ask next.
  ///
  /// - Parameters:
  ///   - acceptedAt: when the task was accepted, or found again at the start.
  ///   - lastQuery: when it was asked last; `nil` before the first query.
  ///   - now: the present instant.
  /// - Returns: an instant; one in the past means at once.
  func nextQuery(acceptedAt: Duration, lastQuery: Duration?, now: Duration) -> Duration
}

/// The schedule that the service's documentation advises: first after 5 s, then every 10 s.
package struct DocumentedSchedule: PollSchedule {
  private let first: Duration
  private let interval: Duration

  /// - Parameter least: the least time between two queries of one task (`--poll-interval`).
  ///   The documented 5 and 10 s hold for the default of 5 s and scale with it.
  package init(least: Duration = .seconds(5)) {
    first = least
    interval = least * 2
  }

  package func nextQuery(
    acceptedAt: Duration, lastQuery: Duration?, now: Duration
  ) -> Duration {
    guard let lastQuery else { return acceptedAt + first }
    return lastQuery + interval
  }
}
