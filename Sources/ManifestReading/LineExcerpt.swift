/// A part of a line that fits on a terminal, with the place to put a caret under.
package struct LineExcerpt: Sendable, Equatable {
  /// At most ``width`` characters; whatever could move a cursor is replaced, one for one.
  package var text: String
  /// How many characters stand before the place; a wide character counts as one.
  package var caret: Int

  /// The most characters of a line that are shown.
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
    let head = String(decoding: line[start..<place], as: UTF8.self).unicodeScalars
    let tail = String(decoding: line[place..<end], as: UTF8.self).unicodeScalars
    let isShort = start == 0 && end == line.count && head.count + tail.count <= Self.width
    let shownHead = isShort || head.count <= Self.before ? head.count : Self.before - 1
    var text = String.UnicodeScalarView()
    if shownHead < head.count || start > 0 { text.append("…") }
    for scalar in head.suffix(shownHead) { text.append(Quoted.visible(scalar)) }
    caret = text.count
    let room = Self.width - caret
    let isLong = end < line.count || tail.count > room
    for scalar in tail.prefix(isLong ? room - 1 : room) { text.append(Quoted.visible(scalar)) }
    if isLong { text.append("…") }
    self.text = String(text)
  }
}
