/// Where in a line a member stands, which decides what it may be called.
enum FieldPlace {
  /// At the top of a line.
  case line
  /// In the `body` of the second shape.
  case body
  /// In a line's `defaults`.
  case defaults

  var allowed: FieldSet {
    switch self {
    case .line: .line
    case .body: .request
    case .defaults: .defaults
    }
  }

  /// How a field's name is shown in a message.
  func path(_ name: String) -> String {
    switch self {
    case .line: name
    case .body: "body.\(name)"
    case .defaults: "defaults.\(name)"
    }
  }
}
