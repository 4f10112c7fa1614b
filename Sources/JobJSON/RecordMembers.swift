import JSONText
import JobModel

/// The members of a record of ours, read with their expected types.
///
/// Every call throws ``MalformedRecord`` naming the member when it is missing or of another
/// type; the `optional…` calls answer `nil` when it is missing or `null`.
package struct RecordMembers: Sendable {
  private let object: JSONObject

  package init(_ value: JSONValue) throws(MalformedRecord) {
    guard let object = value.object else { throw MalformedRecord(member: "{}") }
    self.object = object
  }

  package func text(_ name: String) throws(MalformedRecord) -> String {
    try required(optionalText(name), name)
  }

  package func optionalText(_ name: String) throws(MalformedRecord) -> String? {
    try optional(name) { $0.string }
  }

  package func integer(_ name: String) throws(MalformedRecord) -> Int {
    try required(optionalInteger(name), name)
  }

  package func optionalInteger(_ name: String) throws(MalformedRecord) -> Int? {
    try optional(name) { $0.int.flatMap { Int(exactly: $0) } }
  }

  package func number(_ name: String) throws(MalformedRecord) -> Double {
    try required(optional(name) { $0.number?.double }, name)
  }

  /// Seconds with three digits after the point, as exact milliseconds: whatever
  /// ``JSONText/JSONWriter/memberSeconds(_:milliseconds:)`` wrote.
  package func milliseconds(_ name: String) throws(MalformedRecord) -> Int64 {
    let read = try optional(name) { value in
      let parts = value.number?.text.split(separator: ".") ?? []
      return parts.count == 2 && parts[1].utf8.count == 3 ? Int64(parts[0] + parts[1]) : nil
    }
    return try required(read, name)
  }

  package func bool(_ name: String) throws(MalformedRecord) -> Bool {
    try required(optionalBool(name), name)
  }

  package func optionalBool(_ name: String) throws(MalformedRecord) -> Bool? {
    try optional(name) { $0.bool }
  }

  package func timestamp(_ name: String) throws(MalformedRecord) -> Timestamp {
    try required(optionalTimestamp(name), name)
  }

  package func optionalTimestamp(_ name: String) throws(MalformedRecord) -> Timestamp? {
    try optional(name) { $0.string.flatMap { Timestamp($0) } }
  }

  /// An exact amount; `null`, but not a missing member, is an unknown one.
  package func money(_ name: String) throws(MalformedRecord) -> Money? {
    guard object[name] != nil else { throw MalformedRecord(member: name) }
    return try optional(name) { $0.number.flatMap { Money($0.text) } }
  }

  package func texts(_ name: String) throws(MalformedRecord) -> [String] {
    try elements(name).map { element throws(MalformedRecord) in
      try required(element.string, name)
    }
  }

  /// The elements of an array; none when it is missing.
  package func elements(_ name: String) throws(MalformedRecord) -> [JSONValue] {
    try optional(name) { $0.array } ?? []
  }

  /// The members of an object inside, when there is one.
  package func members(_ name: String) throws(MalformedRecord) -> RecordMembers? {
    guard let value = object[name], !value.isNull else { return nil }
    return try RecordMembers(value)
  }

  /// A raw value of an enum of texts.
  package func choice<Choice: RawRepresentable<String>>(
    _ name: String, _: Choice.Type = Choice.self
  ) throws(MalformedRecord) -> Choice {
    try required(Choice(rawValue: text(name)), name)
  }

  private func optional<Value>(
    _ name: String, _ read: (JSONValue) -> Value?
  ) throws(MalformedRecord) -> Value? {
    guard let value = object[name], !value.isNull else { return nil }
    return try required(read(value), name)
  }

  private func required<Value>(_ value: Value?, _ name: String) throws(MalformedRecord) -> Value {
    guard let value else { throw MalformedRecord(member: name) }
    return value
  }
}
