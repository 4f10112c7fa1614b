import JSONText
import JobModel

/// The members of a record of ours, read with their expected types.
///
/// Every call throws ``MalformedRecord`` naming the member when it is missing or of another
/// type; the `optional…` calls answer `nil` when it is missing or `null`.
package struct RecordMembers {
  private let value: RecordValue

  /// The members of a value in place; good as long as its text is.
  ///
  /// - Throws: ``MalformedRecord`` of `{}` when the value is no object.
  package init(_ value: RecordValue) throws(MalformedRecord) {
    guard value.place.kind == .object else { throw MalformedRecord(member: "{}") }
    self.value = value
  }

  /// The members of a value that was read before.
  package init(_ value: JSONValue) throws(MalformedRecord) {
    try self.init(RecordValue(value))
  }

  /// A string with its escapes resolved; may be empty.
  package func text(_ name: StaticString) throws(MalformedRecord) -> String {
    try required(optionalText(name), name)
  }

  /// A string, or `nil` where the member is missing or `null`.
  package func optionalText(_ name: StaticString) throws(MalformedRecord) -> String? {
    try optional(name) { $0.string }
  }

  /// A whole number that fits, however it is spelled: `5.0` and `5e0` are 5.
  package func integer(_ name: StaticString) throws(MalformedRecord) -> Int {
    try required(optionalInteger(name), name)
  }

  /// A whole number, or `nil` where the member is missing or `null`; a fraction is malformed.
  package func optionalInteger(_ name: StaticString) throws(MalformedRecord) -> Int? {
    try optional(name) { $0.place.int.flatMap { Int(exactly: $0) } }
  }

  /// The nearest binary floating-point value of a number; one past the largest is malformed.
  package func number(_ name: StaticString) throws(MalformedRecord) -> Double {
    try required(optional(name) { $0.place.double }, name)
  }

  /// Seconds with three digits after the point, as exact milliseconds: whatever
  /// ``JSONText/JSONWriter/memberSeconds(_:milliseconds:)`` wrote.
  package func milliseconds(_ name: StaticString) throws(MalformedRecord) -> Int64 {
    let read = try optional(name) { value in
      guard let digits = value.place.number, let point = digits.firstIndex(of: UInt8(ascii: ".")),
        digits.count - point == 4
      else { return Int64?.none }
      let whole = Array(digits[..<point]) + digits[(point + 1)...]
      return Int64(String(decoding: whole, as: UTF8.self))
    }
    return try required(read, name)
  }

  /// `true` or `false`; no other value counts as either.
  package func bool(_ name: StaticString) throws(MalformedRecord) -> Bool {
    try required(optionalBool(name), name)
  }

  /// `true` or `false`, or `nil` where the member is missing or `null`.
  package func optionalBool(_ name: StaticString) throws(MalformedRecord) -> Bool? {
    try optional(name) { $0.place.bool }
  }

  /// A moment in the one form that we write: `2026-11-23T02:00:01.120Z`.
  package func timestamp(_ name: StaticString) throws(MalformedRecord) -> Timestamp {
    try required(optionalTimestamp(name), name)
  }

  /// A moment in that form, or `nil` where the member is missing or `null`.
  package func optionalTimestamp(_ name: StaticString) throws(MalformedRecord) -> Timestamp? {
    try optional(name) { value in
      value.place.string.flatMap { $0.withDecodedUTF8 { Timestamp(utf8: $0) } }
    }
  }

  /// An exact amount; `null`, but not a missing member, is an unknown one.
  package func money(_ name: StaticString) throws(MalformedRecord) -> Money? {
    guard value[name] != nil else { throw malformed(name) }
    return try optional(name) { $0.place.number.flatMap { Money(utf8: $0) } }
  }

  /// The strings of an array, in their order; none when it is missing or `null`.
  package func texts(_ name: StaticString) throws(MalformedRecord) -> [String] {
    try elements(name).map { element throws(MalformedRecord) in
      try required(element.string, name)
    }
  }

  /// The elements of an array; none when it is missing.
  package func elements(_ name: StaticString) throws(MalformedRecord) -> [RecordValue] {
    try optional(name) { $0.elements } ?? []
  }

  /// The members of an object inside, when there is one.
  package func members(_ name: StaticString) throws(MalformedRecord) -> RecordMembers? {
    guard let inner = value[name], !inner.isNull else { return nil }
    return try RecordMembers(inner)
  }

  /// A raw value of an enum of texts; another text is an unknown word.
  package func choice<Choice: RawRepresentable<String>>(
    _ name: StaticString, _: Choice.Type = Choice.self
  ) throws(MalformedRecord) -> Choice {
    guard let choice = Choice(rawValue: try text(name)) else {
      throw MalformedRecord(member: "\(name)", isUnknownWord: true)
    }
    return choice
  }

  @inline(__always)
  private func optional<Value>(
    _ name: StaticString, _ read: (RecordValue) -> Value?
  ) throws(MalformedRecord) -> Value? {
    guard let member = value[name], !member.isNull else { return nil }
    return try required(read(member), name)
  }

  @inline(__always)
  private func required<Value>(
    _ value: Value?, _ name: StaticString
  ) throws(MalformedRecord) -> Value {
    guard let value else { throw malformed(name) }
    return value
  }

  @inline(never)
  private func malformed(_ name: StaticString) -> MalformedRecord {
    MalformedRecord(member: "\(name)")
  }
}
