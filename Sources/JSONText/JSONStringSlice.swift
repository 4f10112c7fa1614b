/// A string as it stands in the text: cheap to compare, decoded on demand.
///
/// It points into the bytes that the reader was given and must not outlive them. Two slices are
/// equal when their decoded bytes are.
package struct JSONStringSlice: Hashable {
  /// The bytes between the quotes as written: valid UTF-8 and valid escapes.
  package let rawBytes: UnsafeBufferPointer<UInt8>
  /// The index of the opening quote in the text.
  package let offset: Int
  /// Whether anything is written as an escape; if not, the raw bytes are the string.
  package let hasEscapes: Bool

  init(_ rawBytes: UnsafeBufferPointer<UInt8>, offset: Int, hasEscapes: Bool) {
    self.rawBytes = rawBytes
    self.offset = offset
    self.hasEscapes = hasEscapes
  }

  /// The string that is meant.
  package var text: String {
    guard hasEscapes else { return String(decoding: rawBytes, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: rawBytes.count) {
      EscapeDecoding.decode(rawBytes, into: $0)
    }
  }

  /// The length of the string that is meant, in UTF-8 bytes.
  package var decodedUTF8Count: Int {
    withDecodedUTF8 { $0.count }
  }

  /// Whether the string that is meant has exactly these bytes.
  package func equals(_ other: StaticString) -> Bool {
    guard rawBytes.count >= other.utf8CodeUnitCount else { return false }
    guard hasEscapes else {
      guard rawBytes.count == other.utf8CodeUnitCount else { return false }
      for index in 0..<rawBytes.count where rawBytes[index] != other.utf8Start[index] {
        return false
      }
      return true
    }
    return other.withUTF8Buffer { other in withDecodedUTF8 { $0.elementsEqual(other) } }
  }

  /// Calls with the decoded bytes, which must not leave the call.
  package func withDecodedUTF8<Answer>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Answer
  ) -> Answer {
    guard hasEscapes else { return body(rawBytes) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rawBytes.count) { buffer in
      let count = EscapeDecoding.decode(rawBytes, into: buffer)
      return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.withDecodedUTF8 { left in
      right.withDecodedUTF8 { left.count == $0.count && left.elementsEqual($0) }
    }
  }

  package func hash(into hasher: inout Hasher) {
    withDecodedUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The same for equal strings and mostly different for different ones: the length, mixed with
  /// the first and the last eight bytes.
  var signature: UInt64 {
    withDecodedUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      let count = raw.count
      let head: UInt64
      let tail: UInt64
      if count >= 8 {
        head = raw.loadUnaligned(as: UInt64.self)
        tail = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      } else if count >= 4 {
        head = UInt64(raw.loadUnaligned(as: UInt32.self))
        tail = UInt64(raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      } else if count > 0 {
        head = UInt64(raw[0]) &<< 16 | UInt64(raw[count / 2]) &<< 8
        tail = UInt64(raw[count &- 1])
      } else {
        return 0
      }
      return head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)
    }
  }
}
