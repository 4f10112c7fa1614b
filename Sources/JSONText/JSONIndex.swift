/// The values of a JSON text in one flat list: read once and strictly, then looked at in place.
///
/// For many texts of which most members are wanted: where ``JSONValue`` makes a tree, this fills
/// the same list again and again. A ``JSONPlace`` is good until the next text is read.
package final class JSONIndex {
  /// A value of the text; what is in it follows it.
  struct Entry {
    /// The key as written, without its quotes; empty for what is no member.
    var keyStart: UInt32
    var keyCount: UInt32
    /// The value as written; a string without its quotes.
    var start: UInt32
    var count: UInt32
    /// The entry after the last one that is in this.
    var next: UInt32
    /// Of an object, the member after the one that was found last: members are mostly asked for in
    /// the order of the text.
    var hint: UInt32
    var kind: JSONKind
    var keyHasEscapes: Bool
    var hasEscapes: Bool
  }

  /// Entries that there is room for at first.
  private static let firstCapacity = 128

  private var entries = UnsafeMutablePointer<Entry>.allocate(capacity: firstCapacity)
  private var capacity = firstCapacity
  private var count = 0

  /// Makes room for 128 values; it grows with the largest text and stays so.
  package init() {}

  deinit {
    entries.deallocate()
  }

  /// Reads a text that is one value and nothing else, of less than 4 GiB.
  ///
  /// - Returns: the value; the bytes and this list must outlive it.
  /// - Throws: ``JSONTextError`` for whatever ``JSONReader`` refuses.
  package func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONTextError) -> JSONPlace {
    precondition(bytes.count < UInt32.max, "such a text is not indexed")
    count = 0
    var reader = JSONReader(bytes)
    try add(&reader, key: nil)
    try reader.expectEnd()
    return JSONPlace(bytes, entries, 0)
  }

  /// Recursion is as deep as the text, which the reader's limit bounds.
  private func add(_ reader: inout JSONReader, key: JSONStringSlice?) throws(JSONTextError) {
    let kind = try reader.nextKind()
    let place = count
    if count == capacity { grow() }
    count &+= 1
    var start = reader.offset
    var end: Int?
    var hasEscapes = false
    switch kind {
    case .object:
      try reader.beginObject()
      while let key = try reader.nextKey() { try add(&reader, key: key) }
    case .array:
      try reader.beginArray()
      while try reader.nextElement() { try add(&reader, key: nil) }
    case .string:
      let slice = try reader.scanString()
      start &+= 1
      end = start &+ slice.rawBytes.count
      hasEscapes = slice.hasEscapes
    case .number: try reader.scanNumber()
    case .bool: _ = try reader.readBool()
    case .null: try reader.readNull()
    }
    entries[place] = Entry(
      keyStart: UInt32(truncatingIfNeeded: key.map { $0.offset &+ 1 } ?? 0),
      keyCount: UInt32(truncatingIfNeeded: key?.rawBytes.count ?? 0),
      start: UInt32(truncatingIfNeeded: start),
      count: UInt32(truncatingIfNeeded: (end ?? reader.offset) &- start),
      next: UInt32(truncatingIfNeeded: count), hint: UInt32(truncatingIfNeeded: place &+ 1),
      kind: kind,
      keyHasEscapes: key?.hasEscapes ?? false, hasEscapes: hasEscapes)
  }

  @inline(never)
  private func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * capacity)
    larger.update(from: entries, count: count)
    entries.deallocate()
    entries = larger
    capacity *= 2
  }
}
