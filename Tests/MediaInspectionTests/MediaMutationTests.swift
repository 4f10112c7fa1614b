import MediaInspection
import TestSupport
import Testing

struct MediaMutationTests {
  private static let movies: [[UInt8]] = {
    var front = MovieBuilder()
    front.movieInFront = true
    var open = front
    open.mediaHeader = .toTheEnd
    var long = MovieBuilder()
    long.usesLongOffsets = true
    long.usesLongTimes = true
    long.mediaHeader = .long
    return [
      MovieBuilder().file(), front.file(), open.file(), long.file(),
      MovieBuilder.fragmented([[10, 20], [30, 40]], promised: 2000, index: true),
      MovieBuilder.fragmented([[10, 20], [30, 40]], promised: 2000, perSample: false),
    ]
  }()

  @Test func aFileCutAnywhereIsNeverWhole() throws {
    for (number, movie) in Self.movies.enumerated() {
      for length in 0..<movie.count {
        let verdict = try MP4Inspector.inspect(MemoryByteSource(Array(movie.prefix(length))))
        guard case .broken = verdict else {
          Issue.record("movie \(number) cut at byte \(length) of \(movie.count) is called whole")
          return
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func mutatedFilesGetAVerdict(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var whole = 0
    for round in 0..<3000 {
      var bytes = Self.movies[Int(random.next() % 6)]
      for _ in 0...Int(random.next() % 4) { Self.mutate(&bytes, &random) }
      let source = MemoryByteSource(bytes)
      if case .whole(let summary) = try MP4Inspector.inspect(source) {
        whole += 1
        let isSane =
          summary.width > 0 && summary.height > 0 && summary.timescale > 0
          && summary.lengthMilliseconds >= 0
        #expect(isSane, "seed \(seed), round \(round): \(summary)")
      }
    }
    #expect(whole > 0, "seed \(seed): no mutated file was whole, so the test says little")
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 8 else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let length = min(Int.random(in: 1...40, using: &random), bytes.count - place)
    switch random.next() % 6 {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
    case 4: bytes.removeLast(bytes.count - place)
    default: for index in place..<place + min(length, 8) { bytes[index] = 0xFF }
    }
  }
}
