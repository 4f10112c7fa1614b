extension JSONReader {
  /// Reads a value of any kind without keeping it, and answers where it stands.
  ///
  /// Everything inside is checked as strictly as if it had been read.
  package mutating func skipValue() throws(JSONTextError) -> Range<Int> {
    let kind = try nextKind()
    let start = offset
    try skip(kind)
    return start..<offset
  }

  /// Recursion is as deep as the text, which the depth limit bounds.
  private mutating func skip(_ kind: JSONKind) throws(JSONTextError) {
    switch kind {
    case .object:
      try beginObject()
      while try nextKey() != nil { try skip(try nextKind()) }
    case .array:
      try beginArray()
      while try nextElement() { try skip(try nextKind()) }
    case .string: _ = try scanString()
    case .number: try scanNumber()
    case .bool: _ = try readBool()
    case .null: try readNull()
    }
  }

  /// Reads a value of any kind with all that is in it.
  package mutating func readValue() throws(JSONTextError) -> JSONValue {
    switch try peekKind() {
    case .object:
      var members: [(key: String, value: JSONValue)] = []
      try beginObject()
      while let key = try nextKey() {
        if members.isEmpty { members.reserveCapacity(8) }
        members.append((key.text, try readValue()))
      }
      return .object(JSONObject(members))
    case .array:
      var elements: [JSONValue] = []
      try beginArray()
      while try nextElement() { elements.append(try readValue()) }
      return .array(elements)
    case .string: return .string(try readString().text)
    case .number: return .number(try readNumber())
    case .bool: return .bool(try readBool())
    case .null:
      try readNull()
      return .null
    }
  }

  /// Reads a value of any kind and answers its text as it was written, without the white space
  /// around it.
  package mutating func readRawText() throws(JSONTextError) -> String {
    text(in: try skipValue())
  }

  /// The text of a part that has been read, such as a range that ``skipValue()`` answered.
  package func text(in range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
