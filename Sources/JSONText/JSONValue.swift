/// A JSON value with all that is in it; keys keep their order, numbers their spelling.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// Reads a text that is one value and nothing else.
  ///
  /// - Throws: ``JSONTextError`` for whatever ``JSONReader`` refuses.
  package static func parse(
    _ bytes: some Sequence<UInt8>, maximumDepth: Int = JSONReader.depthLimit
  ) throws(JSONTextError) -> JSONValue {
    // The standard library passes only untyped errors through, hence the result.
    let result = bytes.withContiguousStorageIfAvailable { buffer in
      read(buffer, maximumDepth: maximumDepth)
    }
    if let result { return try result.get() }
    return try Array(bytes).withUnsafeBufferPointer { read($0, maximumDepth: maximumDepth) }.get()
  }

  private static func read(
    _ buffer: UnsafeBufferPointer<UInt8>, maximumDepth: Int
  ) -> Result<JSONValue, JSONTextError> {
    Result { () throws(JSONTextError) in
      var reader = JSONReader(buffer, maximumDepth: maximumDepth)
      let value = try reader.readValue()
      try reader.expectEnd()
      return value
    }
  }
}

extension JSONValue {
  /// Whether it is `null`; a member that is missing is no value at all.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// `nil` for anything but `true` and `false`.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// A number as it was written; `nil` for anything else.
  package var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The value of a whole number that fits, however it is spelled.
  package var int: Int64? { number?.int64 }

  /// A string with its escapes decoded; `nil` for anything else.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements of an array in their order; `nil` for anything else.
  package var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object in their order; `nil` for anything else.
  package var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// A member, when this is an object that has it.
  package subscript(key: String) -> JSONValue? { object?[key] }
}

/// Equal means written alike but for white space and escapes: strings by bytes, numbers by their
/// spelling, members in their order.
extension JSONValue: Equatable {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}
