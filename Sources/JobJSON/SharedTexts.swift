import JSONText

/// The newest texts that were read, so that equal ones share their memory: the run and the account
/// of a million records, or the task that a record names three times.
final class SharedTexts {
  private static let places = 64
  /// Shorter ones have no memory of their own.
  private static let longestInPlace = 15

  private var texts = [String](repeating: "", count: places)

  /// The text that a slice means.
  func text(_ slice: JSONStringSlice) -> String {
    let count = slice.rawBytes.count
    guard count > Self.longestInPlace, !slice.hasEscapes else { return slice.text }
    let ends = slice.ends
    let mixed =
      (ends.head ^ ends.tail &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(count))
      &* 0x9E37_79B9_7F4A_7C15
    let place = Int(truncatingIfNeeded: mixed &>> 58)
    let isKnown = texts[place].utf8.withContiguousStorageIfAvailable { known in
      known.count == count && UnsafeRawBufferPointer(known).elementsEqual(slice.rawBytes)
    }
    if isKnown ?? false { return texts[place] }
    let text = slice.text
    texts[place] = text
    return text
  }
}
