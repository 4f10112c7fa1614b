import JSONText
import JobModel

/// Puts a job's labels over the defaults', key by key.
enum LabelMerging {
  /// Keys of the defaults keep their place; new ones follow. Values stay as they were written.
  static func merge(_ labels: RawJSON, over defaults: RawJSON) -> RawJSON {
    var merged = members(of: defaults)
    for member in members(of: labels) {
      let place = merged.firstIndex { $0.key.utf8.elementsEqual(member.key.utf8) }
      if let place { merged[place] = member } else { merged.append(member) }
    }
    var writer = JSONWriter()
    writer.beginObject()
    for member in merged {
      writer.key(member.key)
      writer.raw(member.value.text)
    }
    writer.endObject()
    return RawJSON(validated: String(decoding: writer.bytes, as: UTF8.self))
  }

  private static func members(of object: RawJSON) -> [RawMember] {
    Array(object.text.utf8).withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      var members: [RawMember] = []
      do {
        try reader.beginObject()
        while let key = try reader.nextKey() {
          let value = RawJSON(validated: try reader.readRawText())
          members.append(RawMember(key: key.text, value: value))
        }
      } catch {
        preconditionFailure("labels were checked when they were read: \(error)")
      }
      return members
    }
  }
}
