/// Finds the end of a run of bytes that mean themselves inside a string.
package enum PlainRun {
  /// The index of the first quote, backslash, control character or non-ASCII byte at or after
  /// an index; the count of the bytes when there is none.
  ///
  /// Eight bytes a step: the borrow of a subtraction betrays a byte below a limit. It can also
  /// mark bytes above a true one, never below, so the lowest mark is right.
  @inline(__always)
  package static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let marks = marks(word) | (word & highBits)
      if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < bytes.count, isPlain(bytes[index]), bytes[index] < 0x80 { index &+= 1 }
    return index
  }

  /// The same, but non-ASCII bytes belong to the run.
  @inline(__always)
  static func endBeforeEscape(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let marks = marks(word)
      if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < bytes.count, isPlain(bytes[index]) { index &+= 1 }
    return index
  }

  private static let lowBits: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that is a quote, a backslash or below 0x20.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    let quotes = word ^ (lowBits &* 0x22)
    let backslashes = word ^ (lowBits &* 0x5C)
    let isQuote = (quotes &- lowBits) & ~quotes
    let isBackslash = (backslashes &- lowBits) & ~backslashes
    let isControl = (word &- (lowBits &* 0x20)) & ~word
    return (isQuote | isBackslash | isControl) & highBits
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }
}
