/// A part of a line that fits on a terminal, with the place to put a caret under.
///
/// ```
/// print(complaint.excerpt.text)
/// print(String(repeating: " ", count: complaint.excerpt.caret) + "^")
/// ```
package struct LineExcerpt: Sendable, Equatable {
  /// At most ``width`` columns; whatever could move a cursor is replaced, one for one.
  package var text: String
  /// How many columns of the terminal stand before the place.
  package var caret: Int

  /// The most columns that are shown.
  package static let width = 76
  private static let before = 40

  package init(text: String = "", caret: Int = 0) {
    self.text = text
    self.caret = caret
  }

  /// The column of a byte of a line, counted from 1 in characters.
  ///
  /// The bytes that continue a UTF-8 sequence are not counted.
  static func column(of offset: Int, in line: UnsafeBufferPointer<UInt8>) -> Int {
    1 + line[..<max(0, min(offset, line.count))].count { $0 & 0xC0 != 0x80 }
  }

  /// Cuts an excerpt around a byte of a line; a short line is shown as a whole.
  init(line: UnsafeBufferPointer<UInt8>, offset: Int) {
    let place = max(0, min(offset, line.count))
    // A character has at most four bytes, so this is enough on both sides, and bounded.
    var start = max(0, place - 4 * Self.width)
    while start > 0, line[start] & 0xC0 == 0x80 { start -= 1 }
    let end = min(line.count, place + 4 * Self.width)
    let head = Self.visible(line[start..<place])
    let tail = Self.visible(line[place..<end])
    let isWhole = start == 0 && end == line.count
    let isShort = isWhole && Self.columns(head) + Self.columns(tail) <= Self.width
    var text = String.UnicodeScalarView()
    let isHeadWhole = start == 0 && (isShort || Self.columns(head) <= Self.before)
    if isHeadWhole {
      text.append(contentsOf: head)
    } else {
      text.append("…")
      text.append(contentsOf: Self.fitting(head.reversed(), Self.before - 1).reversed())
    }
    caret = Self.columns(text)
    let room = Self.width - caret
    if end == line.count && Self.columns(tail) <= room {
      text.append(contentsOf: tail)
    } else {
      text.append(contentsOf: Self.fitting(tail, room - 1))
      text.append("…")
    }
    self.text = String(text)
  }

  private static func visible(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [Unicode.Scalar] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
      $0 == "\t" ? " " : Quoted.visible($0)
    }
  }

  private static func columns(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { $0 + TerminalColumns.of($1) }
  }

  /// As many characters from the front as have room.
  private static func fitting(
    _ scalars: some Sequence<Unicode.Scalar>, _ room: Int
  ) -> [Unicode.Scalar] {
    var used = 0
    return Array(
      scalars.prefix { scalar in
        used += TerminalColumns.of(scalar)
        return used <= room
      })
  }
}
