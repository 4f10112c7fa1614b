import MediaInspection
import Testing

struct MP4InspectorTests {
  private func verdict(_ bytes: [UInt8]) throws -> MediaVerdict {
    try MP4Inspector.inspect(MemoryByteSource(bytes))
  }

  private func reason(_ bytes: [UInt8]) throws -> String {
    guard case .broken(let reason) = try verdict(bytes) else { return "whole" }
    return reason
  }

  private let plain = MediaSummary(
    width: 1280, height: 720, lengthUnits: 5000, timescale: 1000, hasAudio: true)

  @Test func wholeFileIsSummarised() throws {
    #expect(try verdict(MovieBuilder().file()) == .whole(plain))
  }

  @Test func everyLayoutOfTheSameMovieGivesTheSameSummary() throws {
    for front in [false, true] {
      for longOffsets in [false, true] {
        for longTimes in [false, true] {
          for header in [MovieBuilder.MediaHeader.short, .long, .toTheEnd] {
            if header == .toTheEnd && !front { continue }
            var movie = MovieBuilder()
            movie.movieInFront = front
            movie.usesLongOffsets = longOffsets
            movie.usesLongTimes = longTimes
            movie.mediaHeader = header
            #expect(try verdict(movie.file()) == .whole(plain), "\(movie)")
          }
        }
      }
    }
  }

  @Test func soundTrackWithoutSamplesIsSilence() throws {
    var movie = MovieBuilder()
    movie.soundSizes = []
    var expected = plain
    expected.hasAudio = false
    #expect(try verdict(movie.file()) == .whole(expected))
    movie.soundSizes = nil
    #expect(try verdict(movie.file()) == .whole(expected))
  }

  @Test func storedSizeWinsOverDisplaySize() throws {
    var movie = MovieBuilder()
    movie.displayWidth = 1920
    #expect(try verdict(movie.file()) == .whole(plain))
    movie.width = 0
    var expected = plain
    expected.width = 1920
    #expect(try verdict(movie.file()) == .whole(expected))
  }

  @Test func lengthIsRoundedToMilliseconds() {
    var summary = plain
    summary.lengthUnits = 61_726
    summary.timescale = 12_288
    #expect(summary.lengthMilliseconds == 5023)
    summary.lengthUnits = .max
    summary.timescale = 1
    #expect(summary.lengthMilliseconds == .max)
  }

  @Test func fragmentsAreAddedUp() throws {
    var expected = plain
    expected.hasAudio = false
    let files = [
      MovieBuilder.fragmented([[10, 20, 30, 40, 50], [1, 2, 3, 4, 5]]),
      MovieBuilder.fragmented([[10, 20, 30, 40, 50], [1, 2, 3, 4, 5]], perSample: false),
      MovieBuilder.fragmented([[10, 20, 30, 40, 50], [1, 2, 3, 4, 5]], promised: 5000),
      MovieBuilder.fragmented([[10, 20, 30, 40, 50], [1, 2, 3, 4, 5]], index: true),
    ]
    for file in files { #expect(try verdict(file) == .whole(expected)) }
  }

  @Test func whatIsNoVideoIsNamed() throws {
    let cases: [(String, [UInt8])] = [
      ("it is empty", []),
      ("it is a web page or XML text", Array("\n <!DOCTYPE html><html>".utf8)),
      ("it is JSON text", Array("{\"error\":{\"code\":404}}".utf8)),
      ("it is JSON text", [0xEF, 0xBB, 0xBF] + Array("[]".utf8)),
      ("it is text", Array("Gateway timeout, please try again".utf8)),
      ("it is blank text", Array("  \n".utf8)),
      ("it is a JPEG picture", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1]),
      ("it is a WebM or Matroska file", [0x1A, 0x45, 0xDF, 0xA3, 1]),
      ("it begins with nothing but zeros", [UInt8](repeating: 0, count: 4096)),
      ("it has no 'ftyp' box at its start", MovieBuilder.box("moov", [])),
      ("it has no 'moov' box", MovieBuilder.typeBox),
      ("it has no 'moov' box", MovieBuilder.typeBox + MovieBuilder.box("mdat", [1, 2])),
      (
        "box 'moov' at byte 24 has no 'mvhd'",
        MovieBuilder.typeBox + MovieBuilder.box("moov", [])
          + MovieBuilder.box("mdat", [])
      ),
    ]
    for (expected, bytes) in cases { #expect(try reason(bytes) == expected) }
  }

  @Test func whatIsMissingIsNamed() throws {
    var movie = MovieBuilder()
    movie.videoKind = "soun"
    #expect(try reason(movie.file()) == "it has no video track")
    movie = MovieBuilder()
    movie.sampleSizes = []
    #expect(try reason(movie.file()) == "its video track is empty")
    movie = MovieBuilder()
    movie.duration = 0
    #expect(try reason(movie.file()) == "its length is zero")
    movie = MovieBuilder()
    movie.width = 0
    movie.displayWidth = 0
    #expect(try reason(movie.file()) == "its picture has no size")
    movie = MovieBuilder()
    movie.hasMediaData = false
    #expect(try reason(movie.file()) == "it has no 'mdat' box")
  }

  @Test func samplesPastTheEndOfTheFileAreACut() throws {
    var movie = MovieBuilder()
    movie.movieInFront = true
    movie.mediaHeader = .toTheEnd
    movie.soundSizes = nil
    let file = movie.file()
    #expect(
      try reason(file.dropLast())
        == "it is cut: the samples of track 1 end at byte \(file.count), the file at "
        + "\(file.count - 1)")
    movie.mediaHeader = .short
    movie.shift = 1_000_000
    #expect(try reason(movie.file()).hasPrefix("it is cut: the samples of track 1 end at byte"))
    movie.usesLongOffsets = true
    movie.shift = .max - 1_000_000
    #expect(try reason(movie.file()).hasPrefix("it is cut: the samples of track 1 end at byte"))
    movie = MovieBuilder()
    movie.fixedSize = 1 << 30
    #expect(try reason(movie.file()).hasPrefix("it is cut: the samples of track 1 end at byte"))
  }

