import JSONText
import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a text that is expected to be byte for byte as our own writer writes it.
///
/// For lines of which there are a million: where ``JSONIndex`` finds out what a text is, this only
/// compares. Whatever differs is ``NotExact``, also what would be as right: white space, another
/// order, escapes, letters beyond ASCII, numbers below zero. That says nothing about the text; it
/// must then be read by those who know.
struct ExactText {
  /// The text is not of the expected form, and may be right all the same.
  struct NotExact: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private let base: UnsafePointer<UInt8>
  /// The next byte to be read.
  private(set) var place = 0

  /// - Parameter bytes: must outlive this and what it gives out.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(NotExact) {
    guard let base = bytes.baseAddress else { throw NotExact() }
    self.bytes = bytes
    self.base = base
  }

  /// Passes over bytes that have to be there.
  @inline(__always)
  mutating func pass(_ expected: StaticString) throws(NotExact) {
    guard passIf(expected) else { throw NotExact() }
  }

  /// Passes over bytes if they are there.
  @inline(__always)
  mutating func passIf(_ expected: StaticString) -> Bool {
    let count = expected.utf8CodeUnitCount
    guard bytes.count &- place >= count, memcmp(base + place, expected.utf8Start, count) == 0
    else { return false }
    place &+= count
    return true
  }

  /// The bytes up to the next quote, which stand for themselves and are ASCII.
  mutating func text() throws(NotExact) -> UnsafeBufferPointer<UInt8> {
    let start = place
    let end = PlainRun.end(in: bytes, from: start)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { throw NotExact() }
    place = end
    return UnsafeBufferPointer(start: base + start, count: end &- start)
  }

  /// Digits of a number that is not below zero.
  mutating func integer() throws(NotExact) -> Int {
    let start = place
    var value = 0
    while place < bytes.count, base[place] &- UInt8(ascii: "0") < 10 {
      value = value &* 10 &+ Int(base[place] &- UInt8(ascii: "0"))
      place &+= 1
    }
    let count = place &- start
    // What is longer may not fit, and JSON knows no zero in front.
    guard (1...18).contains(count), count == 1 || base[start] != UInt8(ascii: "0") else {
      throw NotExact()
    }
    return value
  }

  mutating func bool() throws(NotExact) -> Bool {
    if passIf("true") { return true }
    try pass("false")
    return false
  }

  /// Seconds with three digits after the point, as milliseconds.
  mutating func milliseconds() throws(NotExact) -> Int {
    let whole = try integer()
    try pass(".")
    let start = place
    var value = whole
    while place < bytes.count, base[place] &- UInt8(ascii: "0") < 10, place &- start < 4 {
      value = value &* 10 &+ Int(base[place] &- UInt8(ascii: "0"))
      place &+= 1
    }
    guard place &- start == 3, whole < 1_000_000_000 else { throw NotExact() }
    return value
  }

  mutating func money() throws(NotExact) -> Money? {
    if passIf("null") { return nil }
    let start = place
    _ = try integer()
    if passIf(".") {
      while place < bytes.count, base[place] &- UInt8(ascii: "0") < 10 { place &+= 1 }
    }
    let digits = UnsafeBufferPointer(start: base + start, count: place &- start)
    guard let money = Money(utf8: digits) else { throw NotExact() }
    return money
  }

  /// A moment, up to the next quote.
  mutating func time() throws(NotExact) -> Timestamp {
    let count = Timestamp.utf8Count
    guard bytes.count &- place >= count,
      let time = Timestamp(utf8: UnsafeBufferPointer(start: base + place, count: count))
    else { throw NotExact() }
    place &+= count
    return time
  }
}
