extension TerminalText {
  /// The columns of a character as a person sees it: 0, 1, 2, or more where a terminal may draw
  /// its parts one by one. Never less than what a terminal takes, so that no line wraps.
  static func columns(of character: Character) -> Int {
    var columns = 0
    for scalar in character.unicodeScalars {
      // The selector that asks for a coloured picture makes a narrow sign a wide one.
      columns = scalar == "\u{FE0F}" && columns == 1 ? 2 : columns + width(of: scalar)
    }
    return columns
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value < 0x20 ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    // Vowels and finals of Korean syllables join the consonant before them.
    if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) {
      return 0
    }
    // Each letter of a flag is one column wide; the pair of them is two.
    if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 1 }
    return isWide(scalar) ? 2 : 1
  }

  /// Whether a scalar is wide or full-width by Unicode Standard Annex 11, of which these are the
  /// blocks; a few narrow signs among them count as wide, which only leaves a column free.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F2FF,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default:
      scalar.properties.isEmojiPresentation
    }
  }
}
