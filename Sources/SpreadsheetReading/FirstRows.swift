/// Remembers in which row an id or a request was seen first, by 128 bits of hash.
///
/// A false answer is as likely as a collision of 128 bits.
struct FirstRows {
  private struct Key: Hashable {
    var high: Int
    var low: Int
  }

  private var rows: [Key: UInt32] = [:]

  /// The row that had the bytes first, or `nil` when that is this one, which is then remembered.
  ///
  /// - Parameter isID: keeps ids and requests apart.
  mutating func insert(_ bytes: [UInt8], isID: Bool, row: Int) -> Int? {
    var first = Hasher()
    first.combine(isID)
    bytes.withUnsafeBytes { first.combine(bytes: $0) }
    var second = first
    second.combine(1)
    let key = Key(high: first.finalize(), low: second.finalize())
    if let earlier = rows[key] { return Int(earlier) }
    rows[key] = UInt32(clamping: row)
    return nil
  }
}
