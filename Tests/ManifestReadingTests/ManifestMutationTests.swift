import JobModel
import ManifestReading
import TestSupport
import Testing

struct ManifestMutationTests {
  private static let manifest = Array(
    #"""
    {"id":"a","image_urls":["https://a.b/1"],"prompt":"é🎬 \ud83c\udfac","duration":5.0,"audio":false}
    {"defaults":{"labels":{"a":1},"resolution":"720p"}}
    {"custom_id":"b","method":"POST","url":"/v1/videos/generations","body":{"model":"wan2.6-flash","metadata":{"reference_urls":["http://a.b/2"],"k":[1e3,{"x":null}]}},"labels":{"b":[]}}
    {"image_urls":["https://a.b/3"],"watermark":true,"source_version":"v"}

    """#.utf8)

  @Test(arguments: [1, 2, 3] as [UInt64])
  func mutatedManifestsGetTheSameVerdictInAnyChunks(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var accepted = 0
    for round in 0..<700 {
      var bytes = Self.manifest
      for _ in 0...Int(random.next() % 3) { Self.mutate(&bytes, &random) }
      let options = Manifest.options(skipInvalid: true)
      let whole = try Manifest.read(bytes, options)
      var small = options
      small.chunkBytes = Int(random.next() % 50) + 1
      let pieces = try Manifest.read(bytes, small)
      #expect(
        whole.verdict.complaints == pieces.verdict.complaints, "seed \(seed), round \(round)")
      #expect(
        Manifest.lines(whole.entries) == Manifest.lines(pieces.entries),
        "seed \(seed), round \(round)")
      #expect(
        whole.verdict.isUnusable
          || whole.verdict.invalid == whole.entries.count - whole.verdict.jobs,
        "seed \(seed), round \(round)")
      accepted += whole.verdict.complaintCount == 0 ? 1 : 0
    }
    #expect((1...690).contains(accepted), "seed \(seed): the mutations say little")
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 8 else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let length = min(Int.random(in: 1...30, using: &random), bytes.count - place)
    switch random.next() % 5 {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
    default: bytes.removeLast(bytes.count - place)
    }
  }
}
