/// Turns the inside of a checked string into the bytes it means.
enum EscapeDecoding {
  /// Writes the decoded bytes, which are never more than the raw ones, and answers their number.
  ///
  /// - Parameter raw: what ``JSONReader`` has found valid.
  static func decode(
    _ raw: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var index = 0
    var count = 0
    while index < raw.count {
      guard raw[index] == UInt8(ascii: "\\") else {
        output[count] = raw[index]
        index &+= 1
        count &+= 1
        continue
      }
      let letter = raw[index &+ 1]
      guard letter == UInt8(ascii: "u") else {
        output[count] = control(letter)
        index &+= 2
        count &+= 1
        continue
      }
      var scalar = codeUnit(raw, at: index &+ 2)
      index &+= 6
      if 0xD800..<0xDC00 ~= scalar {
        let low = codeUnit(raw, at: index &+ 2)
        scalar = 0x1_0000 &+ (scalar &- 0xD800) &<< 10 &+ (low &- 0xDC00)
        index &+= 6
      }
      count = append(scalar, to: output, at: count)
    }
    return count
  }

  /// The value of a hexadecimal digit.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }

  private static func control(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  private static func codeUnit(_ raw: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
    raw[start..<(start &+ 4)].reduce(0) { $0 &<< 4 | (hexValue($1) ?? 0) }
  }

  /// Writes a scalar as UTF-8 and answers the index behind it.
  private static func append(
    _ scalar: UInt32, to output: UnsafeMutableBufferPointer<UInt8>, at start: Int
  ) -> Int {
    if scalar < 0x80 {
      output[start] = UInt8(truncatingIfNeeded: scalar)
      return start &+ 1
    }
    let following = scalar < 0x800 ? 1 : scalar < 0x1_0000 ? 2 : 3
    let lead: UInt32 = scalar < 0x800 ? 0xC0 : scalar < 0x1_0000 ? 0xE0 : 0xF0
    for place in 0...following {
      let bits = scalar &>> UInt32(6 &* (following &- place))
      output[start &+ place] = UInt8(
        truncatingIfNeeded: place == 0 ? lead | bits : 0x80 | (bits & 0x3F))
    }
    return start &+ following &+ 1
  }
}
