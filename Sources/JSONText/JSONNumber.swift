/// A number exactly as it was written.
///
/// Two numbers are equal when they are written alike; compare ``canonical`` for equal values.
package struct JSONNumber: Sendable, Equatable {
  /// The number's text, such as `0.750` or `-1E+9`.
  package let text: String

  init(validated text: String) {
    self.text = text
  }

  /// A number from its text; `nil` when that is not one JSON number and nothing else.
  package init?(_ text: String) {
    var text = text
    let isNumber = text.withUTF8 { bytes in
      var reader = JSONReader(bytes)
      let first = bytes.first ?? 0
      guard first == UInt8(ascii: "-") || 0x30...0x39 ~= first else { return false }
      return (try? reader.scanNumber()) != nil && reader.offset == bytes.count
    }
    guard isNumber else { return nil }
    self.text = text
  }

  /// The value, when it is a whole number that fits; `5.0`, `5e0` and `50e-1` are 5.
  package var int64: Int64? {
    if let plain { return plain }
    let decimal = ExactDecimal(text)
    guard let magnitude = decimal.wholeMagnitude else { return nil }
    guard decimal.isNegative else { return Int64(exactly: magnitude) }
    return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
  }

  /// The value of a few digits and nothing else, which most numbers are.
  private var plain: Int64? {
    guard text.utf8.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in text.utf8 {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// The nearest binary floating-point value; `nil` when it would be infinite.
  package var double: Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The one form that all spellings of a value share: a sign if negative, the digits without
  /// zeros at either end, and an exponent if it is not 0.
  ///
  /// `100`, `1e2` and `1000.0E-1` are `1e2`, `0.75` is `75e-2`, and every zero is `0`. Exact for
  /// numbers of any length.
  package var canonical: String { ExactDecimal(text).canonical }
}
