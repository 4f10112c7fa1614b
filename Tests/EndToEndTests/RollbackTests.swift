import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let worlds = ["honoured", "ignored", "refused"]

/// A journal that ends early, with the simulated world rolled back to what its last record had
/// made possible. The quick part of it; `RollbackSoakTests` cuts at every byte.
@Suite struct RollbackTests {
  @Test(arguments: worlds)
  func journalCutAtAnyRecordPaysNothingTwiceAndLosesNothing(_ businessIDs: String) async throws {
    let run = try await RecordedRun.make(businessIDs: businessIDs)
    // Another series each time; a failure names the whole case.
    var generator = SystemRandomNumberGenerator()
    var end = 0
    for line in run.lines {
      let middle = Int.random(in: (end + 1)..<(end + line.count - 1), using: &generator)
      end += line.count
      for cut in [middle, end - 1, end] {
        var rollback = Rollback(run, cut: cut)
        rollback.sent = Set(rollback.pending.indices.filter { _ in Bool.random(using: &generator) })
        rollback.keepsVideos = Bool.random(using: &generator)
        try await rollback.resumeAndCheck()
      }
    }
  }

  @Test func journalWithAFlippedBitIsRefusedBeforeAnyRequest() async throws {
    let run = try await RecordedRun.make(businessIDs: "honoured")
    let places = (0..<40).map { _ in Int.random(in: 0..<(run.journal.count * 8)) }
    try await run.expectDamage(atBits: places, ofLines: run.lines.count)
  }
}

/// The same at every byte, and every bit of a small journal flipped; some ten minutes.
@Suite(
  .enabled(
    if: getenv("WANBATCH_SOAK") != nil,
    "the long fault tests run with WANBATCH_SOAK=1 swift test --filter Soak"))
struct RollbackSoakTests {
  /// So many recordings share the bytes, since a recording has one port, and mostly waits.
  private static let shares = 8

  @Test(arguments: worlds, 0..<shares)
  func journalCutAtEveryBytePaysNothingTwiceAndLosesNothing(
    _ businessIDs: String, share: Int
  ) async throws {
    let run = try await RecordedRun.make(businessIDs: businessIDs)
    let ends = run.lines.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    for cut in stride(from: share, through: run.journal.count, by: Self.shares) {
      let isAtEnd = ends.contains { abs($0 - cut) <= 1 }
      // Of the other worlds only every fifth byte, but for the ends of records.
      guard isAtEnd || businessIDs == "honoured" || cut % 5 == 0 else { continue }
      var rollback = Rollback(run, cut: cut)
      let pending = rollback.pending.indices
      // Inside of a record, the possible worlds take turns; around its ends each has its turn.
      let worlds = isAtEnd ? Array(0..<(2 << pending.count)) : [cut % (2 << pending.count)]
      for world in worlds {
        rollback.sent = Set(pending.filter { world >> ($0 + 1) & 1 == 1 })
        rollback.keepsVideos = world & 1 == 1
        try await rollback.resumeAndCheck()
      }
    }
  }

  @Test func journalWithAnyFlippedBitIsRefusedBeforeAnyRequest() async throws {
    let run = try await RecordedRun.make(businessIDs: "honoured")
    let bytes = run.lines.prefix(3).reduce(0) { $0 + $1.count }
    try await run.expectDamage(atBits: Array(0..<(bytes * 8)), ofLines: 3)
  }
}

extension RecordedRun {
  /// Flips bits of the journal's first lines, one at a time; the program must refuse each, name the
  /// line, and send nothing.
  func expectDamage(atBits places: [Int], ofLines count: Int) async throws {
    let lines = lines.prefix(count)
    let bytes = lines.flatMap { $0 }
    let directory = TemporaryDirectory()
    let output = directory.file("jobs.out")
    try #require(mkdir(output, 0o755) == 0)
    try #require(link(self.output + "/manifest.jsonl", output + "/manifest.jsonl") == 0)
    let simulator = try await Self.startService(
      businessIDs, port: port, state: directory.file("state.jsonl"))
    let program = Self.program(in: directory, port: port)
    for place in places {
      var flipped = bytes
      flipped[place / 8] ^= 1 << UInt8(place % 8)
      directory.write(flipped, to: "jobs.out/journal.jsonl")
      let outcome = await program.run(["resume", "jobs.out"] + Self.pace)
      let line = lines.indices.first { index in
        place / 8 < lines[...index].reduce(0) { $0 + $1.count }
      }
      #expect(outcome.exitCode == 5, "bit \(place): \(outcome.errors)")
      #expect(directory.bytes(of: "jobs.out/journal.jsonl") == flipped, "bit \(place)")
      #expect(outcome.errors.contains(":\((line ?? 0) + 1):"), "bit \(place): \(outcome.errors)")
    }
    #expect(try simulator.ledger()["requests"]?.object?.members.isEmpty == true)
    await simulator.stop()
  }
}
