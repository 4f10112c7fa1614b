/// Text from outside, made fit for a terminal: nothing of it moves the cursor, and its width is
/// known.
package enum TerminalText {
  /// Text in which line breaks and tabs stay and other control characters show as `\u{…}`, so
  /// that nothing from outside can move the cursor.
  package static func visible(_ text: String) -> String {
    escaped(text, keepsLines: true)
  }

  /// The same on one line: line breaks and tabs become spaces.
  package static func oneLine(_ text: String) -> String {
    escaped(text, keepsLines: false)
  }

  private static func escaped(_ text: String, keepsLines: Bool) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control: keepsLines && (scalar == "\n" || scalar == "\t")
      case .format, .lineSeparator, .paragraphSeparator, .surrogate: false
      default: true
      }
    }
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    return text.unicodeScalars.map { scalar in
      if isHarmless(scalar) { return String(scalar) }
      if scalar == "\n" || scalar == "\t" { return " " }
      return "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()
  }

  /// The columns that a line takes on a terminal.
  package static func width(of line: String) -> Int {
    line.utf8.allSatisfy({ $0 < 0x80 })
      ? line.utf8.count : line.reduce(0) { $0 + columns(of: $1) }
  }

  /// The beginning of a line that fits, with `…` where something was cut off.
  package static func fitting(_ line: String, columns limit: Int) -> String {
    guard width(of: line) > limit else { return line }
    guard limit > 0 else { return "" }
    var kept = ""
    var used = 0
    for character in line {
      used += columns(of: character)
      // The last column is for the mark.
      if used >= limit { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// Text with spaces behind it up to a width.
  package static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(of: text)))
  }
}
