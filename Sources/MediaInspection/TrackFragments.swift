/// What the fragments of one track add up to.
struct TrackFragments {
  /// Sizes and durations of samples that say none themselves (`trex`).
  struct Defaults {
    var duration: UInt32 = 0
    var size: UInt32 = 0
  }

  var defaults = Defaults()
  private(set) var sampleCount = 0
  /// The end of the last sample, in units of the track's timescale.
  private(set) var endTime: UInt64 = 0

  /// Takes in one `traf`.
  ///
  /// - Parameters:
  ///   - moof: where the fragment begins in the file.
  ///   - previousEnd: where the data of the `traf` before ended; old files count from there.
  /// - Returns: the first byte after the samples.
  mutating func add(
    _ header: FragmentHeader, boxes: [Box], moof: UInt64, previousEnd: UInt64?
  ) throws(InspectionStop) -> UInt64 {
    let base = header.baseOffset ?? (header.baseIsMoof ? moof : previousEnd ?? moof)
    var position = base
    var time = endTime
    if let tfdt = boxes.first(where: { $0.code == "tfdt" }) {
      time =
        try tfdt.byte(at: 0) == 1 ? tfdt.number64(at: 4) : UInt64(try tfdt.number32(at: 4))
    }
    var end = base
    for box in boxes where box.code == "trun" {
      let run = try TrackRun(
        box, duration: header.duration ?? defaults.duration, size: header.size ?? defaults.size)
      if let offset = run.dataOffset {
        let place = Int64(clamping: base).addingReportingOverflow(Int64(offset))
        guard !place.overflow, place.partialValue >= 0 else {
          throw .broken("box 'trun' at byte \(box.fileOffset) points outside of the file")
        }
        position = UInt64(place.partialValue)
      }
      position = position.addingReportingOverflow(run.bytes).overflow ? .max : position + run.bytes
      time = time.addingReportingOverflow(run.units).overflow ? .max : time + run.units
      sampleCount += run.sampleCount
      end = max(end, position)
    }
    endTime = max(endTime, time)
    return end
  }
}

/// The `tfhd` of a `traf`.
struct FragmentHeader {
  let track: UInt32
  let baseOffset: UInt64?
  let baseIsMoof: Bool
  let duration: UInt32?
  let size: UInt32?

  init(_ tfhd: Box) throws(InspectionStop) {
    let flags = try tfhd.number32(at: 0) & 0xFF_FFFF
    track = try tfhd.number32(at: 4)
    var at = 8
    baseOffset = flags & 0x1 != 0 ? try tfhd.number64(at: at) : nil
    at += flags & 0x1 != 0 ? 8 : 0
    at += flags & 0x2 != 0 ? 4 : 0
    duration = flags & 0x8 != 0 ? try tfhd.number32(at: at) : nil
    at += flags & 0x8 != 0 ? 4 : 0
    size = flags & 0x10 != 0 ? try tfhd.number32(at: at) : nil
    baseIsMoof = flags & 0x2_0000 != 0
  }
}

/// One `trun`: samples that lie one after the other.
struct TrackRun {
  let sampleCount: Int
  let dataOffset: Int32?
  private(set) var bytes: UInt64 = 0
  private(set) var units: UInt64 = 0

  init(_ trun: Box, duration: UInt32, size: UInt32) throws(InspectionStop) {
    let flags = try trun.number32(at: 0) & 0xFF_FFFF
    sampleCount = Int(try trun.number32(at: 4))
    var at = 8
    dataOffset = flags & 0x1 != 0 ? Int32(bitPattern: try trun.number32(at: at)) : nil
    at += flags & 0x1 != 0 ? 4 : 0
    at += flags & 0x4 != 0 ? 4 : 0
    let hasDuration = flags & 0x100 != 0
    let hasSize = flags & 0x200 != 0
    let fields = (flags >> 8 & 0xF).nonzeroBitCount
    guard fields > 0 else {
      bytes = UInt64(size) * UInt64(sampleCount)
      units = UInt64(duration) * UInt64(sampleCount)
      return
    }
    let stride = fields * 4
    guard at <= trun.count, sampleCount <= (trun.count - at) / stride else { throw trun.tooShort }
    for sample in 0..<sampleCount {
      let entry = at + sample * stride
      units += UInt64(hasDuration ? try trun.number32(at: entry) : duration)
      bytes += UInt64(hasSize ? try trun.number32(at: entry + (hasDuration ? 4 : 0)) : size)
    }
  }
}
