import JobModel

/// Which requests there is a video or a task of, told by 64 bits of each: it knows every one that
/// it was told, and of others it says so too once in ten million million times.
///
/// A table of numbers with open addressing: asked for once in a run and filled from all states of
/// a catalog, while everything waits for it.
struct RequestHashes {
  /// 0 is free.
  private var slots: [UInt64]
  private var count = 0

  /// - Parameter capacity: how many are expected.
  init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  func contains(_ fingerprint: Fingerprint) -> Bool {
    let hash = Self.hash(of: fingerprint)
    return slots[place(of: hash)] == hash
  }

  mutating func insert(_ fingerprint: Fingerprint) {
    if 4 * count >= 3 * slots.count { grow() }
    let hash = Self.hash(of: fingerprint)
    let place = place(of: hash)
    if slots[place] == 0 { count += 1 }
    slots[place] = hash
  }

  private static func hash(of fingerprint: Fingerprint) -> UInt64 {
    let hash = fingerprint.quickHash
    return hash == 0 ? 1 : hash
  }

  /// Where a hash is, or else the free slot for it.
  private func place(of hash: UInt64) -> Int {
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] != 0, slots[place] != hash { place = (place &+ 1) & mask }
    return place
  }

  private mutating func grow() {
    let known = slots
    slots = [UInt64](repeating: 0, count: 2 * known.count)
    for hash in known where hash != 0 { slots[place(of: hash)] = hash }
  }
}
