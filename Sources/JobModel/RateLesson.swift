/// What the service's answers have taught about one of its two allowances, so that the next process
/// begins with it.
package struct RateLesson: Hashable, Sendable {
  /// What the requests are that are counted together.
  package enum Requests: String, Sendable, CaseIterable {
    case submit
    case query
  }

  /// Which of the two allowances it is about.
  package var requests: Requests
  /// A salted fingerprint of the API key; another account's allowance is another.
  package var account: String
  /// The documented `X-RateLimit-Limit` that the service named last, unless it never named another
  /// than what was assumed.
  package var limit: Int?
  /// The last refusal that cut the rate, unless the rate has returned since.
  package var refusal: Refusal?
  /// Nothing may leave before; `nil` when the service did not ask to wait since the program began.
  package var closedUntil: Timestamp?

  /// A refusal for the rate.
  package struct Refusal: Hashable, Sendable {
    /// When the refusal came, by this machine's clock.
    package var at: Timestamp
    /// Requests a second, above 0, to which the rate returns: a little below or at where it was
    /// refused.
    package var peak: Double

    package init(at: Timestamp, peak: Double) {
      self.at = at
      self.peak = peak
    }
  }

  package init(
    _ requests: Requests, account: String, limit: Int? = nil, refusal: Refusal? = nil,
    closedUntil: Timestamp? = nil
  ) {
    self.requests = requests
    self.account = account
    self.limit = limit
    self.refusal = refusal
    self.closedUntil = closedUntil
  }
}
