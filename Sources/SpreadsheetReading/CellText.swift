/// Text from a spreadsheet: without the white space around it, or made fit for a message.
enum CellText {
  /// The most characters of a text that are shown.
  private static let shownCharacters = 60

  /// The text without white space at its ends, the no-break space included.
  static func trimmed(_ text: String) -> Substring {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
    let visible: ClosedRange<UInt8> = 0x21...0x7E
    if let first = text.utf8.first, let last = text.utf8.last, visible ~= first, visible ~= last {
      return text[...]
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return text[first...last]
  }

  /// The text in double quotes, shortened, what can't be seen replaced.
  static func quoted(_ text: some StringProtocol) -> String { "\"\(plain(text))\"" }

  /// The same without quotes.
  static func plain(_ text: some StringProtocol) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(shownCharacters) { shown.append(visible(scalar)) }
    if text.unicodeScalars.dropFirst(shownCharacters).first != nil { shown.append("…") }
    return String(shown)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if (0x20..<0x7F).contains(scalar.value) { return scalar }
    switch scalar.properties.generalCategory {
    case .control where scalar == "\n" || scalar == "\r" || scalar == "\t": return " "
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return "\u{FFFD}"
    default: return scalar
    }
  }
}

/// What is wrong with a cell, and what to do when that does not say it already.
struct CellProblem: Error, Equatable {
  var problem: String
  var remedy: String?

  init(_ problem: String, remedy: String? = nil) {
    self.problem = problem
    self.remedy = remedy
  }

  /// The problem of a cell whose bytes are no UTF-8.
  static func notUnicode(_ cell: ArraySlice<UInt8>) -> CellProblem {
    CellProblem(
      "expected UTF-8, got \(CellText.quoted(String(decoding: cell, as: UTF8.self)))",
      remedy: "save the sheet as CSV UTF-8")
  }
}
