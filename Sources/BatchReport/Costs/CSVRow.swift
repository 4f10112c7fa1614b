/// A line of comma-separated values (RFC 4180).
package enum CSVRow {
  /// The line with its CR LF. Fields with commas, quotes or line breaks stand in quotes.
  package static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// Text from outside as a field that no spreadsheet takes for a formula.
  ///
  /// Text that begins with `=`, `+`, `-`, `@` or their full-width forms, after any spaces, gets an
  /// apostrophe in front, and so does text that begins with an apostrophe: taking off one
  /// apostrophe from what begins with one gives the text back.
  package static func guarded(_ text: String) -> String {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    return first.map { dangerous.contains($0) } ?? false ? "'" + text : text
  }

  private static let dangerous: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "'", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    let parts = text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    return "\"" + parts.map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "\"\"")
      + "\""
  }
}
