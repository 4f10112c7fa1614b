import JSONText

/// Reads the texts of many records, one after the other, with the same memory.
package final class RecordText {
  private let index = JSONIndex()
  fileprivate let texts = SharedTexts()
  /// A text of its own that the members are in, when it was made here.
  private let own: UnsafeBufferPointer<UInt8>

  /// Memory for texts to come; keep it, so that equal texts of different records share theirs.
  package init() {
    own = UnsafeBufferPointer(start: nil, count: 0)
  }

  deinit {
    own.deallocate()
  }

  /// Reads a text that is one record.
  ///
  /// - Parameter bytes: must outlive the members, which are good until the next text is read.
  /// - Throws: ``JSONTextError`` or ``MalformedRecord``.
  package func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> RecordMembers {
    try RecordMembers(RecordValue(try index.read(bytes), self))
  }

  /// The text of bytes that stand for themselves and are valid UTF-8; what many records have in
  /// common shares one copy.
  package func text(plain bytes: UnsafeBufferPointer<UInt8>) -> String {
    texts.text(plain: bytes)
  }

  /// Holds a value that was read before; see ``RecordMembers/init(_:)``.
  fileprivate init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    own = UnsafeBufferPointer(copy)
  }

  fileprivate func value() throws(JSONTextError) -> RecordValue {
    RecordValue(try index.read(own), self)
  }
}

/// A value in the text of a record.
package struct RecordValue {
  let place: JSONPlace
  let text: RecordText

  fileprivate init(_ place: JSONPlace, _ text: RecordText) {
    self.place = place
    self.text = text
  }

  /// A value that was read before.
  init(_ value: JSONValue) throws(MalformedRecord) {
    var writer = JSONWriter()
    writer.value(value)
    do throws(JSONTextError) {
      self = try RecordText(copying: writer.bytes).value()
    } catch {
      throw MalformedRecord(member: "{}")
    }
  }

  var isNull: Bool { place.isNull }

  /// A string; texts that many records have in common share one copy.
  var string: String? { place.string.map { text.texts.text($0) } }

  /// The elements of an array.
  var elements: [RecordValue]? { place.elements.map { $0.map { RecordValue($0, text) } } }

  /// A member, when this is an object that has it.
  subscript(name: StaticString) -> RecordValue? {
    place[name].map { RecordValue($0, text) }
  }
}
