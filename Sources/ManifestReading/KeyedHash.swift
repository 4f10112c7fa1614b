import JSONText

/// A fast hash of 96 bits, seeded anew in every process; good for tables, and for nothing kept.
///
/// Two lanes take 16 bytes a step: each multiplies the two words, mixed with its own secrets, to
/// 128 bits and folds these in half, as the family of multiply-and-fold hashes does. The texts
/// of a manifest are not chosen by anybody who knows the secrets.
struct KeyedHash {
  private var first: UInt64
  private var second: UInt64
  private let secrets = Self.secrets

  init() {
    first = secrets.0
    second = secrets.1
  }

  mutating func combine(_ number: UInt64) {
    mix(number, 0)
  }

  /// Adds a text; texts that follow each other are kept apart.
  mutating func combine(_ text: JSONStringSlice) {
    if text.hasEscapes {
      text.withDecodedUTF8 { combine($0) }
    } else {
      combine(text.rawBytes)
    }
  }

  /// Adds bytes and their number.
  mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    // A copy, which stays in registers.
    var lanes = self
    while index &+ 16 <= raw.count {
      lanes.mix(
        raw.loadUnaligned(fromByteOffset: index, as: UInt64.self),
        raw.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self))
      index &+= 16
    }
    self = lanes
    // What is left has up to 15 bytes, which its ends tell completely.
    let rest = JSONStringSlice.Ends(UnsafeBufferPointer(rebasing: bytes[index...]))
    mix(rest.head, rest.tail)
    mix(UInt64(bytes.count), 0)
  }

  consuming func finish() -> FirstLines.Key {
    mix(first ^ second, first)
    return FirstLines.Key(high: first, low: UInt32(truncatingIfNeeded: second &>> 32))
  }

  @inline(__always)
  private mutating func mix(_ one: UInt64, _ other: UInt64) {
    first = Self.fold(one ^ secrets.2 ^ first, other ^ secrets.3)
    second = Self.fold(one ^ secrets.4, other ^ secrets.5 ^ second)
  }

  @inline(__always)
  private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }

  private static let secrets: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = {
    var random = SystemRandomNumberGenerator()
    return (
      random.next(), random.next(), random.next(), random.next(), random.next(), random.next()
    )
  }()
}
