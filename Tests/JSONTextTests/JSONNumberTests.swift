import JSONText
import Testing

@Suite struct JSONNumberTests {
  static let whole: [(text: String, value: Int64?)] = [
    ("0", 0), ("-0", 0), ("0e999999999999999999999", 0), ("0.000", 0), ("5", 5), ("5.0", 5),
    ("5e0", 5), ("50e-1", 5), ("0.5e1", 5), ("-5", -5), ("5.5", nil), ("5e-1", nil),
    ("1e18", 1_000_000_000_000_000_000), ("922337203685477580.7e1", .max),
    ("9223372036854775807", .max), ("9223372036854775808", nil),
    ("-9223372036854775808", .min), ("-9223372036854775809", nil),
    ("18446744073709551615", nil), ("18446744073709551616", nil), ("1e19", nil), ("1e20", nil),
    ("1e400", nil), ("1e99999999999999999999", nil), ("1e-99999999999999999999", nil),
    ("100000000000000000000e-20", 1),
  ]

  @Test(arguments: whole)
  func wholeNumbersAreExactHoweverSpelled(text: String, value: Int64?) throws {
    let number = try #require(JSONNumber(text))
    #expect(number.text == text)
    #expect(number.int64 == value)
  }

  static let canonicalForms: [(text: String, canonical: String)] = [
    ("0", "0"), ("-0", "0"), ("-0.00e7", "0"), ("1", "1"), ("1.0", "1"), ("1e0", "1"),
    ("10e-1", "1"), ("1E+00", "1"), ("100", "1e2"), ("1e2", "1e2"), ("1000.0E-1", "1e2"),
    ("0.75", "75e-2"), ("-0.0750", "-75e-3"), ("7.5e-1", "75e-2"),
    ("123456789012345678901234567890", "12345678901234567890123456789e1"),
    ("123456789012345678901234567891", "123456789012345678901234567891"),
    ("1e400", "1e400"), ("10e399", "1e400"), ("0.1e401", "1e400"),
    ("1e999999999999999999", "1e999999999999999999"),
    ("0.1e1000000000000000000", "1e999999999999999999"),
    ("10e999999999999999999", "1e1000000000000000000"),
    ("100e99999999999999999999", "1e100000000000000000001"),
    ("0.01e100000000000000000001", "1e99999999999999999999"),
    ("1e-100000000000000000000", "1e-100000000000000000000"),
    ("10e-100000000000000000000", "1e-99999999999999999999"),
    ("0.1e-99999999999999999999", "1e-100000000000000000000"),
    ("1e000000000000000000000000000005", "1e5"),
  ]

  @Test(arguments: canonicalForms)
  func equalValuesHaveOneForm(text: String, canonical: String) throws {
    #expect(try #require(JSONNumber(text)).canonical == canonical)
    // The form is itself a number, and its own form.
    #expect(try #require(JSONNumber(canonical)).canonical == canonical)
  }

  @Test func binaryValuesAreTheNearestAndFinite() throws {
    let table: [(text: String, double: Double?)] = [
      ("0.1", 0.1), ("-2.5e3", -2500), ("1e308", 1e308), ("1e309", nil), ("-1e400", nil),
      ("1e-400", 0), ("5", 5), ("123456789012345678901234567890", 1.2345678901234568e29),
    ]
    for (text, double) in table { #expect(JSONNumber(text)?.double == double, "\(text)") }
  }

  @Test(arguments: ["", "-", "+1", "01", "1.", ".1", "1e", "1 ", " 1", "1x", "0x1", "NaN", "١"])
  func otherTextIsNoNumber(text: String) {
    #expect(JSONNumber(text) == nil)
  }
}
