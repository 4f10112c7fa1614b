/// Writes JSON into a buffer: one line, no white space, commas where they belong.
///
/// Strings are escaped minimally: `"`, `\` and the control characters below 0x20, the latter as
/// `\b`, `\t`, `\n`, `\f`, `\r` or `\u00xx`; everything else is raw UTF-8. What is written is
/// valid as long as the calls are: keys and values in turn, each `begin` with its `end`.
package struct JSONWriter {
  /// What has been written so far.
  package var bytes: [UInt8] = []
  private var needsComma = false
  private var depth = 0
  /// Twice what a reader accepts, so that what was read can be written inside something else.
  private static let depthLimit = 2 * JSONReader.depthLimit

  /// Begins with an empty buffer.
  package init() {
    bytes.reserveCapacity(256)
  }

  /// Opens an object, as the next value; in it the caller writes keys and values in turn.
  ///
  /// - Precondition: fewer than 256 objects and arrays are open.
  package mutating func beginObject() { open(UInt8(ascii: "{")) }

  /// Closes the innermost object; traps when nothing is open, and looks no closer.
  package mutating func endObject() { close(UInt8(ascii: "}")) }

  /// Opens an array, as the next value.
  ///
  /// - Precondition: fewer than 256 objects and arrays are open.
  package mutating func beginArray() { open(UInt8(ascii: "[")) }

  /// Closes the innermost array; traps when nothing is open, and looks no closer.
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes a key; its value must follow.
  package mutating func key(_ key: String) {
    string(key)
    endKey()
  }

  /// Writes a key that is known when compiling and needs no escapes; its value must follow.
  @_disfavoredOverload
  package mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { text in
      assert(PlainRun.endBeforeEscape(in: text, from: 0) == text.count, "a plain name")
      bytes.append(contentsOf: text)
    }
    bytes.append(UInt8(ascii: "\""))
    endKey()
  }

  /// Writes a string in quotes, with the fewest escapes.
  package mutating func string(_ text: String) {
    separate()
    StringEscaping.append(text, to: &bytes)
  }

  /// Writes a string as it was meant in the text it was read from.
  package mutating func string(_ slice: JSONStringSlice) {
    guard !slice.hasEscapes else {
      separate()
      slice.withDecodedUTF8 { StringEscaping.append($0, to: &bytes) }
      return
    }
    // What was written without an escape needs none here.
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: slice.rawBytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a whole number in decimal digits, however large it is.
  package mutating func int(_ value: some BinaryInteger) { raw(String(value)) }

  /// Writes the shortest text that reads back as the same value, which must be finite.
  package mutating func double(_ value: Double) {
    precondition(value.isFinite, "JSON has no infinite numbers")
    raw(value.description)
  }

  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  /// Writes `null`.
  package mutating func null() { raw("null") }

  /// Writes a text that is a valid JSON value already.
  package mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a value with all that is in it.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number): raw(number.text)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let object):
      beginObject()
      for member in object.members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func open(_ bracket: UInt8) {
    precondition(depth < Self.depthLimit, "nested too deeply to be read back")
    separate()
    bytes.append(bracket)
    depth += 1
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    precondition(depth > 0, "an end without its beginning")
    bytes.append(bracket)
    depth -= 1
    needsComma = true
  }
}
