/// How long to wait before something that failed in passing is tried again.
///
/// Doubles from `first` up to `most`; of each span the upper half is random ("equal jitter"), so
/// that many waiters spread out while none comes back too soon.
package struct RetryDelay: Sendable {
  /// The span after the first failure, of which half to all is waited; above zero.
  package let first: Duration
  /// The longest span, which doubling never passes; at least ``first``.
  package let most: Duration

  /// Makes a rule; a `first` that is not above zero, or a shorter `most`, is a programming error.
  package init(first: Duration, most: Duration) {
    precondition(first > .zero && most >= first)
    self.first = first
    self.most = most
  }

  /// - Parameters:
  ///   - failures: how often it has failed in a row, from 1.
  ///   - random: evenly spread in 0..<1.
  package func delay(afterFailures failures: Int, random: Double) -> Duration {
    let doublings = min(max(failures, 1) - 1, 40)
    var span = first
    for _ in 0..<doublings where span < most { span *= 2 }
    return min(span, most) * (0.5 + random / 2)
  }
}
