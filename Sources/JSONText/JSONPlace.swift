/// A value of a text that a ``JSONIndex`` has read; must outlive neither the text nor the index's
/// next one.
package struct JSONPlace {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let entries: UnsafeMutablePointer<JSONIndex.Entry>
  private let index: Int

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ entries: UnsafeMutablePointer<JSONIndex.Entry>,
    _ index: Int
  ) {
    self.bytes = bytes
    self.entries = entries
    self.index = index
  }

  /// Which of the six kinds the value is.
  package var kind: JSONKind { entries[index].kind }

  /// Whether it is `null`; a member that is missing is no place at all.
  package var isNull: Bool { kind == .null }

  /// `nil` for anything but `true` and `false`.
  package var bool: Bool? { kind == .bool ? bytes[Int(entries[index].start)] == 0x74 : nil }

  /// A string, of which the slice points into the text.
  package var string: JSONStringSlice? {
    guard kind == .string else { return nil }
    let entry = entries[index]
    return JSONStringSlice(
      written, offset: Int(entry.start) &- 1, hasEscapes: entry.hasEscapes)
  }

  /// A number as it was written.
  package var number: UnsafeBufferPointer<UInt8>? { kind == .number ? written : nil }

  /// The value of a whole number that fits, however it is spelled.
  package var int: Int64? {
    guard let digits = number else { return nil }
    let isNegative = digits[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    guard digits.count <= 18 else { return spelled(digits).int64 }
    for index in (isNegative ? 1 : 0)..<digits.count {
      let digit = digits[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return spelled(digits).int64 }
      value = value &* 10 &+ Int64(digit)
    }
    return isNegative ? 0 &- value : value
  }

  /// The nearest binary floating-point value of a number.
  package var double: Double? { number.flatMap { spelled($0).double } }

  /// The elements of an array; `nil` for anything else.
  package var elements: [JSONPlace]? {
    guard kind == .array else { return nil }
    var elements: [JSONPlace] = []
    forEachChild { elements.append($0) }
    return elements
  }

  /// A member, when this is an object that has it.
  package subscript(key: StaticString) -> JSONPlace? {
    guard kind == .object else { return nil }
    let (first, end) = (index &+ 1, Int(entries[index].next))
    let hint = Int(entries[index].hint)
    guard let found = find(key, in: hint..<end) ?? find(key, in: first..<hint) else { return nil }
    entries[index].hint = entries[found].next
    return JSONPlace(bytes, entries, found)
  }

  /// The member of a key among those whose entries begin in a range.
  private func find(_ key: StaticString, in range: Range<Int>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let (count, wanted) = (UInt32(truncatingIfNeeded: key.utf8CodeUnitCount), key.utf8Start)
    var child = range.lowerBound
    while child < range.upperBound {
      let entry = entries + child
      if entry.pointee.keyHasEscapes {
        if hasKey(key, entry.pointee) { return child }
      } else if entry.pointee.keyCount == count,
        Self.areEqual(base + Int(entry.pointee.keyStart), wanted, Int(count))
      {
        return child
      }
      child = Int(entry.pointee.next)
    }
    return nil
  }

  @inline(__always)
  private static func areEqual(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    var place = 0
    while place < count, left[place] == right[place] { place &+= 1 }
    return place == count
  }

  private func hasKey(_ key: StaticString, _ entry: JSONIndex.Entry) -> Bool {
    let written = UnsafeBufferPointer(
      rebasing: bytes[Int(entry.keyStart)..<Int(entry.keyStart &+ entry.keyCount)])
    return JSONStringSlice(written, offset: Int(entry.keyStart) &- 1, hasEscapes: true)
      .equals(key)
  }

  private func forEachChild(_ body: (JSONPlace) -> Void) {
    let end = Int(entries[index].next)
    var child = index &+ 1
    while child < end {
      body(JSONPlace(bytes, entries, child))
      child = Int(entries[child].next)
    }
  }

  private var written: UnsafeBufferPointer<UInt8> {
    let start = Int(entries[index].start)
    return UnsafeBufferPointer(rebasing: bytes[start..<start &+ Int(entries[index].count)])
  }

  private func spelled(_ digits: UnsafeBufferPointer<UInt8>) -> JSONNumber {
    JSONNumber(validated: String(decoding: digits, as: UTF8.self))
  }
}
