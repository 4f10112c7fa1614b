import JobModel

/// The money that a run may spend: reserved before a submission, given back when it costs
/// nothing, and held while its outcome is in doubt.
actor Budget {
  private let cap: Money?
  private var reserved: Money

  /// - Parameter spent: what the run has spent or reserved before.
  init(cap: Money?, spent: Money) {
    self.cap = cap
    reserved = spent
  }

  /// Reserves an amount, or refuses when the cap would be passed.
  ///
  /// - Parameter amount: `nil` is an unknown price, which no capped run may pay.
  func reserve(_ amount: Money?) -> Bool {
    guard let cap else {
      reserved += amount ?? .zero
      return true
    }
    guard let amount, reserved + amount <= cap else { return false }
    reserved += amount
    return true
  }

  func giveBack(_ amount: Money?) {
    reserved -= amount ?? .zero
  }
}
