/// The keys of open objects, however many; see ``OpenKeys``.
///
/// The keys of all open objects lie in one array, the innermost object's last. A small object's
/// are compared one by one, by a short hash first; a large one gets a hash table with a seed of
/// its own, so that no text can make it slow.
struct ManyKeys {
  /// Up to this number of keys, looking at each is faster than hashing.
  private static let pairwiseLimit = 16

  private struct Key {
    var slice: JSONStringSlice
    var signature: UInt32
  }

  /// Where an object's keys begin, and whether the last table is its.
  private struct Frame {
    var start: Int
    var hasTable = false
  }

  private var keys: [Key] = []
  private var outerFrames: [Frame] = []
  private var frame = Frame(start: 0)
  private var tables: [Set<JSONStringSlice>] = []

  /// Begins an object inside the innermost one.
  mutating func open() {
    outerFrames.append(frame)
    frame = Frame(start: keys.count)
  }

  /// Forgets the innermost object.
  mutating func close() {
    guard let outer = outerFrames.popLast() else { return }
    keys.removeLast(keys.count - frame.start)
    if frame.hasTable { tables.removeLast() }
    frame = outer
  }

  /// Adds a key to the innermost object; false when it has it already.
  mutating func insert(_ slice: JSONStringSlice) -> Bool {
    if frame.hasTable { return tables[tables.count - 1].insert(slice).inserted }
    let signature = slice.signature
    for key in keys[frame.start...]
    where key.signature == signature && key.slice == slice {
      return false
    }
    keys.append(Key(slice: slice, signature: signature))
    if keys.count - frame.start > Self.pairwiseLimit {
      tables.append(Set(keys[frame.start...].map(\.slice)))
      frame.hasTable = true
    }
    return true
  }
}
