/// An exact, non-negative or negative amount in Chinese yuan (CNY), in steps of a millionth.
///
/// Arithmetic is on whole millionths, so sums never drift. The largest amount is about
/// 9.2 trillion yuan; going past it is a bug and traps.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
  /// The amount in millionths of a yuan.
  public let micros: Int64

  public init(micros: Int64) {
    self.micros = micros
  }

  public static let zero = Money(micros: 0)

  /// Reads a plain decimal such as `12`, `0.75` or `100.000001`.
  ///
  /// - Returns: `nil` for signs, exponents, more than 9 digits before or 6 after the point.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, (1...9).contains(whole.count) else {
      return nil
    }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    guard parts.count == 1 || (1...6).contains(fraction.count) else { return nil }
    var micros: Int64 = 0
    let padding = [UInt8](repeating: UInt8(ascii: "0"), count: 6 - fraction.count)
    for digit in Array(whole) + fraction + padding {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      micros = micros * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    self.micros = micros
  }

  public static func + (left: Money, right: Money) -> Money {
    Money(micros: left.micros + right.micros)
  }

  public static func - (left: Money, right: Money) -> Money {
    Money(micros: left.micros - right.micros)
  }

  public static func * (price: Money, count: Int) -> Money {
    Money(micros: price.micros * Int64(count))
  }

  /// The sum of amounts, of which none may be unknown.
  ///
  /// - Returns: `nil` as soon as one is `nil`; zero for none.
  package static func sum(_ amounts: some Sequence<Money?>) -> Money? {
    var sum = Money.zero
    for amount in amounts {
      guard let amount else { return nil }
      sum += amount
    }
    return sum
  }

  public static func < (left: Money, right: Money) -> Bool {
    left.micros < right.micros
  }
}

extension Money: CustomStringConvertible {
  /// The amount as a plain decimal with two to six digits after the point, for example `0.75`.
  public var description: String {
    var fraction = String(micros.magnitude % 1_000_000)
    fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
    while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
    return (micros < 0 ? "-" : "") + "\(micros.magnitude / 1_000_000).\(fraction)"
  }
}
