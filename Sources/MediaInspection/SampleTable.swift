/// What a track's `stbl` says about where its samples lie.
struct SampleTable {
  /// Width and height of the first sample description, 0 where it has none.
  private(set) var width = 0
  private(set) var height = 0
  private(set) var sampleCount = 0
  /// The first byte of the file after the last sample; 0 when there is no sample.
  private(set) var end: UInt64 = 0

  init(_ stbl: Box, isVideo: Bool, budget: inout ReadingBudget) throws(InspectionStop) {
    let boxes = try stbl.children(&budget)
    if let stsd = boxes.first(where: { $0.code == "stsd" }) {
      try readDescription(stsd, isVideo: isVideo)
    }
    guard let sizes = try SampleSizes(boxes), sizes.count > 0 else { return }
    sampleCount = sizes.count
    guard let stsc = boxes.first(where: { $0.code == "stsc" }) else {
      throw .broken("box 'stbl' at byte \(stbl.fileOffset) has no 'stsc'")
    }
    if let stco = boxes.first(where: { $0.code == "stco" }) {
      try place(sizes, runs: stsc, chunks: stco, offsetBytes: 4)
    } else if let co64 = boxes.first(where: { $0.code == "co64" }) {
      try place(sizes, runs: stsc, chunks: co64, offsetBytes: 8)
    } else {
      throw .broken("box 'stbl' at byte \(stbl.fileOffset) has no 'stco' or 'co64'")
    }
  }

  /// `stsd`: 8 bytes, then sample entries; a visual one has its size 24 bytes into its content.
  private mutating func readDescription(_ stsd: Box, isVideo: Bool) throws(InspectionStop) {
    guard try stsd.number32(at: 4) > 0 else { return }
    // Whatever the first entry's format is, it must be there.
    _ = try stsd.number32(at: 12)
    guard isVideo else { return }
    width = try stsd.number16(at: 16 + 24)
    height = try stsd.number16(at: 16 + 26)
  }

  /// Lays the samples into their chunks, one after the other (ISO/IEC 14496-12, 8.7.4).
  private mutating func place(
    _ sizes: SampleSizes, runs: Box, chunks: Box, offsetBytes: Int
  ) throws(InspectionStop) {
    let runCount = try runs.entryCount(at: 4, tableAt: 8, entryBytes: 12)
    let chunkCount = try chunks.entryCount(at: 4, tableAt: 8, entryBytes: offsetBytes)
    var run = -1
    var samplesPerChunk = 0
    var sample = 0
    for chunk in 0..<chunkCount where sample < sizes.count {
      while run + 1 < runCount {
        guard Int(try runs.number32(at: 8 + (run + 1) * 12)) <= chunk + 1 else { break }
        run += 1
        samplesPerChunk = Int(try runs.number32(at: 8 + run * 12 + 4))
      }
      let last = min(sample + samplesPerChunk, sizes.count)
      guard last > sample else { continue }
      let at = 8 + chunk * offsetBytes
      let start =
        offsetBytes == 4 ? UInt64(try chunks.number32(at: at)) : try chunks.number64(at: at)
      let bytes = try sizes.total(sample..<last)
      end = max(end, start.addingReportingOverflow(bytes).overflow ? .max : start + bytes)
      sample = last
    }
    guard sample == sizes.count else {
      throw .broken(
        "box 'stsc' at byte \(runs.fileOffset) places \(sample) of \(sizes.count) samples")
    }
  }
}

/// The sizes of a track's samples: all the same, or one by one.
struct SampleSizes {
  let count: Int
  private let fixed: UInt64
  private let table: Box
  /// Bits of an entry in the table: 4, 8, 16 or 32.
  private let bits: Int

  /// Reads `stsz` or `stz2`; `nil` when there is neither.
  init?(_ boxes: [Box]) throws(InspectionStop) {
    if let stsz = boxes.first(where: { $0.code == "stsz" }) {
      table = stsz
      fixed = UInt64(try stsz.number32(at: 4))
      bits = 32
    } else if let stz2 = boxes.first(where: { $0.code == "stz2" }) {
      table = stz2
      fixed = 0
      bits = Int(try stz2.byte(at: 7))
      guard [4, 8, 16].contains(bits) else {
        throw .broken("box 'stz2' at byte \(stz2.fileOffset) has entries of \(bits) bits")
      }
    } else {
      return nil
    }
    count = Int(try table.number32(at: 8))
    guard fixed > 0 || count <= (table.count - 12) * 8 / bits else { throw table.tooShort }
  }

  /// The bytes of a range of samples, which must lie within `count`.
  func total(_ samples: Range<Int>) throws(InspectionStop) -> UInt64 {
    if fixed > 0 { return fixed * UInt64(samples.count) }
    var sum: UInt64 = 0
    for sample in samples {
      switch bits {
      case 32: sum += UInt64(try table.number32(at: 12 + sample * 4))
      case 16: sum += UInt64(try table.number16(at: 12 + sample * 2))
      case 8: sum += UInt64(try table.byte(at: 12 + sample))
      default:
        let pair = try table.byte(at: 12 + sample / 2)
        sum += UInt64(sample.isMultiple(of: 2) ? pair >> 4 : pair & 0xF)
      }
    }
    return sum
  }
}
