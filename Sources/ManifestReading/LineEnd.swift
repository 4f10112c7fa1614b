#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the ends of lines.
enum LineEnd {
  /// The number of bytes from a place to the next LF before an end, if there is one.
  static func next(
    in bytes: UnsafeBufferPointer<UInt8>, from place: Int, to end: Int
  ) -> Int? {
    guard place < end, let base = bytes.baseAddress else { return nil }
    let start = UnsafeRawPointer(base + place)
    return memchr(start, 0x0A, end - place).map { UnsafeRawPointer($0) - start }
  }

  /// The place of the last LF from a place to an end, if there is one.
  static func last(
    in bytes: UnsafeBufferPointer<UInt8>, from place: Int, to end: Int
  ) -> Int? {
    bytes[place..<end].lastIndex(of: 0x0A)
  }
}
