/// The one text that all spellings of a value share, meant for hashing.
///
/// - No white space; the keys of every object sorted by their UTF-8 bytes.
/// - Strings as ``JSONWriter`` writes them, without any Unicode normalization.
/// - Numbers as in ``JSONNumber/canonical``: exact, `1.0`, `1e0` and `10e-1` alike.
///
/// Hashes of this form are kept for years: it must never change.
///
/// `{"b":[1.50,"é"], "a":1e2}` becomes `{"a":1e2,"b":[15e-1,"é"]}`.
package enum CanonicalJSON {
  /// The canonical text of a value: UTF-8, without a line end.
  package static func encode(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.bytes
  }

  /// Writes a value in canonical form into something larger.
  package static func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value {
    case .null, .bool, .string: writer.value(value)
    case .number(let number): writer.raw(number.canonical)
    case .array(let elements):
      writer.beginArray()
      for element in elements { write(element, to: &writer) }
      writer.endArray()
    case .object(let object):
      writer.beginObject()
      writeMembers(object, to: &writer)
      writer.endObject()
    }
  }

  /// Writes the members of an object, sorted, into one that is open.
  package static func writeMembers(_ object: JSONObject, to writer: inout JSONWriter) {
    let sorted = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for member in sorted {
      writer.key(member.key)
      write(member.value, to: &writer)
    }
  }
}
