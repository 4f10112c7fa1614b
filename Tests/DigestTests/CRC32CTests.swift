import Testing

@testable import Digest

@Suite struct CRC32CTests {
  /// The examples of RFC 3720, B.4, and the customary check value.
  static let vectors: [(bytes: [UInt8], value: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    (Array(0...31), 0x46DD_794E),
    ((0...31).reversed(), 0x113F_DB5C),
    (
      [
        0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0,
        0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
      ], 0xD996_3A56
    ),
    (Array("123456789".utf8), 0xE306_9283),
    ([], 0),
  ]

  @Test(arguments: vectors) func publishedVectorsHold(bytes: [UInt8], value: UInt32) {
    #expect(CRC32C.checksum(bytes) == value)
  }

  @Test func hexadecimalHasAlwaysEightDigits() {
    #expect(CRC32C().hex == "00000000")
    var sum = CRC32C()
    sum.update(Array("123456789".utf8))
    #expect(sum.hex == "e3069283")
  }

  /// The instruction and the tables against the definition, bit by bit, for every length up to a few steps and every
  /// cut of it.
  @Test func stepsAgreeWithTheDefinitionHoweverCut() {
    for count in 0...40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ count) }
      let expected = Self.checksumByDefinition(bytes)
      for cut in 0...count {
        var sum = CRC32C()
        sum.update(bytes[..<cut])
        sum.update(bytes[cut...])
        #expect(sum.value == expected, "\(count) bytes cut at \(cut)")
        var plain = CRC32C()
        bytes[..<cut].withUnsafeBytes { plain.updateByTables($0) }
        bytes[cut...].withUnsafeBytes { plain.updateByTables($0) }
        #expect(plain.value == expected, "\(count) bytes cut at \(cut), by the tables")
      }
    }
  }

  private static func checksumByDefinition(_ bytes: [UInt8]) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = remainder & 1 == 1
        remainder >>= 1
        if isOdd { remainder ^= 0x82F6_3B78 }
      }
    }
    return ~remainder
  }
}
