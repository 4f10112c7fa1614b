/// Members in one call; their keys are known when compiling and need no escapes.
extension JSONWriter {
  /// Writes a member that is a string.
  package mutating func member(_ key: StaticString, _ text: String) {
    self.key(key)
    string(text)
  }

  /// Writes a member that is a whole number.
  package mutating func member(_ key: StaticString, _ value: some BinaryInteger) {
    self.key(key)
    int(value)
  }

  /// Writes a member that is a number.
  ///
  /// - Parameter value: finite.
  package mutating func member(_ key: StaticString, _ value: Double) {
    self.key(key)
    double(value)
  }

  /// Writes a member that is `true` or `false`.
  package mutating func member(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// Writes a member whose value is JSON text already.
  ///
  /// - Parameter text: a valid JSON value.
  package mutating func memberRaw(_ key: StaticString, _ text: String) {
    self.key(key)
    raw(text)
  }

  /// Writes a member that is there and `null`.
  package mutating func memberNull(_ key: StaticString) {
    self.key(key)
    null()
  }
}
