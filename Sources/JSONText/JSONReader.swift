/// Pulls the values of one JSON text (RFC 8259) out of its UTF-8 bytes, in one pass and in order.
///
/// Strict at every step: whatever has been read was valid. Nothing is copied, so the bytes must
/// outlive the reader and every ``JSONStringSlice`` it has given out. A caller asks in the order
/// of the text, and reads or skips each value that is announced:
///
/// ```swift
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///   if key.equals("id") { id = try reader.readString().text } else { _ = try reader.skipValue() }
/// }
/// try reader.expectEnd()
/// ```
///
/// After an error the reader is of no further use, with one exception: after
/// ``JSONTextError/Cause/wrongKind(expected:found:)`` it still stands before the value.
package struct JSONReader {
  /// How deep objects and arrays may nest unless said otherwise, and at the most.
  package static let depthLimit = 128

  let bytes: UnsafeBufferPointer<UInt8>
  /// The index of the next unread byte.
  package internal(set) var offset = 0
  /// Whether an object or an array has just been opened, so that no comma can follow.
  var isFirst = false
  var openKeys = OpenKeys()
  private var depth = 0
  private let maximumDepth: Int

  /// - Parameter maximumDepth: 1 to ``depthLimit``; a text whose values are to be embedded in
  ///   another one needs a lower limit than that.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = JSONReader.depthLimit) {
    precondition((1...Self.depthLimit).contains(maximumDepth))
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// Skips white space and tells the kind of the value that begins at ``offset`` then.
  ///
  /// Only the value's first byte has been looked at.
  package mutating func peekKind() throws(JSONTextError) -> JSONKind {
    try nextKind()
  }

  @inline(__always)
  mutating func nextKind() throws(JSONTextError) -> JSONKind {
    skipWhitespace()
    guard offset < bytes.count else { throw unexpectedEnd(.value) }
    return try kind(expecting: .value)
  }

  /// Reads the `{` of an object, whose keys ``nextKey()`` then gives one by one.
  ///
  /// - Throws: ``JSONTextError``, also when it would be nested too deep.
  package mutating func beginObject() throws(JSONTextError) {
    try expect(.object)
    try descend()
    openKeys.open(in: bytes)
  }

  /// The next key of the innermost object, `nil` when the object has ended.
  ///
  /// The colon is read too: ``offset`` is on the value.
  package mutating func nextKey() throws(JSONTextError) -> JSONStringSlice? {
    skipWhitespace()
    let wasFirst = isFirst
    isFirst = false
    guard offset < bytes.count else {
      throw unexpectedEnd(wasFirst ? .keyOrObjectEnd : .commaOrObjectEnd)
    }
    if bytes[offset] == UInt8(ascii: "}") {
      ascend()
      openKeys.close()
      return nil
    }
    if !wasFirst {
      try consume(UInt8(ascii: ","), expecting: .commaOrObjectEnd)
      skipWhitespace()
    }
    guard offset < bytes.count else { throw unexpectedEnd(.key) }
    guard bytes[offset] == UInt8(ascii: "\"") else {
      throw unexpectedByte(wasFirst ? .keyOrObjectEnd : .key)
    }
    let key = try scanString()
    guard openKeys.insert(key, in: bytes) else {
      throw JSONTextError(.duplicateKey(key.text), at: key.offset)
    }
    skipWhitespace()
    try consume(UInt8(ascii: ":"), expecting: .colon)
    skipWhitespace()
    return key
  }

  /// Reads the `[` of an array, whose elements ``nextElement()`` then announces one by one.
  ///
  /// - Throws: ``JSONTextError``, also when it would be nested too deep.
  package mutating func beginArray() throws(JSONTextError) {
    try expect(.array)
    try descend()
  }

  /// Whether the innermost array has another element, whose first byte is at ``offset`` then.
  package mutating func nextElement() throws(JSONTextError) -> Bool {
    skipWhitespace()
    let wasFirst = isFirst
    isFirst = false
    guard offset < bytes.count else {
      throw unexpectedEnd(wasFirst ? .valueOrArrayEnd : .commaOrArrayEnd)
    }
    if bytes[offset] == UInt8(ascii: "]") {
      ascend()
      return false
    }
    if wasFirst {
      _ = try kind(expecting: .valueOrArrayEnd)
    } else {
      try consume(UInt8(ascii: ","), expecting: .commaOrArrayEnd)
      _ = try peekKind()
    }
    return true
  }

  /// Reads a string where it stands: its escapes are checked, and not decoded yet.
  package mutating func readString() throws(JSONTextError) -> JSONStringSlice {
    try expect(.string)
    return try scanString()
  }

  /// Reads a number of any length, and keeps its spelling.
  package mutating func readNumber() throws(JSONTextError) -> JSONNumber {
    try expect(.number)
    let start = offset
    try scanNumber()
    return JSONNumber(validated: text(in: start..<offset))
  }

  /// Reads `true` or `false`; no string and no number counts as one.
  package mutating func readBool() throws(JSONTextError) -> Bool {
    try expect(.bool)
    let value = bytes[offset] == UInt8(ascii: "t")
    try scanWord(value ? "true" : "false")
    return value
  }

  /// Reads `null`; any other value is refused and stays unread.
  package mutating func readNull() throws(JSONTextError) {
    try expect(.null)
    try scanWord("null")
  }

  /// Checks that nothing but white space follows.
  package mutating func expectEnd() throws(JSONTextError) {
    skipWhitespace()
    guard offset == bytes.count else {
      throw JSONTextError(.trailingContent(JSONTextError.Found(in: bytes, at: offset)), at: offset)
    }
  }

  @inline(__always)
  private mutating func expect(_ expected: JSONKind) throws(JSONTextError) {
    let found = try nextKind()
    guard found == expected else {
      throw JSONTextError(.wrongKind(expected: expected, found: found), at: offset)
    }
  }

  @inline(__always)
  private mutating func consume(
    _ byte: UInt8, expecting expected: JSONTextError.Expectation
  ) throws(JSONTextError) {
    guard offset < bytes.count else { throw unexpectedEnd(expected) }
    guard bytes[offset] == byte else { throw unexpectedByte(expected) }
    offset &+= 1
  }

  @inline(__always)
  private mutating func descend() throws(JSONTextError) {
    guard depth < maximumDepth else {
      throw JSONTextError(.tooDeep(limit: maximumDepth), at: offset)
    }
    depth += 1
    offset &+= 1
    isFirst = true
  }

  private mutating func ascend() {
    depth -= 1
    offset &+= 1
  }
}
