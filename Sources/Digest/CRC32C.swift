import DigestShim

/// CRC-32C (Castagnoli, as in RFC 3720) of bytes that arrive in pieces.
///
/// Finds damage by accident; it is no protection against intent. Eight bytes a step: by the
/// processor's own instruction, or with eight tables ("slicing by 8").
package struct CRC32C: Sendable {
  private static let hasInstruction = digest_shim_has_crc32c()

  private var remainder: UInt32 = 0xFFFF_FFFF

  /// Begins without a byte; the checksum of none is 0.
  package init() {}

  /// The checksum of everything added so far.
  package var value: UInt32 { ~remainder }

  /// ``value`` as 8 lower-case hexadecimal digits.
  package var hex: String {
    withUnsafeBytes(of: value.bigEndian) { Hex.encode($0) }
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard Self.hasInstruction else { return updateByTables(bytes) }
    remainder = digest_shim_crc32c(
      remainder, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The same in plain code.
  mutating func updateByTables(_ bytes: UnsafeRawBufferPointer) {
    var remainder = remainder
    Self.tables.withUnsafeBufferPointer { tables in
      var index = 0
      while index &+ 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let mixed = word ^ UInt64(remainder)
        remainder = 0
        for lane in 0..<8 {
          let byte = Int(truncatingIfNeeded: (mixed &>> UInt64(lane &* 8)) & 0xFF)
          remainder ^= tables[(7 &- lane) &* 256 &+ byte]
        }
        index &+= 8
      }
      while index < bytes.count {
        let byte = Int((remainder ^ UInt32(bytes[index])) & 0xFF)
        remainder = (remainder &>> 8) ^ tables[byte]
        index &+= 1
      }
    }
    self.remainder = remainder
  }

  /// Adds bytes.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The checksum of bytes that are all there.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var sum = CRC32C()
    sum.update(bytes)
    return sum.value
  }

  /// The remainders of a byte followed by 0 to 7 zero bytes; 256 entries each.
  private static let tables: [UInt32] = {
    let reversedPolynomial: UInt32 = 0x82F6_3B78
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var remainder = UInt32(byte)
      for _ in 0..<8 {
        remainder = (remainder >> 1) ^ (remainder & 1 == 1 ? reversedPolynomial : 0)
      }
      tables[byte] = remainder
    }
    for index in 256..<tables.count {
      let shorter = tables[index - 256]
      tables[index] = (shorter >> 8) ^ tables[Int(shorter & 0xFF)]
    }
    return tables
  }()
}
