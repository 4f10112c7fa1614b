import JSONText
import JobModel

/// Puts a job's labels over the defaults', key by key.
enum LabelMerging {
  /// Keys of the defaults keep their place; new ones follow. Values stay as they were written.
  ///
  /// - Parameters: the texts of two objects that were found right.
  static func merge(
    _ labels: UnsafeBufferPointer<UInt8>, over defaults: UnsafeBufferPointer<UInt8>
  ) -> RawJSON {
    var merged = ObjectMembers.read(defaults)
    for member in ObjectMembers.read(labels) {
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
}
