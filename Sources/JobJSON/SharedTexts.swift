import JSONText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The newest texts that were read, so that equal ones share their memory: the run and the account
/// of a million records, or the task that a record names three times.
final class SharedTexts {
  private static let places = 64
  /// Shorter ones have no memory of their own.
  private static let longestInPlace = 15

  private var texts = [String](repeating: "", count: places)

  /// The text that a slice means.
  func text(_ slice: JSONStringSlice) -> String {
    slice.hasEscapes ? slice.text : text(plain: slice.rawBytes)
  }

  /// The text of bytes that are valid UTF-8.
  func text(plain bytes: UnsafeBufferPointer<UInt8>) -> String {
    let count = bytes.count
    guard count > Self.longestInPlace else { return String(decoding: bytes, as: UTF8.self) }
    let ends = JSONStringSlice.Ends(bytes)
    let mixed =
      (ends.head ^ ends.tail &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(count))
      &* 0x9E37_79B9_7F4A_7C15
    let place = Int(truncatingIfNeeded: mixed &>> 58)
    let isKnown = texts[place].utf8.withContiguousStorageIfAvailable { known in
      guard known.count == count, let left = known.baseAddress, let right = bytes.baseAddress
      else { return false }
      return memcmp(left, right, count) == 0
    }
    if isKnown ?? false { return texts[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    texts[place] = text
    return text
  }
}
