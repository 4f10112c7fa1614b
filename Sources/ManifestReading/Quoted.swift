/// Text from a manifest made fit for a message: short, and without power over a terminal.
enum Quoted {
  /// The most characters of a text that are shown.
  static let limit = 60

  /// The text in double quotes; what is cut off is shown as `…`.
  static func text(_ text: String) -> String {
    "\"\(plain(text))\""
  }

  /// The text without quotes.
  static func plain(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) { shown.append(visible(scalar)) }
    if text.unicodeScalars.dropFirst(limit).first != nil { shown.append("…") }
    return String(shown)
  }

  /// The text without quotes, cut at its beginning: of a path, the end tells most.
  static func tail(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let isLong = scalars.count > 2 * limit
    var shown = String.UnicodeScalarView(isLong ? ["…"] : [])
    for scalar in scalars.suffix(2 * limit) { shown.append(visible(scalar)) }
    return String(shown)
  }

  /// Bytes that need not be UTF-8, without quotes.
  static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    plain(String(decoding: bytes.prefix(4 * limit + 4), as: UTF8.self))
  }

  /// The character, or U+FFFD for one that can't be seen or would move the text around it.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if (0x20..<0x7F).contains(scalar.value) { return scalar }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return "\u{FFFD}"
    default:
      return scalar
    }
  }
}
