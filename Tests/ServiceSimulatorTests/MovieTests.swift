import Testing

@testable import ServiceSimulator

/// Walks the boxes of a file without the code that wrote them.
private struct Boxes {
  var bytes: [UInt8]

  func number(_ offset: Int, _ count: Int = 4) -> Int {
    bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// The contents of the boxes of one type in a range.
  func all(_ type: String, in range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var position = range.lowerBound
    while position + 8 <= range.upperBound {
      let size = number(position)
      guard size >= 8, position + size <= range.upperBound else { return [] }
      if bytes[(position + 4)..<(position + 8)].elementsEqual(type.utf8) {
        found.append((position + 8)..<(position + size))
      }
      position += size
    }
    return position == range.upperBound ? found : []
  }

  func first(_ path: [String], in range: Range<Int>) -> Range<Int>? {
    path.reduce(range) { range, type in range.flatMap { all(type, in: $0).first } }
  }
}

@Suite struct MovieTests {
  static let shapes: [VideoShape] = [.p720, .p1080].flatMap {
    (resolution: VideoShape.Resolution) in
    [5, 10, 15].flatMap { seconds in
      [true, false].map {
        VideoShape(resolution: resolution, milliseconds: seconds * 1_000, hasAudio: $0)
      }
    }
  }

  @Test(arguments: shapes)
  func aFileHasTheSizeTheLengthAndTheSoundThatItShould(_ shape: VideoShape) throws {
    let boxes = Boxes(bytes: Movie(shape, hue: 1).bytes)
    let whole = 0..<boxes.bytes.count
    #expect((10_000...110_000).contains(whole.count))
    let moov = try #require(boxes.first(["moov"], in: whole))
    let mvhd = try #require(boxes.first(["mvhd"], in: moov))
    #expect(boxes.number(mvhd.lowerBound + 12) == 1_000)
    #expect(abs(boxes.number(mvhd.lowerBound + 16) - shape.milliseconds) <= 100)
    let tracks = boxes.all("trak", in: moov)
    #expect(tracks.count == (shape.hasAudio ? 2 : 1))
    let kinds = try tracks.map { track in
      let hdlr = try #require(boxes.first(["mdia", "hdlr"], in: track))
      return String(
        decoding: boxes.bytes[(hdlr.lowerBound + 8)..<(hdlr.lowerBound + 12)], as: UTF8.self)
    }
    #expect(kinds == (shape.hasAudio ? ["vide", "soun"] : ["vide"]))
    let tkhd = try #require(boxes.first(["tkhd"], in: tracks[0]))
    #expect(boxes.number(tkhd.upperBound - 8) == shape.resolution.width << 16)
    #expect(boxes.number(tkhd.upperBound - 4) == shape.resolution.height << 16)
  }

  @Test(arguments: shapes)
  func theSampleTablesCoverTheMediaDataExactly(_ shape: VideoShape) throws {
    let boxes = Boxes(bytes: Movie(shape, hue: 2).bytes)
    let whole = 0..<boxes.bytes.count
    let mdat = try #require(boxes.first(["mdat"], in: whole))
    var covered: [Range<Int>] = []
    for track in boxes.all("trak", in: try #require(boxes.first(["moov"], in: whole))) {
      let table = try #require(boxes.first(["mdia", "minf", "stbl"], in: track))
      let stsz = try #require(boxes.first(["stsz"], in: table)).lowerBound
      let stco = try #require(boxes.first(["stco"], in: table)).lowerBound
      let stsc = try #require(boxes.first(["stsc"], in: table)).lowerBound
      let sampleCount = boxes.number(stsz + 8)
      var sample = 0
      for chunk in 0..<boxes.number(stco + 4) {
        let rows = (0..<boxes.number(stsc + 4)).filter {
          boxes.number(stsc + 8 + 12 * $0) <= chunk + 1
        }
        let perChunk = boxes.number(stsc + 12 + 12 * (try #require(rows.last)))
        var offset = boxes.number(stco + 8 + 4 * chunk)
        for _ in 0..<perChunk {
          let size = boxes.number(stsz + 12 + 4 * sample)
          covered.append(offset..<(offset + size))
          offset += size
          sample += 1
        }
      }
      #expect(sample == sampleCount)
      let mdhd = try #require(boxes.first(["mdia", "mdhd"], in: track)).lowerBound
      let seconds = Double(boxes.number(mdhd + 16)) / Double(boxes.number(mdhd + 12))
      #expect(abs(seconds - Double(shape.milliseconds) / 1_000) < 0.1)
    }
    var position = mdat.lowerBound
    for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      #expect(range.lowerBound == position)
      position = range.upperBound
    }
    #expect(position == mdat.upperBound)
  }

  @Test func everyPictureSampleIsWholeAndEveryKeyFrameIsOne() throws {
    for resolution in [VideoShape.Resolution.p720, .p1080] {
      for hue in 0..<3 {
        let loop = SampleLoop.picture(resolution, hue: hue)
        #expect(loop.samples.count == 24)
        for (index, sample) in loop.samples.enumerated() {
          let boxes = Boxes(bytes: sample)
          var position = 0
          while position + 4 < sample.count {
            // Coded slices only: 5 begins a key frame, 1 is any other.
            #expect(sample[position + 4] & 31 == (index == 0 ? 5 : 1))
            position += 4 + boxes.number(position)
          }
          #expect(position == sample.count)
        }
      }
    }
  }

  @Test func labelsMakeFilesDifferentWithoutChangingTheirSize() {
    let shape = VideoShape(resolution: .p720, milliseconds: 5_000, hasAudio: true)
    let library = VideoLibrary()
    let one = library.file(shape, hue: 0, label: "video_1")
    let two = library.file(shape, hue: 0, label: "video_2")
    #expect(one != two)
    #expect(one.count == two.count)
    #expect(one == library.file(shape, hue: 0, label: "video_1"))
    let other = library.file(shape, hue: 0, label: String(repeating: "x", count: 500))
    #expect(other.count == one.count)
    #expect(Boxes(bytes: other).first(["moov"], in: 0..<other.count) != nil)
  }
}
