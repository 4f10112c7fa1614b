/// Remembers in which line a key of 96 bits was seen first, in 16 bytes a key and free room.
///
/// The keys are hashes, so a false answer is as likely as a collision of 96 bits: for a million
/// keys, one in 10^17. Open addressing in 64 parts, which grow one by one: the peak of memory
/// stays near the need.
struct FirstLines {
  struct Key: Hashable {
    var high: UInt64
    var low: UInt32
  }

  /// 16 bytes, so that none lies across two lines of the cache.
  private struct Slot {
    var high: UInt64 = 0
    var low: UInt32 = 0
    /// 0 marks a free place.
    var line: UInt32 = 0
  }

  private struct Part {
    var slots: [Slot] = []
    var count = 0
  }

  private var parts = [Part](repeating: Part(), count: 64)

  /// The line that had the key first, or `nil` when that is this one, which is then remembered.
  ///
  /// - Parameter line: at least 1; lines beyond four thousand million are remembered as the last.
  mutating func insert(_ key: Key, line: Int) -> Int? {
    let number = UInt32(clamping: max(1, line))
    return parts.withUnsafeMutableBufferPointer { parts in
      Self.insert(key, number, into: &parts[Int(key.high &>> 58)])
    }
  }

  /// Brings the place of a key near, to be looked at soon, and answers something of no meaning.
  ///
  /// A loop of these waits for the memory once for many keys; a loop of insertions waits for
  /// each, because it has to guess what it will find.
  func approach(_ key: Key) -> UInt32 {
    let part = Int(key.high &>> 58)
    let slots = parts[part].slots.count
    return slots == 0 ? 0 : parts[part].slots[Int(truncatingIfNeeded: key.high) & (slots &- 1)].line
  }

  @inline(__always)
  private static func insert(_ key: Key, _ line: UInt32, into part: inout Part) -> Int? {
    if part.count &* 8 >= part.slots.count &* 5 { grow(&part) }
    let mask = part.slots.count &- 1
    let earlier = part.slots.withUnsafeMutableBufferPointer { slots -> Int? in
      var place = Int(truncatingIfNeeded: key.high) & mask
      while slots[place].line != 0 {
        if slots[place].high == key.high && slots[place].low == key.low {
          return Int(slots[place].line)
        }
        place = (place &+ 1) & mask
      }
      slots[place] = Slot(high: key.high, low: key.low, line: line)
      return nil
    }
    if earlier == nil { part.count &+= 1 }
    return earlier
  }

  @inline(never)
  private static func grow(_ part: inout Part) {
    let capacity = max(64, part.slots.count * 2)
    var slots = [Slot](repeating: Slot(), count: capacity)
    for slot in part.slots where slot.line != 0 {
      var place = Int(truncatingIfNeeded: slot.high) & (capacity - 1)
      while slots[place].line != 0 { place = (place + 1) & (capacity - 1) }
      slots[place] = slot
    }
    part.slots = slots
  }
}
