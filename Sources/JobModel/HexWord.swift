/// 16 lower-case hex digits and the number that they mean, the first digit highest.
enum HexWord {
  static let digitCount = 16

  /// - Returns: `nil` when something else is among the digits.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64? {
    var word: UInt64 = 0
    for place in start..<start + digitCount {
      let byte = bytes[place]
      let digit: UInt8
      if byte &- UInt8(ascii: "0") < 10 {
        digit = byte &- UInt8(ascii: "0")
      } else if byte &- UInt8(ascii: "a") < 6 {
        digit = byte &- UInt8(ascii: "a") &+ 10
      } else {
        return nil
      }
      word = word &<< 4 | UInt64(digit)
    }
    return word
  }

  static func write(_ word: UInt64, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
    for place in 0..<digitCount {
      let digit = UInt8(truncatingIfNeeded: word &>> UInt64(60 &- 4 &* place) & 15)
      bytes[start &+ place] =
        digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10
    }
  }
}
