/// The most that an allowance grants.
package struct Ceiling: Sendable, Equatable {
  /// Requests a second, above 0.
  package var rate: Double
  /// Requests that may be saved up, at least 1.
  package var burst: Double

  package init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
  }

  /// The ceiling that an `X-RateLimit-Limit` makes of this one.
  ///
  /// - Parameter mayRise: whether the service's word can raise it, which is for a tier that was
  ///   assumed and not for rates set by hand.
  /// - Returns: `nil` when the limit is none that is documented, or changes nothing.
  package func following(
    _ limit: Int, of kind: ServiceTier.RequestKind, mayRise: Bool
  ) -> Ceiling? {
    guard let tier = ServiceTier(limit: limit, of: kind) else { return nil }
    let named = Ceiling(rate: tier.rate(of: kind), burst: tier.burst(of: kind))
    guard named.rate < rate || mayRise && named.rate > rate else { return nil }
    return Ceiling(rate: named.rate, burst: mayRise ? named.burst : min(named.burst, burst))
  }
}
