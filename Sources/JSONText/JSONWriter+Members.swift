extension JSONWriter {
  package mutating func member(_ key: StaticString, _ text: String) {
    self.key(key)
    string(text)
  }

  package mutating func member(_ key: StaticString, _ value: some BinaryInteger) {
    self.key(key)
    int(value)
  }

  /// - Parameter value: finite.
  package mutating func member(_ key: StaticString, _ value: Double) {
    self.key(key)
    double(value)
  }

  package mutating func member(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  package mutating func member(_ key: StaticString, _ value: JSONValue) {
    self.key(key)
    self.value(value)
  }

  /// - Parameter text: a valid JSON value already.
  package mutating func memberRaw(_ key: StaticString, _ text: String) {
    self.key(key)
    raw(text)
  }

  package mutating func memberNull(_ key: StaticString) {
    self.key(key)
    null()
  }
}
