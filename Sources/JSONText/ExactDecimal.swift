/// The exact value of a JSON number: digits times a power of ten.
struct ExactDecimal {
  private(set) var isNegative = false
  /// Values 0 to 9 without zeros at either end; empty for zero.
  private var digits: [UInt8] = []
  /// How far the exponent as written is from the one that belongs to `digits`.
  private var shift = 0
  private var exponentIsNegative = false
  /// The exponent's digits as written, without leading zeros.
  private var exponentDigits: [UInt8] = []

  /// - Parameter text: a valid JSON number.
  init(_ text: String) {
    var isFraction = false
    var isExponent = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-") where isExponent: exponentIsNegative = true
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if isExponent {
          if digit > 0 || !exponentDigits.isEmpty { exponentDigits.append(digit) }
        } else {
          if digit > 0 || !digits.isEmpty { digits.append(digit) }
          if isFraction { shift -= 1 }
        }
      default: break
      }
    }
    while digits.last == 0 {
      digits.removeLast()
      shift += 1
    }
  }

  /// The value without its sign, when it is whole and fits.
  var wholeMagnitude: UInt64? {
    if digits.isEmpty { return 0 }
    guard let exponent, (0...19).contains(exponent), digits.count <= 20 else { return nil }
    var value: UInt64 = 0
    for digit in digits + repeatElement(0, count: exponent) {
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  /// See ``JSONNumber/canonical``.
  var canonical: String {
    guard !digits.isEmpty else { return "0" }
    let exponentText = exponent.map { $0 == 0 ? "" : "e\($0)" } ?? "e" + hugeExponent
    return (isNegative ? "-" : "") + Self.text(digits) + exponentText
  }

  /// The exponent that belongs to `digits`, unless the written one has more than 18 digits; the
  /// shift is as small as a text is short, so the sum fits.
  private var exponent: Int? {
    guard exponentDigits.count <= 18 else { return nil }
    let magnitude = exponentDigits.reduce(0) { $0 * 10 + Int($1) }
    return (exponentIsNegative ? -magnitude : magnitude) + shift
  }

  /// The same by hand for any number of digits, which is too many for the shift to change the
  /// sign.
  private var hugeExponent: String {
    var sum = exponentDigits
    var carry = exponentIsNegative ? -shift : shift
    for place in sum.indices.reversed() where carry != 0 {
      let total = Int(sum[place]) + carry
      let digit = (total % 10 + 10) % 10
      sum[place] = UInt8(digit)
      carry = (total - digit) / 10
    }
    if carry > 0 { sum.insert(contentsOf: String(carry).utf8.map { $0 - 0x30 }, at: 0) }
    let significant = Array(sum.drop { $0 == 0 })
    return (exponentIsNegative ? "-" : "") + Self.text(significant)
  }

  private static func text(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
