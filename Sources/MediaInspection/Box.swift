/// A box in memory: its code, and where its content lies.
///
/// Every read is checked against the end of the box, so that no number in a file can lead
/// outside of it.
struct Box {
  let code: BoxCode
  /// The content, a slice of the box that was read from the file.
  let content: ArraySlice<UInt8>
  /// Where the box and its content begin in the file.
  let fileOffset: Int64
  let contentFileOffset: Int64

  var count: Int { content.count }

  var tooShort: InspectionStop {
    .broken("box '\(code)' at byte \(fileOffset) is shorter than its content")
  }

  func byte(at offset: Int) throws(InspectionStop) -> UInt8 {
    UInt8(truncatingIfNeeded: try number(at: offset, bytes: 1))
  }

  func number16(at offset: Int) throws(InspectionStop) -> Int {
    Int(try number(at: offset, bytes: 2))
  }

  func number32(at offset: Int) throws(InspectionStop) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(at: offset, bytes: 4))
  }

  func number64(at offset: Int) throws(InspectionStop) -> UInt64 {
    try number(at: offset, bytes: 8)
  }

  private func number(at offset: Int, bytes: Int) throws(InspectionStop) -> UInt64 {
    guard offset >= 0, offset <= content.count - bytes else { throw tooShort }
    return content.withUnsafeBytes { content in
      var value: UInt64 = 0
      for place in offset..<offset + bytes { value = value << 8 | UInt64(content[place]) }
      return value
    }
  }

  /// The number of entries of a table, checked to fit into the box.
  func entryCount(
    at offset: Int, tableAt: Int, entryBytes: Int
  ) throws(InspectionStop) -> Int {
    let entries = Int(try number32(at: offset))
    guard tableAt <= count, entries <= (count - tableAt) / entryBytes else { throw tooShort }
    return entries
  }

  /// The boxes inside this one, one level deep.
  ///
  /// Fewer than eight bytes at the end are ignored: QuickTime ends lists with four zeros.
  func children(_ budget: inout ReadingBudget) throws(InspectionStop) -> [Box] {
    var boxes: [Box] = []
    boxes.reserveCapacity(8)
    var offset = 0
    while offset <= count - 8 {
      try budget.countBox()
      let place = contentFileOffset + Int64(offset)
      let header = try BoxHeader(in: self, at: offset)
      let size = header.size ?? Int64(count - offset)
      guard size >= Int64(header.length) else { throw header.impossibleSize(at: place) }
      guard size <= Int64(count - offset) else {
        throw .broken(
          "box '\(header.code)' at byte \(place) reaches past the end of box '\(code)'")
      }
      let base = content.startIndex + offset
      boxes.append(
        Box(
          code: header.code, content: content[base + header.length..<base + Int(size)],
          fileOffset: place, contentFileOffset: place + Int64(header.length)))
      offset += Int(size)
    }
    return boxes
  }
}

/// The first 8 or 16 bytes of a box.
struct BoxHeader {
  let code: BoxCode
  /// The whole size; `nil` means up to the end of what the box stands in.
  let size: Int64?
  /// 8, or 16 with a 64-bit size.
  let length: Int

  init(in box: Box, at offset: Int) throws(InspectionStop) {
    let short = try box.number32(at: offset)
    code = BoxCode(value: try box.number32(at: offset + 4))
    switch short {
    case 0:
      size = nil
      length = 8
    case 1:
      size = Int64(clamping: try box.number64(at: offset + 8))
      length = 16
    default:
      size = Int64(short)
      length = 8
    }
  }

  func impossibleSize(at place: Int64) -> InspectionStop {
    .broken("box '\(code)' at byte \(place) has an impossible size")
  }
}
