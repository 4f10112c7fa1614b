extension PriceTable {
  /// The highest price of a second that a price list of the user's may name: ¥10,000.
  ///
  /// A video of 15 seconds then costs six digits, well within what the journal holds, and the sum
  /// of sixty million of them is still an amount of ``Money``.
  package static let highestPerSecond = Money(micros: 10_000_000_000)
}
