/// Bytes that can be read in any order: a file, or an array in a test.
package protocol ByteSource {
  /// The whole length.
  var sizeBytes: Int64 { get }

  /// Up to `count` bytes from `offset` on; fewer only where the source ends.
  ///
  /// - Throws: when the bytes can't be read, which says nothing about the video.
  func read(at offset: Int64, count: Int) throws(MediaInspectionError) -> [UInt8]
}

/// Bytes in memory as a source.
package struct MemoryByteSource: ByteSource, Sendable {
  /// The whole content; place 0 of the source is the first of them.
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The number of bytes; never changes.
  package var sizeBytes: Int64 { Int64(bytes.count) }

  /// A copy of the bytes from a place on; empty outside of them, and never throws.
  package func read(at offset: Int64, count: Int) throws(MediaInspectionError) -> [UInt8] {
    guard offset >= 0, count > 0, offset < sizeBytes else { return [] }
    let start = Int(offset)
    return Array(bytes[start..<start + min(count, bytes.count - start)])
  }
}
