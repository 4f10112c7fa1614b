/// The `sidx` box, which says how long the fragments after it are.
enum SegmentIndex {
  /// The first byte after everything that is indexed.
  static func end(of sidx: Box, boxEnd: UInt64) throws(InspectionStop) -> UInt64 {
    let long = try sidx.byte(at: 0) == 1
    var end = boxEnd
    let first = long ? try sidx.number64(at: 20) : UInt64(try sidx.number32(at: 16))
    end = end.addingReportingOverflow(first).overflow ? .max : end + first
    let countAt = long ? 30 : 22
    let entries = try sidx.number16(at: countAt)
    for entry in 0..<entries {
      let bytes = UInt64(try sidx.number32(at: countAt + 2 + entry * 12) & 0x7FFF_FFFF)
      end = end.addingReportingOverflow(bytes).overflow ? .max : end + bytes
    }
    return end
  }
}
