/// The members of an object in the order of the text; no key occurs twice.
package struct JSONObject: Sendable, Equatable {
  package var members: [(key: String, value: JSONValue)]

  package init(_ members: [(key: String, value: JSONValue)] = []) {
    self.members = members
  }

  /// The value of the key with exactly these UTF-8 bytes.
  ///
  /// `String`'s own equality would take composed and decomposed characters for the same. Looks
  /// through the members one by one.
  package subscript(key: String) -> JSONValue? {
    let count = key.utf8.count
    return members.first {
      $0.key.utf8.count == count && $0.key.utf8.elementsEqual(key.utf8)
    }?.value
  }

  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) { left, right in
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }
}
