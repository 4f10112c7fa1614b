/// Why a text is not the JSON that was asked for, and where.
package struct JSONTextError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong; where a case does not say more, the offset is that of its first byte.
  package enum Cause: Sendable, Equatable {
    /// A byte that cannot stand here.
    case unexpectedByte(Found, expected: Expectation)
    /// The text ends too early.
    case unexpectedEnd(expected: Expectation)
    /// A word that is none of `true`, `false` and `null`; its first 20 bytes.
    case unknownWord(String)
    /// A byte-order mark, which JSON does not allow.
    case byteOrderMark
    /// An overlong, cut, surrogate or otherwise ill-formed UTF-8 sequence; the offset is its
    /// first byte's.
    case invalidUTF8
    /// Half of a `\u` pair; the offset is its backslash's.
    case loneSurrogate
    /// A backslash before a byte that it does not escape; the offset is the backslash's.
    case badEscape(Found)
    /// A byte below 0x20 inside a string.
    case controlCharacter(UInt8)
    /// A number such as `012`.
    case leadingZero
    /// A key that the same object has already, also when it is spelled otherwise; the offset is
    /// the second key's.
    case duplicateKey(String)
    /// More open objects and arrays than the reader allows.
    case tooDeep(limit: Int)
    /// Something after the value.
    case trailingContent(Found)
    /// A value, well begun, of another kind; the reader still stands before it.
    case wrongKind(expected: JSONKind, found: JSONKind)
  }

  /// What could have stood at the place of a mistake.
  package enum Expectation: Sendable, Equatable {
    /// Expected between values, or where one begins.
    case value, valueOrArrayEnd, key, keyOrObjectEnd, colon, commaOrObjectEnd, commaOrArrayEnd
    /// Expected inside a number or a string.
    case digit, hexDigit, escapedCharacter, endOfString
  }

  /// What is wrong, and often what was expected.
  package var cause: Cause
  /// Bytes from the start of the text to the mistake; the column is one more.
  package var offset: Int

  package init(_ cause: Cause, at offset: Int) {
    self.cause = cause
    self.offset = offset
  }

  /// What is wrong, without the place: `expected ',' or '}', found 'x'`.
  package var description: String {
    switch cause {
    case .unexpectedByte(let found, let expected): "expected \(expected), found \(found)"
    case .unexpectedEnd(let expected): "expected \(expected), found the end of the text"
    case .unknownWord(let word): "expected a value, found the word \(word)"
    case .byteOrderMark: "a byte-order mark cannot stand here"
    case .invalidUTF8: "invalid UTF-8"
    case .loneSurrogate: "half of a surrogate pair in a \\u escape"
    case .badEscape(let found): "a backslash cannot stand before \(found)"
    case .controlCharacter(let byte):
      "control character \(Found(byte)) in a string; write it as an escape"
    case .leadingZero: "a number cannot begin with a superfluous 0"
    case .duplicateKey(let key): "key \"\(key)\" stands here for the second time"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .trailingContent(let found): "expected the end of the text, found \(found)"
    case .wrongKind(let expected, let found): "expected \(expected), found \(found)"
    }
  }
}

extension JSONTextError.Expectation: CustomStringConvertible {
  /// The words for a message, after `expected`: `',' or '}'`.
  package var description: String {
    switch self {
    case .value: "a value"
    case .valueOrArrayEnd: "a value or ']'"
    case .key: "a key in double quotes"
    case .keyOrObjectEnd: "a key in double quotes or '}'"
    case .colon: "':'"
    case .commaOrObjectEnd: "',' or '}'"
    case .commaOrArrayEnd: "',' or ']'"
    case .digit: "a digit"
    case .hexDigit: "a hexadecimal digit"
    case .escapedCharacter: "an escaped character"
    case .endOfString: "'\"' at the end of a string"
    }
  }
}
