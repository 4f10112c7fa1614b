import JobModel

/// Remembers in which line a key of 128 bits was seen first, in 20 bytes a key and free room.
///
/// The keys are hashes, so a false answer is as likely as a collision of 128 bits. Open
/// addressing in 64 parts, which grow one by one: the peak of memory stays near the need.
struct FirstLines {
  struct Key: Hashable {
    var high: UInt64
    var low: UInt64
  }

  private struct Part {
    var keys: [Key] = []
    /// 0 marks a free place.
    var lines: [UInt32] = []
    var count = 0
  }

  private var parts = [Part](repeating: Part(), count: 64)

  /// The line that had the key first, or `nil` when that is this one, which is then remembered.
  ///
  /// - Parameter line: at least 1; lines beyond four thousand million are remembered as the last.
  mutating func insert(_ key: Key, line: Int) -> Int? {
    let number = UInt32(clamping: max(1, line))
    return parts.withUnsafeMutableBufferPointer { parts in
      Self.insert(key, number, into: &parts[Int(key.high >> 58)])
    }
  }

  private static func insert(_ key: Key, _ line: UInt32, into part: inout Part) -> Int? {
    if part.count &* 4 >= part.keys.count &* 3 { grow(&part) }
    let mask = part.keys.count &- 1
    var place = Int(truncatingIfNeeded: key.low) & mask
    while part.lines[place] != 0 {
      if part.keys[place] == key { return Int(part.lines[place]) }
      place = (place &+ 1) & mask
    }
    part.keys[place] = key
    part.lines[place] = line
    part.count &+= 1
    return nil
  }

  private static func grow(_ part: inout Part) {
    let old = part
    let capacity = max(64, old.keys.count * 2)
    part = Part(
      keys: [Key](repeating: Key(high: 0, low: 0), count: capacity),
      lines: [UInt32](repeating: 0, count: capacity), count: old.count)
    for index in old.keys.indices where old.lines[index] != 0 {
      var place = Int(truncatingIfNeeded: old.keys[index].low) & (capacity - 1)
      while part.lines[place] != 0 { place = (place + 1) & (capacity - 1) }
      part.keys[place] = old.keys[index]
      part.lines[place] = old.lines[index]
    }
  }
}

extension FirstLines.Key {
  /// The key of an id: two hashes of its bytes, seeded anew in every process.
  init(hashing id: JobID) {
    var text = id.text
    (high, low) = text.withUTF8 { bytes in
      var first = Hasher()
      first.combine(bytes: UnsafeRawBufferPointer(bytes))
      var second = first
      second.combine(1)
      return (
        UInt64(truncatingIfNeeded: first.finalize()), UInt64(truncatingIfNeeded: second.finalize())
      )
    }
  }
}
