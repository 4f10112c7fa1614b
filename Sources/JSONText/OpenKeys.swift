/// The keys that the open objects have had so far, which is how a duplicate is noticed.
///
/// The usual text opens few objects with few keys. Their keys are kept in place, without an
/// allocation: a short hash and the offset of each, and a frame before the keys of each object.
/// What does not fit there moves to ``ManyKeys`` for good.
struct OpenKeys {
  /// How many keys and frames are kept in place.
  private static let capacity = 32

  /// Vectors, because they live without an allocation.
  private var signatures = SIMD32<UInt32>()
  /// Of a key, the offset of its quote; of a frame, ``start`` of the object around.
  private var places = SIMD32<UInt32>()
  private var count = 0
  /// The place of the innermost object's first key.
  private var start = 0
  private var many: ManyKeys?

  /// Begins an object inside the innermost one.
  mutating func open(in bytes: UnsafeBufferPointer<UInt8>) {
    guard many == nil, hasRoom(in: bytes) else { return spill(bytes) { $0.open() } }
    append(signature: 0, place: UInt32(truncatingIfNeeded: start))
    start = count
  }

  /// Forgets the innermost object.
  mutating func close() {
    guard many == nil else {
      many?.close()
      return
    }
    // Nothing is open when a caller goes on after an error.
    guard start > 0 else { return }
    count = start &- 1
    let frame = count
    start = Int(
      withUnsafeBytes(of: &places) { $0.load(fromByteOffset: 4 &* frame, as: UInt32.self) })
  }

  /// Adds a key to the innermost object; false when it has it already.
  mutating func insert(_ key: JSONStringSlice, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard many == nil, hasRoom(in: bytes) else { return spill(bytes) { $0.insert(key) } }
    let signature = key.signature
    let (first, end) = (start, count)
    let isKnown = withUnsafeBytes(of: &signatures) { signatures in
      withUnsafeBytes(of: &places) { places in
        for index in first..<end
        where signatures.load(fromByteOffset: 4 &* index, as: UInt32.self) == signature {
          let place = places.load(fromByteOffset: 4 &* index, as: UInt32.self)
          if JSONStringSlice(known: bytes, at: Int(place)) == key { return true }
        }
        return false
      }
    }
    if isKnown { return false }
    append(signature: signature, place: UInt32(truncatingIfNeeded: key.offset))
    return true
  }

  private func hasRoom(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    count < Self.capacity && bytes.count <= Int(UInt32.max)
  }

  private mutating func append(signature: UInt32, place: UInt32) {
    let index = count
    withUnsafeMutableBytes(of: &signatures) {
      $0.storeBytes(of: signature, toByteOffset: 4 &* index, as: UInt32.self)
    }
    withUnsafeMutableBytes(of: &places) {
      $0.storeBytes(of: place, toByteOffset: 4 &* index, as: UInt32.self)
    }
    count = index &+ 1
  }

  /// Moves everything where there is room without end, and goes on there.
  @inline(never)
  private mutating func spill<Answer>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ next: (inout ManyKeys) -> Answer
  ) -> Answer {
    var keys = many ?? moved(bytes)
    many = nil
    let answer = next(&keys)
    many = keys
    return answer
  }

  private func moved(_ bytes: UnsafeBufferPointer<UInt8>) -> ManyKeys {
    var frames: Set<Int> = []
    var frame = start
    while frame > 0 {
      frames.insert(frame - 1)
      frame = Int(places[frame - 1])
    }
    var keys = ManyKeys()
    for index in 0..<count {
      if frames.contains(index) {
        keys.open()
      } else {
        _ = keys.insert(JSONStringSlice(known: bytes, at: Int(places[index])))
      }
    }
    return keys
  }
}
