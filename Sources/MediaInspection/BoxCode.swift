/// The four-character code that names a box.
struct BoxCode: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  let value: UInt32

  init(value: UInt32) {
    self.value = value
  }

  init(stringLiteral text: StaticString) {
    precondition(text.utf8CodeUnitCount == 4, "a box code has four characters")
    value = text.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  private var bytes: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  /// Whether it looks like a code at all: printable ASCII, or the © that QuickTime begins with.
  var isPlausible: Bool {
    bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0xA9 }
  }

  /// Safe to print: what is not printable ASCII is shown as `?`.
  var description: String {
    String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
  }
}
