/// The members of an object in the order of the text; no key occurs twice.
package struct JSONObject: Sendable, Equatable {
  /// In the order of the text, the keys with their escapes decoded.
  package var members: [(key: String, value: JSONValue)]

  /// Takes members in their order; that no key occurs twice is for the caller to see to.
  package init(_ members: [(key: String, value: JSONValue)] = []) {
    self.members = members
  }

  /// The value of the key with exactly these UTF-8 bytes.
  ///
  /// `String`'s own equality would take composed and decomposed characters for the same. Looks
  /// through the members one by one.
  package subscript(key: String) -> JSONValue? {
    var key = key
    return key.withUTF8 { wanted in
      for place in members.indices where members[place].key.utf8.count == wanted.count {
        var key = members[place].key
        if key.withUTF8({ $0.elementsEqual(wanted) }) { return members[place].value }
      }
      return nil
    }
  }

  /// Whether both have the same members in the same order, keys compared by bytes.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) { left, right in
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }
}
