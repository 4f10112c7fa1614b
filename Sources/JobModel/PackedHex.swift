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

  /// The same from the text's bytes, which are valid UTF-8.
  init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    form = Self.pack(bytes) ?? .other(String(decoding: bytes, as: UTF8.self))
  }

  var text: String {
    switch form {
    case .other(let text): text
    case .hex(let first, let second, let third, let fourth):
      String(unsafeUninitializedCapacity: Self.digitCount) { bytes in
        for (place, word) in [first, second, third, fourth].enumerated() {
          HexWord.write(word, to: bytes, at: HexWord.digitCount * place)
        }
        return Self.digitCount
      }
    }
  }

  private static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
    guard bytes.count == digitCount, let first = HexWord.read(bytes, at: 0),
      let second = HexWord.read(bytes, at: 16), let third = HexWord.read(bytes, at: 32),
      let fourth = HexWord.read(bytes, at: 48)
    else { return nil }
    return .hex(first, second, third, fourth)
  }
}
