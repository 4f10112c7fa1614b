/// Identifies what affects a video: equal requests have equal fingerprints.
///
/// 32 lower-case hex digits, the first half of a SHA-256 over the canonical request. There are
/// millions of them, so they are kept as numbers; any other text is kept as it is.
public struct Fingerprint: ByteIdentifier {
  private static let digitCount = 32

  private enum Form: Sendable {
    /// 16 digits each, the first highest. Every text of 32 lower-case digits comes to this.
    case hex(UInt64, UInt64)
    case other(String)
  }

  private let form: Form

  /// Takes any text as it is; whether it looks like a fingerprint is not checked.
  public init(_ text: String) {
    var text = text
    form = text.withUTF8 { Self.pack($0) } ?? .other(text)
  }

  /// The same from the text's bytes, which are valid UTF-8.
  package init(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    form = Self.pack(bytes) ?? .other(String(decoding: bytes, as: UTF8.self))
  }

  /// The text that it was made from, byte for byte.
  public var text: String {
    switch form {
    case .other(let text): text
    case .hex(let first, let second):
      String(unsafeUninitializedCapacity: Self.digitCount) { bytes in
        HexWord.write(first, to: bytes, at: 0)
        HexWord.write(second, to: bytes, at: HexWord.digitCount)
        return Self.digitCount
      }
    }
  }

  /// A number that is the same for equal fingerprints and nearly always another for others; only
  /// good for as long as the program runs.
  package var quickHash: UInt64 {
    switch form {
    case .hex(let first, let second):
      let product = (first ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: second | 1)
      return (product.high ^ product.low) &+ first &+ second
    case .other: return UInt64(bitPattern: Int64(hashValue))
    }
  }

  private static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
    guard bytes.count == digitCount, let first = HexWord.read(bytes, at: 0),
      let second = HexWord.read(bytes, at: HexWord.digitCount)
    else { return nil }
    return .hex(first, second)
  }

  public static func == (left: Self, right: Self) -> Bool {
    switch (left.form, right.form) {
    case (.hex(let first, let second), .hex(let otherFirst, let otherSecond)):
      first == otherFirst && second == otherSecond
    case (.other(let text), .other(let other)): text.utf8.elementsEqual(other.utf8)
    case (.hex, .other), (.other, .hex): false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch form {
    case .hex(let first, let second):
      hasher.combine(first)
      hasher.combine(second)
    case .other(var text): text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
