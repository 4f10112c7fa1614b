/// What a `moov` and the fragments after it say.
struct Movie {
  private let timescale: UInt32
  private let duration: UInt64
  /// The whole length that the file promises for its fragments (`mehd`); 0 for none.
  private let promisedDuration: UInt64
  let isFragmented: Bool
  private(set) var tracks: [Track] = []

  init(_ moov: Box, budget: inout ReadingBudget) throws(InspectionStop) {
    let boxes = try moov.children(&budget)
    guard let mvhd = boxes.first(where: { $0.code == "mvhd" }) else {
      throw .broken("box 'moov' at byte \(moov.fileOffset) has no 'mvhd'")
    }
    (timescale, duration) = try MovieTimes.read(mvhd)
    for trak in boxes where trak.code == "trak" {
      if let track = try Track(trak, budget: &budget) { tracks.append(track) }
    }
    guard let mvex = boxes.first(where: { $0.code == "mvex" }) else {
      isFragmented = false
      promisedDuration = 0
      return
    }
    isFragmented = true
    var promised: UInt64 = 0
    for box in try mvex.children(&budget) {
      if box.code == "mehd" {
        let long = try box.byte(at: 0) == 1
        promised = long ? try box.number64(at: 4) : UInt64(try box.number32(at: 4))
      } else if box.code == "trex" {
        let id = try box.number32(at: 4)
        let defaults = TrackFragments.Defaults(
          duration: try box.number32(at: 12), size: try box.number32(at: 16))
        for index in tracks.indices where tracks[index].id == id {
          tracks[index].fragments.defaults = defaults
        }
      }
    }
    promisedDuration = promised
  }

  /// Takes in a fragment, and answers the first byte after its samples.
  mutating func add(
    _ moof: Box, budget: inout ReadingBudget
  ) throws(InspectionStop) -> UInt64 {
    var previousEnd: UInt64?
    var end: UInt64 = 0
    for traf in try moof.children(&budget) where traf.code == "traf" {
      let boxes = try traf.children(&budget)
      guard let tfhd = boxes.first(where: { $0.code == "tfhd" }) else { continue }
      let header = try FragmentHeader(tfhd)
      guard let index = tracks.firstIndex(where: { $0.id == header.track }) else { continue }
      let dataEnd = try tracks[index].fragments.add(
        header, boxes: boxes, moof: UInt64(clamping: moof.fileOffset), previousEnd: previousEnd)
      previousEnd = dataEnd
      end = max(end, dataEnd)
    }
    return end
  }

  /// The summary, once everything was taken in.
  func summary() throws(InspectionStop) -> MediaSummary {
    guard let video = tracks.first(where: { $0.isVideo }) else {
      throw .broken("it has no video track")
    }
    guard video.sampleCount > 0 else { throw .broken("its video track is empty") }
    let (units, scale) = length()
    guard units > 0, scale > 0 else { throw .broken("its length is zero") }
    try checkPromise(units, scale)
    let table = video.table
    let isSized = (table?.width ?? 0) > 0 && (table?.height ?? 0) > 0
    let width = isSized ? table?.width ?? 0 : video.displayWidth
    let height = isSized ? table?.height ?? 0 : video.displayHeight
    guard width > 0, height > 0 else { throw .broken("its picture has no size") }
    return MediaSummary(
      width: width, height: height, lengthUnits: units, timescale: scale,
      hasAudio: tracks.contains { $0.kind == "soun" && $0.sampleCount > 0 })
  }

  /// The movie header's length, or that of the longest track where the header has none.
  private func length() -> (units: UInt64, timescale: UInt32) {
    var units = duration
    var scale = timescale
    guard duration == 0 || scale == 0 || isFragmented else { return (units, scale) }
    for track in tracks where track.timescale > 0 {
      let trackUnits = max(track.duration, track.fragments.endTime)
      if scale == 0 || isLonger(trackUnits, track.timescale, than: units, scale) {
        (units, scale) = (trackUnits, track.timescale)
      }
    }
    return (units, scale)
  }

  /// A fragmented file that was cut between two fragments shows it only by being too short.
  ///
  /// Half a second is allowed for rounding and for tracks of unequal length.
  private func checkPromise(_ units: UInt64, _ scale: UInt32) throws(InspectionStop) {
    guard promisedDuration > 0, timescale > 0 else { return }
    let promised = Double(promisedDuration) / Double(timescale)
    let found = Double(units) / Double(scale)
    guard found < promised - 0.5 else { return }
    throw .broken("it ends after \(found) of \(promised) seconds")
  }

  private func isLonger(
    _ units: UInt64, _ scale: UInt32, than other: UInt64, _ otherScale: UInt32
  ) -> Bool {
    let left = units.multipliedFullWidth(by: UInt64(otherScale))
    let right = other.multipliedFullWidth(by: UInt64(scale))
    return (left.high, left.low) > (right.high, right.low)
  }
}
