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

  /// A string that has been found valid in this text before.
  ///
  /// - Parameter offset: of its opening quote.
  init(known text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    let start = offset &+ 1
    var end = PlainRun.endBeforeEscape(in: text, from: start)
    var hasEscapes = false
    while text[end] == UInt8(ascii: "\\") {
      hasEscapes = true
      end = PlainRun.endBeforeEscape(in: text, from: end &+ 2)
    }
    self.init(
      UnsafeBufferPointer(rebasing: text[start..<end]), offset: offset, hasEscapes: hasEscapes)
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
    let count = other.utf8CodeUnitCount
    guard rawBytes.count >= count else { return false }
    guard hasEscapes else {
      guard rawBytes.count == count else { return false }
      let start = other.utf8Start
      for index in 0..<count where rawBytes[index] != start[index] { return false }
      return true
    }
    return other.withUTF8Buffer { other in withDecodedUTF8 { $0.elementsEqual(other) } }
  }

  /// Calls with the decoded bytes, which must not leave the call.
  @inlinable
  package func withDecodedUTF8<Answer>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Answer
  ) -> Answer {
    hasEscapes ? withDecodedEscapes(body) : body(rawBytes)
  }

  @usableFromInline
  func withDecodedEscapes<Answer>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Answer
  ) -> Answer {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rawBytes.count) { buffer in
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

  /// The same for equal strings and mostly different for different ones.
  var signature: UInt32 {
    let ends = ends
    let mixed = (ends.head ^ UInt64(ends.count)) &* 0x9E37_79B9_7F4A_7C15 ^ ends.tail
    return UInt32(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) &>> 32)
  }

  /// The length and the ends of the string that is meant; of one up to 16 bytes, that is all.
  package var ends: Ends {
    hasEscapes ? withDecodedUTF8 { Ends($0) } : Ends(rawBytes)
  }

  /// The length of a text and what it begins and ends with, in numbers.
  package struct Ends: Equatable, Sendable {
    /// In bytes; of a slice, with its escapes decoded.
    package let count: Int
    /// The first eight bytes, or all of a shorter text; the first byte is the lowest.
    package let head: UInt64
    /// The last eight bytes, or the same as ``head``.
    package let tail: UInt64

    /// Looks at both ends of any bytes, also of none.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
      let raw = UnsafeRawBufferPointer(bytes)
      let last = raw.count &- 1
      count = raw.count
      if count >= 8 {
        head = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        tail = UInt64(
          littleEndian: raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        return
      }
      var word: UInt64 = 0
      if count >= 4 {
        // The two halves overlap, in bytes that are the same.
        let start = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
        let end = UInt32(
          littleEndian: raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        word = UInt64(start) | UInt64(end) &<< UInt64(8 &* (count &- 4))
      } else if count > 0 {
        let middle = count / 2
        word = UInt64(raw[0]) | UInt64(raw[middle]) &<< UInt64(8 &* middle)
        word |= UInt64(raw[last]) &<< UInt64(8 &* last)
      }
      head = word
      tail = word
    }
  }
}
