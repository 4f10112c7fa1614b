import Testing

@testable import Digest

/// Vectors of FIPS 180-4 (its examples) and of NIST's validation suite.
@Suite struct SHA256Tests {
  static let vectors: [(message: [UInt8], hex: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ([0xD3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      Array(
        ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu").utf8),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  @Test(arguments: vectors) func publishedVectorsHold(message: [UInt8], hex: String) {
    #expect(SHA256.hash(message).hex == hex)
  }

  @Test func aMillionTimesTheLetterAInOddPieces() {
    var hash = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      hash.update(repeatElement(0x61, count: min(size, left)))
      left -= min(size, left)
      size = (size * 7) % 1031
    }
    #expect(
      hash.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Every length around the block and padding borders, cut at every place.
  @Test func cuttingAMessageChangesNothing() {
    for count in [1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200] {
      let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let whole = SHA256.hash(message)
      for cut in 0...count {
        var hash = SHA256()
        hash.update(message[..<cut])
        hash.update(message[cut...])
        #expect(hash.finish() == whole, "\(count) bytes cut at \(cut)")
      }
    }
  }

  /// Whichever of the two this processor uses, the other one must do the same.
  @Test func plainCodeAndInstructionsAgree() {
    for count in 1...9 {
      let blocks = (0..<(count * SHA256.blockBytes)).map {
        UInt8(truncatingIfNeeded: $0 &* 197 ^ $0 >> 3)
      }
      let start = SIMD8<UInt32>(1, 0x8000_0000, 3, .max, 5, 0xDEAD_BEEF, 7, 8)
      var (usual, plain) = (start, start)
      blocks.withUnsafeBytes { bytes in
        SHA256Compression.compress(bytes, into: &usual)
        SHA256Compression.compressPortably(bytes, into: &plain)
      }
      #expect(usual == plain && usual != start, "\(count) blocks")
    }
  }

  @Test func aCopyGoesOnByItself() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    let copy = hash
    hash.update(Array("c".utf8))
    #expect(copy.finish() == SHA256.hash(Array("ab".utf8)))
    #expect(hash.finish() == SHA256.hash(Array("abc".utf8)))
  }

  /// The hashes of the bytes 0..<n for n from 0 to 192, hashed together; the expected value was
  /// computed with another implementation.
  @Test func everyLengthUpToThreeBlocksPadsRightly() {
    var all = SHA256()
    for count in 0...192 { all.update(SHA256.hash((0..<count).map { UInt8($0) }).bytes) }
    #expect(all.finish().hex == "79eb9ac3f5b94a477808fa851afb214408e787ed21459d0503b2fac4a445fee6")
  }
}
