/// SHA-256 (FIPS 180-4) of a message that arrives in pieces.
///
/// A value type: a copy taken between two updates goes on by itself.
package struct SHA256: Sendable {
  /// The 32 bytes of a finished hash.
  package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// In the byte order of the hash, whatever the machine's is.
    private let words: SIMD8<UInt32>

    fileprivate init(state: SIMD8<UInt32>) {
      var words = state
      for index in words.indices { words[index] = state[index].bigEndian }
      self.words = words
    }

    /// The 32 bytes in the order of the standard.
    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { hex(firstBytes: 32) }

    /// The hexadecimal digits of the first bytes, 0 to 32.
    package func hex(firstBytes count: Int) -> String {
      withUnsafeBytes(of: words) { Hex.encode(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// The same as ``hex``.
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

  /// Begins an empty message.
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
    let used = pendingCount
    withUnsafeMutableBytes(of: &pending) { block in
      block[used] = 0x80
      UnsafeMutableRawBufferPointer(rebasing: block[(used + 1)...])
        .initializeMemory(as: UInt8.self, repeating: 0)
    }
    if used + 1 > Self.blockBytes - 8 {
      compressPending()
      pending = SIMD64()
    }
    withUnsafeMutableBytes(of: &pending) { block in
      block.storeBytes(
        of: bitCount.bigEndian, toByteOffset: Self.blockBytes - 8, as: UInt64.self)
    }
    compressPending()
    return Digest(state: state)
  }

  /// The hash of a message that is all there.
  package static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The hash of a message that is all there.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
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
