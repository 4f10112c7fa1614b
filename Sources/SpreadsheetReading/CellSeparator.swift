/// The character between two cells of a row.
package struct CellSeparator: Sendable, Equatable {
  let byte: UInt8

  init(byte: UInt8) {
    self.byte = byte
  }

  /// Reads `comma`, `semicolon`, `tab`, `pipe`, or the character itself; `nil` for anything else.
  package init?(_ word: String) {
    switch word {
    case "comma", ",": self.init(byte: UInt8(ascii: ","))
    case "semicolon", ";": self.init(byte: UInt8(ascii: ";"))
    case "tab", "\t", "\\t": self.init(byte: UInt8(ascii: "\t"))
    case "pipe", "|": self.init(byte: UInt8(ascii: "|"))
    default: return nil
    }
  }

  /// Reads a line `sep=;`, by which a file names its separator.
  ///
  /// - Parameter line: with its line end, if it has one.
  init?(line: ArraySlice<UInt8>) {
    let end = line.dropFirst(5)
    guard line.starts(with: "sep=".utf8), let byte = line.dropFirst(4).first,
      byte < 0x80, !"\"\r\n".utf8.contains(byte),
      end.isEmpty || end.first == 0x0A || end.first == 0x0D
    else { return nil }
    self.init(byte: byte)
  }

  /// The character that stands most often between the names of a header, a comma when none does;
  /// `nil` when the text ends inside the header.
  ///
  /// - Parameter text: begins with the header; what stands in quotes is not counted.
  static func detected(in text: [UInt8], isWhole: Bool) -> CellSeparator? {
    let candidates = Array(",;\t|".utf8)
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    var isBlank = true
    var hasEnded = isWhole
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if isBlank { continue }
        hasEnded = true
        break
      }
      isBlank = false
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    guard hasEnded else { return nil }
    let most = counts.max() ?? 0
    return CellSeparator(byte: candidates[counts.firstIndex(of: most) ?? 0])
  }
}
