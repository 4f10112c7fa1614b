/// SHA-256 (FIPS 180-4) of a message that arrives in pieces.
///
/// A value type: a copy taken between two updates goes on by itself.
package struct SHA256: Sendable {
  /// The 32 bytes of a finished hash.
  package struct Digest: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// 64 lower-case hexadecimal digits.
    package var hex: String { Hex.encode(bytes) }

    package var description: String { hex }
  }

  /// How many bytes are compressed at a time.
  static let blockBytes = 64

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// The bytes after the last whole block; a vector, because it lives without an allocation.
  private var pending = SIMD64<UInt8>()
  private var pendingCount = 0
  private var totalBytes: UInt64 = 0

  package init() {}

  /// Adds bytes to the message.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    totalBytes &+= UInt64(bytes.count)
    var rest = bytes
    if pendingCount > 0 {
      let count = min(rest.count, Self.blockBytes - pendingCount)
      store(UnsafeRawBufferPointer(rebasing: rest[..<count]))
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      guard pendingCount == Self.blockBytes else { return }
      compressPending()
    }
    let whole = rest.count - rest.count % Self.blockBytes
    if whole > 0 {
      SHA256Compression.compress(UnsafeRawBufferPointer(rebasing: rest[..<whole]), into: &state)
    }
    store(UnsafeRawBufferPointer(rebasing: rest[whole...]))
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The hash of everything added.
  package consuming func finish() -> Digest {
    let bitCount = totalBytes &* 8
    var padding: [UInt8] = [0x80]
    let used = (pendingCount + 1 + 8) % Self.blockBytes
    if used > 0 { padding += repeatElement(0, count: Self.blockBytes - used) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      padding.append(UInt8(truncatingIfNeeded: bitCount >> shift))
    }
    padding.withUnsafeBytes { update($0) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in state.indices {
      withUnsafeBytes(of: state[index].bigEndian) { bytes += $0 }
    }
    return Digest(bytes: bytes)
  }

  /// The hash of a message that is all there.
  package static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// Appends fewer bytes than would overflow the pending block.
  private mutating func store(_ bytes: UnsafeRawBufferPointer) {
    let start = pendingCount
    withUnsafeMutableBytes(of: &pending) { block in
      UnsafeMutableRawBufferPointer(rebasing: block[start...]).copyMemory(from: bytes)
    }
    pendingCount += bytes.count
  }

  private mutating func compressPending() {
    withUnsafeBytes(of: pending) { SHA256Compression.compress($0, into: &state) }
    pendingCount = 0
  }
}
