import JSONText
import JobModel

/// A `metadata` object that was found right, where it stands in its line.
struct MetadataText {
  /// The object's text.
  var text: UnsafeBufferPointer<UInt8>
  /// Whether it has members beside `reference_urls`.
  var hasOtherMembers: Bool

  /// The members beside `reference_urls`, as they were written.
  func otherMembers() -> [RawMember] {
    guard hasOtherMembers else { return [] }
    return ObjectMembers.read(text).filter { !$0.key.utf8.elementsEqual("reference_urls".utf8) }
  }

  /// The members beside `reference_urls`; `nil` when there are none.
  func otherValues() -> JSONObject? {
    hasOtherMembers ? Self.values(otherMembers()) : nil
  }

  /// The values of members that were found right when they were read.
  static func values(_ members: [RawMember]) -> JSONObject {
    JSONObject(
      members.map { member in
        do {
          return (member.key, try JSONValue.parse(member.value.text.utf8))
        } catch {
          preconditionFailure("metadata was checked when it was read: \(error)")
        }
      })
  }
}

/// Takes apart an object that was found right before.
enum ObjectMembers {
  static func read(_ object: UnsafeBufferPointer<UInt8>) -> [RawMember] {
    var reader = JSONReader(object)
    var members: [RawMember] = []
    do {
      try reader.beginObject()
      while let key = try reader.nextKey() {
        let value = RawJSON(validated: try reader.readRawText())
        members.append(RawMember(key: key.text, value: value))
      }
    } catch {
      preconditionFailure("the object was checked when it was read: \(error)")
    }
    return members
  }
}
