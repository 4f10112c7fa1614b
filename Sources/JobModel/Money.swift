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

  /// ¥0.00, which is a known amount: an unknown one is `nil`.
  public static let zero = Money(micros: 0)

  /// Reads a plain decimal such as `12`, `0.75` or `100.000001`.
  ///
  /// - Returns: `nil` for signs, exponents, more than 9 digits before or 6 after the point.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let amount = text.withUTF8({ Money(utf8: $0) }) else { return nil }
    self = amount
  }

  /// The same from the text's bytes.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    let point = bytes.firstIndex(of: UInt8(ascii: "."))
    let wholeCount = point ?? bytes.count
    let fractionCount = bytes.count - wholeCount - (point == nil ? 0 : 1)
    guard (1...9).contains(wholeCount), point == nil || (1...6).contains(fractionCount) else {
      return nil
    }
    var micros: Int64 = 0
    for index in bytes.indices where index != point {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      micros = micros * 10 + Int64(digit)
    }
    for _ in fractionCount..<6 { micros *= 10 }
    self.micros = micros
  }

  /// The sum; traps past the largest amount.
  public static func + (left: Money, right: Money) -> Money {
    Money(micros: left.micros + right.micros)
  }

  /// The difference, which may be negative; traps past the largest amount.
  public static func - (left: Money, right: Money) -> Money {
    Money(micros: left.micros - right.micros)
  }

  /// A price so many times; traps past the largest amount.
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

  /// In the order of the amounts, negative ones first.
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
