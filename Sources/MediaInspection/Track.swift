/// One track of a movie, with what is needed to judge it.
struct Track {
  let id: UInt32
  /// `vide`, `soun` and others.
  let kind: BoxCode
  /// Units a second of the track's own times; 0 when it has none.
  let timescale: UInt32
  /// In units of `timescale`.
  let duration: UInt64
  /// The size for display, in whole pixels; used where the sample description has none.
  let displayWidth: Int
  let displayHeight: Int
  let table: SampleTable?
  /// What the fragments of the track add up to.
  var fragments = TrackFragments()

  var isVideo: Bool { kind == "vide" }
  var sampleCount: Int { (table?.sampleCount ?? 0) + fragments.sampleCount }

  /// Reads a `trak`; `nil` when it has no header or no media, and can't be played.
  init?(_ trak: Box, budget: inout ReadingBudget) throws(InspectionStop) {
    let boxes = try trak.children(&budget)
    guard let tkhd = boxes.first(where: { $0.code == "tkhd" }),
      let mdia = boxes.first(where: { $0.code == "mdia" })
    else { return nil }
    let long = try tkhd.byte(at: 0) == 1
    id = try tkhd.number32(at: long ? 20 : 12)
    displayWidth = Int(try tkhd.number32(at: long ? 88 : 76) >> 16)
    displayHeight = Int(try tkhd.number32(at: long ? 92 : 80) >> 16)
    let media = try mdia.children(&budget)
    guard let hdlr = media.first(where: { $0.code == "hdlr" }) else { return nil }
    kind = BoxCode(value: try hdlr.number32(at: 8))
    if let mdhd = media.first(where: { $0.code == "mdhd" }) {
      (timescale, duration) = try MovieTimes.read(mdhd)
    } else {
      (timescale, duration) = (0, 0)
    }
    var stbl: Box?
    if let minf = media.first(where: { $0.code == "minf" }) {
      stbl = try minf.children(&budget).first { $0.code == "stbl" }
    }
    if let stbl {
      table = try SampleTable(stbl, isVideo: kind == "vide", budget: &budget)
    } else {
      table = nil
    }
  }
}

/// The times of `mvhd` and `mdhd`, which begin alike.
enum MovieTimes {
  /// Units a second, and the duration in them; 0 where it is not known.
  static func read(_ box: Box) throws(InspectionStop) -> (timescale: UInt32, duration: UInt64) {
    if try box.byte(at: 0) == 1 {
      let duration = try box.number64(at: 24)
      return (try box.number32(at: 20), duration == .max ? 0 : duration)
    }
    let duration = try box.number32(at: 16)
    return (try box.number32(at: 12), duration == .max ? 0 : UInt64(duration))
  }
}
