// The tokens: each call begins at the token's first byte and ends behind its last one.
//
// What only looks at the bytes is static: the reader is large, and passing it on would copy it.

extension JSONReader {
  @inline(__always)
  mutating func skipWhitespace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return
      }
      offset &+= 1
    }
  }

  /// The kind that the byte at `offset`, which is in bounds, begins.
  @inline(__always)
  func kind(expecting expected: JSONTextError.Expectation) throws(JSONTextError) -> JSONKind {
    switch bytes[offset] {
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw Self.noValue(expected, in: bytes, at: offset)
    }
  }

  mutating func scanString() throws(JSONTextError) -> JSONStringSlice {
    let start = offset &+ 1
    var index = start
    var hasEscapes = false
    while true {
      index = PlainRun.end(in: bytes, from: index)
      guard index < bytes.count else {
        throw JSONTextError(.unexpectedEnd(expected: .endOfString), at: index)
      }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        let content = UnsafeBufferPointer(rebasing: bytes[start..<index])
        let slice = JSONStringSlice(content, offset: offset, hasEscapes: hasEscapes)
        offset = index &+ 1
        return slice
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index = try Self.endOfEscape(in: bytes, at: index)
      case 0x00..<0x20:
        throw JSONTextError(.controlCharacter(bytes[index]), at: index)
      default:
        repeat {
          let length = UTF8Sequence.length(in: bytes, at: index)
          guard length > 0 else { throw JSONTextError(.invalidUTF8, at: index) }
          index &+= length
        } while index < bytes.count && bytes[index] >= 0x80
      }
    }
  }

  private static func endOfEscape(
    in bytes: UnsafeBufferPointer<UInt8>, at backslash: Int
  ) throws(JSONTextError) -> Int {
    let index = backslash &+ 1
    guard index < bytes.count else {
      throw JSONTextError(.unexpectedEnd(expected: .escapedCharacter), at: index)
    }
    switch bytes[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return index &+ 1
    case UInt8(ascii: "u"):
      return try endOfUnicodeEscape(in: bytes, at: backslash)
    default:
      throw JSONTextError(.badEscape(JSONTextError.Found(in: bytes, at: index)), at: backslash)
    }
  }

  /// The end of a `\uXXXX`, or of the pair of them that a character above U+FFFF needs.
  private static func endOfUnicodeEscape(
    in bytes: UnsafeBufferPointer<UInt8>, at backslash: Int
  ) throws(JSONTextError) -> Int {
    let end = backslash &+ 6
    switch try codeUnit(in: bytes, at: backslash &+ 2) {
    case 0xD800..<0xDC00:
      guard bytes.count &- end >= 2, bytes[end] == UInt8(ascii: "\\"),
        bytes[end &+ 1] == UInt8(ascii: "u"),
        try (0xDC00..<0xE000).contains(codeUnit(in: bytes, at: end &+ 2))
      else { throw JSONTextError(.loneSurrogate, at: backslash) }
      return end &+ 6
    case 0xDC00..<0xE000:
      throw JSONTextError(.loneSurrogate, at: backslash)
    default:
      return end
    }
  }

  private static func codeUnit(
    in bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) throws(JSONTextError) -> UInt32 {
    var unit: UInt32 = 0
    for index in start..<(start &+ 4) {
      guard index < bytes.count else {
        throw JSONTextError(.unexpectedEnd(expected: .hexDigit), at: index)
      }
      guard let digit = EscapeDecoding.hexValue(bytes[index]) else {
        throw JSONTextError(
          .unexpectedByte(JSONTextError.Found(in: bytes, at: index), expected: .hexDigit),
          at: index)
      }
      unit = unit &<< 4 | digit
    }
    return unit
  }

  mutating func scanNumber() throws(JSONTextError) {
    if bytes[offset] == UInt8(ascii: "-") { offset &+= 1 }
    let first = offset
    try scanDigits()
    guard bytes[first] != UInt8(ascii: "0") || offset == first &+ 1 else {
      throw JSONTextError(.leadingZero, at: first)
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset &+= 1
      try scanDigits()
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset &+= 1
      if offset < bytes.count,
        bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
      {
        offset &+= 1
      }
      try scanDigits()
    }
  }

  private mutating func scanDigits() throws(JSONTextError) {
    let start = offset
    while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
    guard offset > start else {
      throw offset < bytes.count ? unexpectedByte(.digit) : unexpectedEnd(.digit)
    }
  }

  mutating func scanWord(_ word: StaticString) throws(JSONTextError) {
    let count = word.utf8CodeUnitCount
    guard bytes.count &- offset >= count else { throw Self.noValue(.value, in: bytes, at: offset) }
    for index in 0..<count where bytes[offset &+ index] != word.utf8Start[index] {
      throw Self.noValue(.value, in: bytes, at: offset)
    }
    offset &+= count
  }

  // Errors are made out of line, so that the paths of valid texts stay short.

  @inline(__always)
  func unexpectedByte(_ expected: JSONTextError.Expectation) -> JSONTextError {
    Self.unexpectedByte(expected, in: bytes, at: offset)
  }

  @inline(__always)
  func unexpectedEnd(_ expected: JSONTextError.Expectation) -> JSONTextError {
    JSONTextError(.unexpectedEnd(expected: expected), at: bytes.count)
  }

  @inline(never)
  private static func unexpectedByte(
    _ expected: JSONTextError.Expectation, in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> JSONTextError {
    let found = JSONTextError.Found(in: bytes, at: offset)
    return JSONTextError(.unexpectedByte(found, expected: expected), at: offset)
  }

  /// The complaint about a byte that begins no value.
  @inline(never)
  private static func noValue(
    _ expected: JSONTextError.Expectation, in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> JSONTextError {
    let rest = bytes[offset...]
    if offset == 0, rest.starts(with: [0xEF, 0xBB, 0xBF]) {
      return JSONTextError(.byteOrderMark, at: 0)
    }
    let word = rest.prefix(20).prefix { 0x61...0x7A ~= $0 | 0x20 }
    guard word.isEmpty else {
      return JSONTextError(.unknownWord(String(decoding: word, as: UTF8.self)), at: offset)
    }
    return unexpectedByte(expected, in: bytes, at: offset)
  }
}
