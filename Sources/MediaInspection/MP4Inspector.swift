/// Reads the boxes of an MP4 (ISO/IEC 14496-12) and says whether it is a whole video.
///
/// Looks at structure only, decodes nothing: at most 50,000 boxes and 24 MiB of tables are
/// read, whatever the file says, and nesting is followed along fixed paths, never by recursion.
package enum MP4Inspector {
  /// Whether the source is a whole MP4 with a video track, and what it says about itself.
  ///
  /// - Throws: only when the source can't be read; what is wrong with the file is a verdict.
  package static func inspect(
    _ source: some ByteSource
  ) throws(MediaInspectionError) -> MediaVerdict {
    var scan = FileScan(source: source)
    do {
      return .whole(try scan.run())
    } catch {
      switch error {
      case .broken(let reason): return .broken(reason: reason)
      case .unreadable(let cause): throw cause
      }
    }
  }
}

/// One walk over the boxes at the top of a file.
private struct FileScan<Source: ByteSource> {
  let source: Source
  var budget = ReadingBudget()
  var movie: Movie?
  var hasMediaData = false
  /// Where the samples end that fragments and indexes name, and which box says so.
  var dataEnd: (byte: UInt64, box: BoxCode, at: Int64) = (0, "moof", 0)

  init(source: Source) {
    self.source = source
  }

  mutating func run() throws(InspectionStop) -> MediaSummary {
    let size = source.sizeBytes
    guard size > 0 else { throw .broken("it is empty") }
    let start = try read(at: 0, count: 512)
    guard start.dropFirst(4).starts(with: "ftyp".utf8) else {
      throw .broken(ForeignContent.name(of: start) ?? "it has no 'ftyp' box at its start")
    }
    var offset: Int64 = 0
    while offset < size {
      guard let next = try readBox(at: offset) else { break }
      offset = next
    }
    guard let movie else { throw .broken("it has no 'moov' box") }
    for track in movie.tracks {
      guard let end = track.table?.end, end > UInt64(size) else { continue }
      throw .broken(
        "it is cut: the samples of track \(track.id) end at byte \(end), the file at \(size)")
    }
    guard dataEnd.byte <= UInt64(size) else {
      throw .broken(
        "it is cut: box '\(dataEnd.box)' at byte \(dataEnd.at) names data up to byte "
          + "\(dataEnd.byte), the file ends at \(size)")
    }
    guard hasMediaData else { throw .broken("it has no 'mdat' box") }
    return try movie.summary()
  }

  /// Reads one box, and answers where the next one begins; `nil` when the rest is no box and
  /// does not matter.
  private mutating func readBox(at offset: Int64) throws(InspectionStop) -> Int64? {
    try budget.countBox()
    let bytes = try read(at: offset, count: 16)
    let start = box("head", bytes, at: offset)
    let isComplete = movie.map { !$0.isFragmented } ?? false && hasMediaData
    guard bytes.count >= 8 else {
      if isComplete { return nil }
      throw .broken("it is cut in the header of a box at byte \(offset)")
    }
    let code = BoxCode(value: try start.number32(at: 4))
    if !code.isPlausible {
      if isComplete { return nil }
      throw .broken("it is damaged: no box begins at byte \(offset)")
    }
    guard let header = try? BoxHeader(in: start, at: 0) else {
      throw .broken("it is cut in the header of box '\(code)' at byte \(offset)")
    }
    let left = source.sizeBytes - offset
    let size = header.size ?? left
    guard size >= Int64(header.length) else { throw header.impossibleSize(at: offset) }
    guard size <= left else {
      throw .broken(
        "it is cut in box '\(code)' at byte \(offset): \(left) of \(size) bytes are there")
    }
    try take(code, at: offset, size: size, headerLength: header.length)
    return offset + size
  }

  private mutating func take(
    _ code: BoxCode, at offset: Int64, size: Int64, headerLength: Int
  ) throws(InspectionStop) {
    switch code {
    case "mdat":
      hasMediaData = true
    case "moov" where movie == nil:
      movie = try Movie(
        load(code, at: offset, size: size, headerLength: headerLength), budget: &budget)
    case "moof" where movie != nil:
      let moof = try load(code, at: offset, size: size, headerLength: headerLength)
      if let end = try movie?.add(moof, budget: &budget), end > dataEnd.byte {
        dataEnd = (end, code, offset)
      }
    case "sidx":
      let sidx = try load(code, at: offset, size: size, headerLength: headerLength)
      let end = try SegmentIndex.end(of: sidx, boxEnd: UInt64(offset + size))
      if end > dataEnd.byte { dataEnd = (end, code, offset) }
    default:
      break
    }
  }

  private mutating func load(
    _ code: BoxCode, at offset: Int64, size: Int64, headerLength: Int
  ) throws(InspectionStop) -> Box {
    guard size <= ReadingBudget.maximumBoxBytes else {
      throw .broken("box '\(code)' at byte \(offset) is larger than a short video needs")
    }
    let bytes = try read(at: offset, count: Int(size))
    guard bytes.count == Int(size) else {
      throw .broken("it is cut in box '\(code)' at byte \(offset)")
    }
    return Box(
      code: code, content: bytes[headerLength...], fileOffset: offset,
      contentFileOffset: offset + Int64(headerLength))
  }

  private func box(_ code: BoxCode, _ bytes: [UInt8], at offset: Int64) -> Box {
    Box(code: code, content: bytes[...], fileOffset: offset, contentFileOffset: offset)
  }

  private mutating func read(at offset: Int64, count: Int) throws(InspectionStop) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try source.read(at: offset, count: count)
    } catch {
      throw .unreadable(error)
    }
    try budget.countBytes(Int64(bytes.count))
    return bytes
  }
}
