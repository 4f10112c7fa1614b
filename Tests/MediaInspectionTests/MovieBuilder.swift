/// Writes small MP4 files for the tests; samples are filled with a pattern, nothing decodes.
struct MovieBuilder {
  var width = 1280
  var height = 720
  var displayWidth = 1280
  var timescale = 1000
  var duration = 5000
  var sampleSizes = [100, 20, 30, 40]
  var fixedSize: Int?
  var samplesPerChunk = 3
  var soundSizes: [Int]? = [10, 10]
  var usesLongOffsets = false
  var movieInFront = false
  var usesLongTimes = false
  var mediaHeader = MediaHeader.short
  var videoKind = "vide"
  var hasMediaData = true
  /// Added to every chunk offset.
  var shift = 0

  enum MediaHeader { case short, long, toTheEnd }

  static let typeBox = box("ftyp", Array("isom".utf8) + be(0x200, 4) + Array("isomavc1".utf8))

  func file() -> [UInt8] {
    let media = sampleSizes + (soundSizes ?? [])
    let payload = (0..<media.reduce(0, +)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let mdat: [UInt8] =
      switch mediaHeader {
      case .short: Self.box("mdat", payload)
      case .long: Self.be(1, 4) + Array("mdat".utf8) + Self.be(16 + payload.count, 8) + payload
      case .toTheEnd: Self.be(0, 4) + Array("mdat".utf8) + payload
      }
    let header = mediaHeader == .long ? 16 : 8
    guard hasMediaData else { return Self.typeBox + movie(dataAt: 0) }
    if movieInFront {
      let length = movie(dataAt: 0).count
      return Self.typeBox + movie(dataAt: Self.typeBox.count + length + header) + mdat
    }
    return Self.typeBox + mdat + movie(dataAt: Self.typeBox.count + header)
  }

  func movie(dataAt start: Int, extra: [UInt8] = []) -> [UInt8] {
    let soundStart = start + sampleSizes.reduce(0, +)
    var content = Self.movieHeader(timescale: timescale, duration: duration, long: usesLongTimes)
    content += track(id: 1, kind: videoKind, sizes: sampleSizes, start: start)
    if let soundSizes {
      content += track(id: 2, kind: "soun", sizes: soundSizes, start: soundStart)
    }
    return Self.box("moov", content + extra)
  }

  static func movieHeader(timescale: Int, duration: Int, long: Bool = false) -> [UInt8] {
    long
      ? box("mvhd", be(1 << 24, 4) + be(0, 16) + be(timescale, 4) + be(duration, 8) + be(0, 80))
      : box("mvhd", be(0, 4) + be(0, 8) + be(timescale, 4) + be(duration, 4) + be(0, 80))
  }

  func track(id: Int, kind: String, sizes: [Int], start: Int) -> [UInt8] {
    let shown = Self.be(displayWidth << 16, 4) + Self.be(height << 16, 4)
    let tkhd: [UInt8] =
      usesLongTimes
      ? Self.be(1 << 24, 4) + Self.be(0, 16) + Self.be(id, 4) + Self.be(0, 64) + shown
      : Self.be(0, 4) + Self.be(0, 8) + Self.be(id, 4) + Self.be(0, 60) + shown
    let entry: [UInt8] =
      kind == "soun"
      ? Self.box("mp4a", Self.be(0, 28))
      : Self.box(
        "avc1", Self.be(0, 24) + Self.be(width, 2) + Self.be(height, 2) + Self.be(0, 50))
    let stbl =
      Self.box("stsd", Self.be(0, 4) + Self.be(1, 4) + entry) + tables(sizes: sizes, start: start)
    let mdhd = Self.be(0, 12) + Self.be(timescale, 4) + Self.be(duration, 4) + Self.be(0, 4)
    let hdlr = Self.be(0, 8) + Array(kind.utf8) + Self.be(0, 13)
    let media =
      Self.box("mdhd", mdhd) + Self.box("hdlr", hdlr)
      + Self.box("minf", Self.box("stbl", stbl))
    return Self.box("trak", Self.box("tkhd", tkhd) + Self.box("mdia", media))
  }

  private func tables(sizes: [Int], start: Int) -> [UInt8] {
    var offsets: [UInt8] = []
    var position = start + shift
    var chunks = 0
    for first in stride(from: 0, to: sizes.count, by: samplesPerChunk) {
      offsets += Self.be(position, usesLongOffsets ? 8 : 4)
      position += sizes[first..<min(first + samplesPerChunk, sizes.count)].reduce(0, +)
      chunks += 1
    }
    let stsc = Self.be(0, 4) + Self.be(1, 4) + Self.be(1, 4) + Self.be(samplesPerChunk, 4)
    let stsz =
      Self.be(0, 4) + Self.be(fixedSize ?? 0, 4) + Self.be(sizes.count, 4)
      + (fixedSize == nil ? sizes.flatMap { Self.be($0, 4) } : [])
    return Self.box("stsc", stsc + Self.be(1, 4)) + Self.box("stsz", stsz)
      + Self.box(usesLongOffsets ? "co64" : "stco", Self.be(0, 4) + Self.be(chunks, 4) + offsets)
  }

  /// A fragmented file: one fragment for each list of sample sizes.
  static func fragmented(
    _ fragments: [[Int]], promised: Int? = nil, perSample: Bool = true, index: Bool = false
  ) -> [UInt8] {
    var empty = MovieBuilder()
    empty.duration = 0
    empty.sampleSizes = []
    empty.soundSizes = nil
    let trex = box("trex", be(0, 4) + be(1, 4) + be(1, 4) + be(500, 4) + be(50, 4) + be(0, 4))
    let mehd = promised.map { box("mehd", be(0, 4) + be($0, 4)) } ?? []
    var body: [UInt8] = []
    var time = 0
    for sizes in fragments {
      let tfhd = box("tfhd", be(0x2_0000, 4) + be(1, 4))
      let tfdt = box("tfdt", be(1 << 24, 4) + be(time, 8))
      func run(_ offset: Int) -> [UInt8] {
        let flags = perSample ? 0x301 : 0x1
        let samples = perSample ? sizes.flatMap { be(500, 4) + be($0, 4) } : []
        return box("trun", be(flags, 4) + be(sizes.count, 4) + be(offset, 4) + samples)
      }
      func moof(_ offset: Int) -> [UInt8] { box("moof", box("traf", tfhd + tfdt + run(offset))) }
      let bytes = perSample ? sizes.reduce(0, +) : 50 * sizes.count
      body += moof(moof(0).count + 8) + box("mdat", [UInt8](repeating: 7, count: bytes))
      time += 500 * sizes.count
    }
    let sidx = box(
      "sidx",
      be(0, 4) + be(1, 4) + be(1000, 4) + be(0, 8) + be(0, 2) + be(1, 2) + be(body.count, 4)
        + be(0, 8))
    let movie = empty.movie(dataAt: 0, extra: box("mvex", mehd + trex))
    return typeBox + movie + (index ? sidx : []) + body
  }

  static func box(_ code: String, _ content: [UInt8]) -> [UInt8] {
    be(content.count + 8, 4) + Array(code.utf8) + content
  }

  /// A number, most significant byte first.
  static func be(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { byte in
      let shift = 8 * (bytes - 1 - byte)
      return shift >= 64 ? 0 : UInt8(truncatingIfNeeded: value >> shift)
    }
  }
}
