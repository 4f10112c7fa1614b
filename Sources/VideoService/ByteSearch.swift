#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Array<UInt8> {
  /// Whether a byte is among these; every answer is looked through, hence by the system's search.
  func contains(byte: UInt8) -> Bool {
    withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
    }
  }

  /// Where a text begins from a place on, that is not empty.
  func firstPlace(of text: [UInt8], from start: Int) -> Int? {
    guard let first = text.first else { return nil }
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var place = start
      while place + text.count <= bytes.count,
        let found = memchr(base + place, Int32(first), bytes.count - place)
      {
        place = UnsafeRawPointer(found) - base
        guard place + text.count <= bytes.count else { return nil }
        if memcmp(base + place, text, text.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}
