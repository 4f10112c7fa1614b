#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A network address, without port or zone.
package enum IPAddress: Sendable, Equatable {
  /// The four bytes as one number, the first byte highest.
  case v4(UInt32)
  /// The sixteen bytes as two numbers, the first byte highest.
  case v6(high: UInt64, low: UInt64)

  /// - Parameter v6Bytes: exactly 16 bytes in network order.
  package init?(v6Bytes bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let low = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self = .v6(high: high, low: low)
  }

  /// Reads an address as the system's resolver would, odd spellings included: `127.1`,
  /// `0x7f000001`, `017700000001` and `2130706433` are all 127.0.0.1.
  ///
  /// - Parameter text: without brackets. A zone (`fe80::1%eth0`) is not accepted.
  package init?(literal text: String) {
    if let address = Self.v4(Array(text.utf8)) {
      self = address
      return
    }
    var bytes = [UInt8](repeating: 0, count: 16)
    guard !text.utf8.contains(0), inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
    self.init(v6Bytes: bytes)
  }

  /// One to four numbers between dots, each decimal, octal or hexadecimal; the last one fills
  /// all bytes that are left. This is what `inet_aton` of the C library accepts.
  private static func v4(_ text: [UInt8]) -> IPAddress? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count) else { return nil }
    var address: UInt64 = 0
    for (index, part) in parts.enumerated() {
      guard let number = number(part) else { return nil }
      let bytesLeft = UInt64(4 - index)
      let width = index == parts.count - 1 ? 8 * bytesLeft : 8
      guard number < 1 << width else { return nil }
      address |= number << (8 * bytesLeft - width)
    }
    return .v4(UInt32(truncatingIfNeeded: address))
  }

  /// `nil` for anything that is no number below 2^32.
  private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
    var digits = text
    var radix: UInt64 = 10
    if digits.first == UInt8(ascii: "0"), digits.count > 1 {
      digits = digits.dropFirst()
      radix = 8
      if digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X") {
        digits = digits.dropFirst()
        radix = 16
      }
    }
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = hexDigit(byte), digit < radix else { return nil }
      value = value * radix + digit
      guard value <= UInt64(UInt32.max) else { return nil }
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or eight groups in hexadecimal (not shortened).
  package var description: String {
    switch self {
    case .v4(let address):
      return stride(from: 24, through: 0, by: -8)
        .map { String(address >> UInt32($0) & 0xff) }.joined(separator: ".")
    case .v6(let high, let low):
      return [high, low]
        .flatMap { half in stride(from: 48, through: 0, by: -16).map { half >> UInt64($0) } }
        .map { String($0 & 0xffff, radix: 16) }.joined(separator: ":")
    }
  }
}
