/// The six kinds of JSON value.
package enum JSONKind: Sendable, Equatable, CustomStringConvertible {
  case object, array, string, number, bool, null

  /// The kind with its article, for messages: `a string`.
  package var description: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .bool: "true or false"
    case .null: "null"
    }
  }
}
