/// Well-formed UTF-8 (Unicode Standard, table 3-7).
enum UTF8Sequence {
  /// The length of the sequence of 1 to 4 bytes at an index, which is in bounds; 0 when it is
  /// overlong, cut, a surrogate, above U+10FFFF or otherwise ill-formed.
  static func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard bytes.count &- index >= length, second.contains(bytes[index &+ 1]) else { return 0 }
    for next in 2..<max(2, length) where bytes[index &+ next] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
