/// The hexadecimal text of a SHA-256 in a quarter of its room, since there are a million of them;
/// any other text as it is.
struct PackedHex: Hashable, Sendable {
  private static let digitCount = 64

  private enum Form: Hashable, Sendable {
    /// 16 digits each, the first highest. Every text of 64 lower-case digits comes to this.
    case hex(UInt64, UInt64, UInt64, UInt64)
    case other(String)
  }

  private let form: Form

  init(_ text: String) {
    var text = text
    form = text.withUTF8 { Self.pack($0) } ?? .other(text)
  }

  var text: String {
    switch form {
    case .other(let text): text
    case .hex(let first, let second, let third, let fourth):
      String(unsafeUninitializedCapacity: Self.digitCount) { bytes in
        var place = 0
        for word in [first, second, third, fourth] {
          for shift in stride(from: 60 as UInt64, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: word &>> shift & 15)
            bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            place += 1
          }
        }
        return place
      }
    }
  }

  private static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
    guard bytes.count == digitCount, let first = word(bytes[..<16]),
      let second = word(bytes[16..<32]), let third = word(bytes[32..<48]),
      let fourth = word(bytes[48...])
    else { return nil }
    return .hex(first, second, third, fourth)
  }

  private static func word(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    var word: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        word = word << 4 | UInt64(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        word = word << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return word
  }
}