  @Test func aCutBoxIsNamedWithItsPlace() throws {
    let file = MovieBuilder().file()
    let moov = MovieBuilder.typeBox.count + 8 + 210
    #expect(
      try reason(Array(file.prefix(100)))
        == "it is cut in box 'mdat' at byte 24: 76 of 218 bytes are there")
    #expect(
      try reason(file.dropLast())
        == "it is cut in box 'moov' at byte \(moov): \(file.count - moov - 1) of "
        + "\(file.count - moov) bytes are there")
    #expect(
      try reason(Array(file.prefix(moov + 5)))
        == "it is cut in the header of a box at byte \(moov)")
    let long = MovieBuilder.typeBox + MovieBuilder.be(1, 4) + Array("mdat".utf8) + [0, 0]
    #expect(try reason(long) == "it is cut in the header of box 'mdat' at byte 24")
  }

  @Test func impossibleSizesAreRefused() throws {
    let start = MovieBuilder.typeBox
    let code = Array("mdat".utf8)
    #expect(
      try reason(start + MovieBuilder.be(7, 4) + code)
        == "box 'mdat' at byte 24 has an impossible size")
    #expect(
      try reason(start + MovieBuilder.be(1, 4) + code + MovieBuilder.be(15, 8))
        == "box 'mdat' at byte 24 has an impossible size")
    #expect(
      try reason(start + MovieBuilder.be(1, 4) + code + [UInt8](repeating: 0xFF, count: 8))
        == "it is cut in box 'mdat' at byte 24: 16 of 9223372036854775807 bytes are there")
    let nested = MovieBuilder.box("moov", MovieBuilder.be(99, 4) + Array("trak".utf8))
    #expect(
      try reason(start + nested)
        == "box 'trak' at byte 32 reaches past the end of box 'moov'")
  }

  @Test func bytesAfterAWholeMovieDoNotMatter() throws {
    let file = MovieBuilder().file()
    for rest in [[0], [10], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]] as [[UInt8]] {
      #expect(try verdict(file + rest) == .whole(plain))
    }
  }

  @Test func aFragmentedFileCutBetweenFragmentsIsFoundOut() throws {
    let whole = MovieBuilder.fragmented([[10, 20], [30, 40]], promised: 2000)
    let half = MovieBuilder.fragmented([[10, 20]], promised: 2000)
    guard case .whole = try verdict(whole) else {
      Issue.record("the whole file is refused")
      return
    }
    #expect(try reason(half) == "it ends after 1.0 of 2.0 seconds")
    let indexed = MovieBuilder.fragmented([[10, 20], [30, 40]], index: true)
    let last = MovieBuilder.fragmented([[30, 40]]).count - MovieBuilder.fragmented([]).count
    #expect(
      try reason(Array(indexed.dropLast(last))).contains("names data up to byte \(indexed.count)"))
  }

  @Test func boxesWithoutNumberEndInAVerdict() throws {
    let many = [[UInt8]](repeating: MovieBuilder.box("free", []), count: 60_000).joined()
    let file = MovieBuilder.typeBox + many
    #expect(try reason(file) == "it has more boxes than a short video can have")
    let large = MovieBuilder.typeBox + MovieBuilder.box("moov", MovieBuilder.be(0, 9 << 20))
    #expect(try reason(large) == "box 'moov' at byte 24 is larger than a short video needs")
  }
}
