import DurableFiles
import JobModel
import TestSupport
import Testing

@testable import JobJournal

@Suite struct DamageTests {
  let directory = TemporaryDirectory()
  private static let small = SmallJournal.usual

  private func verdict(_ bytes: [UInt8]) -> Verdict {
    Verdict(replaying: directory.write(bytes, to: "journal.jsonl"))
  }

  /// What a journal cut after so many bytes must be read as.
  private static func expected(cutAt count: Int) throws -> (verdict: Verdict, whole: Int) {
    var (whole, end) = (0, 0)
    while whole < small.lines.count, end + small.lines[whole].count <= count {
      end += small.lines[whole].count
      whole += 1
    }
    let isUnterminated = whole < small.lines.count && count == end + small.lines[whole].count - 1
    if isUnterminated { whole += 1 }
    if whole == 0 { return (.damaged(line: nil), 0) }
    let tail: JournalReplay.Tail =
      isUnterminated ? .unterminated : count == end ? .clean : .torn
    return (.state(try small.jobs(afterLines: whole), tail: tail), whole)
  }

  @Test func aJournalCutAtAnyByteKeepsItsWholeRecords() throws {
    for count in 0...Self.small.bytes.count {
      let bytes = Array(Self.small.bytes.prefix(count))
      #expect(verdict(bytes) == (try Self.expected(cutAt: count).verdict), "cut at \(count)")
    }
  }

  @Test func bytesThatNeverArrivedAreCutOff() throws {
    for count in 0...Self.small.bytes.count {
      let bytes = Array(Self.small.bytes.prefix(count))
      var expected = try Self.expected(cutAt: count).verdict
      if case .state(let jobs, tail: .clean) = expected { expected = .state(jobs, tail: .torn) }
      for nuls in count % 16 == 0 ? [1, 21, 5000] : [7] {
        let longer = bytes + [UInt8](repeating: 0, count: nuls)
        #expect(verdict(longer) == expected, "cut at \(count), then \(nuls) NUL bytes")
      }
    }
  }

  @Test func anyEndIsMendedAndGoesOn() async throws {
    let record = BatchRecord(at: .make(), event: .job(JobID("c"), EventKind.named.event()))
    var ends: Set<Int> = []
    var end = 0
    for line in Self.small.lines {
      end += line.count
      ends.formUnion([end - 2, end - 1, end, end + 1])
    }
    let first = Self.small.lines[0].count - 1
    for count in first...Self.small.bytes.count where ends.contains(count) || count % 11 == 0 {
      let (_, whole) = try Self.expected(cutAt: count)
      let kept = Self.small.lines.prefix(whole).flatMap { $0 }
      let nuls = [UInt8](repeating: 0, count: count % 3)
      directory.write(Self.small.bytes.prefix(count) + nuls, to: "journal.jsonl")
      let journal = try Journal.open(in: directory.path, now: .make(), files: SystemFiles())
      #expect(directory.bytes(of: "journal.jsonl") == kept, "cut at \(count)")
      try await journal.writer.append([record])
      let next = JournalLine.frame(number: whole + 1, members: RecordCoding.members(record))
      #expect(directory.bytes(of: "journal.jsonl") == kept + next, "cut at \(count)")
    }
  }

  @Test func mendingIsDurableBeforeAnythingIsAppended() throws {
    let path = directory.write(Self.small.bytes.dropLast(), to: "journal.jsonl")
    let files = FaultyFiles()
    let journal = try Journal.open(in: directory.path, now: .make(), files: files)
    let steps: [FaultyFiles.Operation] = [.open, .truncate, .write, .sync]
    #expect(
      files.calls == steps.map { .init($0, path) } + [.init(.syncDirectory, directory.path)])
    #expect(files.syncedSize(of: path) == Int64(Self.small.bytes.count))
    withExtendedLifetime(journal) {}
  }

  @Test(arguments: 1...5, FaultyFiles.Death.allCases)
  func aCrashWhileMendingLosesNothing(call: Int, death: FaultyFiles.Death) throws {
    let path = directory.write(
      Self.small.bytes.dropLast() + [0, 0, 0], to: "journal.jsonl")
    let files = FaultyFiles(.crash(at: call, death))
    _ = try? Journal.open(in: directory.path, now: .make(), files: files)
    #expect(files.isDead)
    let whole = try Self.small.jobs(afterLines: .max)
    guard case .state(let jobs, _) = Verdict(replaying: path) else {
      Issue.record("it cannot be replayed: \(Verdict(replaying: path))")
      return
    }
    #expect(jobs == whole)
  }

  @Test func anySingleBitThatFlippedIsNoticedInItsLine() {
    // Fewer records, since every bit is a file.
    let small = SmallJournal(Array(Self.small.records.prefix(3)))
    let bytes = small.bytes
    for offset in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[offset] ^= 1 << bit
        let found = verdict(flipped)
        if found != .damaged(line: small.line(ofByte: offset)) {
          Issue.record("byte \(offset), bit \(bit): \(found)")
        }
      }
    }
  }

  @Test func anyLineThatIsMissingRepeatedOrMovedIsNoticed() {
    let lines = Self.small.lines
    for place in lines.indices {
      var missing = lines
      missing.remove(at: place)
      // Without its last line a journal is a shorter journal, which no one can tell.
      if place < lines.count - 1 {
        #expect(verdict(missing.flatMap { $0 }) == .damaged(line: place + 1))
      }
      var repeated = lines
      repeated.insert(lines[place], at: place)
      #expect(verdict(repeated.flatMap { $0 }) == .damaged(line: place + 2))
      if place > 0 {
        var swapped = lines
        swapped.swapAt(place - 1, place)
        #expect(verdict(swapped.flatMap { $0 }) == .damaged(line: place))
      }
    }
  }

  private static func framed(_ number: Int, _ members: String) -> [UInt8] {
    JournalLine.frame(number: number, members: Array(members.utf8))
  }

  /// Lines with a right checksum that can't stand as the third one.
  static let strangers: [(name: String, line: [UInt8])] = [
    (
      "a number too high",
      framed(4, #""at":"2026-11-23T02:00:00.000Z","type":"rebound","service":"x""#)
    ),
    (
      "a number too low",
      framed(2, #""at":"2026-11-23T02:00:00.000Z","type":"rebound","service":"x""#)
    ),
    (
      "a negative number",
      framed(-3, #""at":"2026-11-23T02:00:00.000Z","type":"rebound","service":"x""#)
    ),
    (
      "a second header",
      framed(
        3,
        #""type":"journal","format":1,"generation":1,"service":"x","salt":"","at":"2026-11-23T02:00:00.000Z""#
      )
    ),
    (
      "an unknown kind with a number too high",
      framed(4, #""at":"2026-11-23T02:00:00.000Z","type":"wonder","job":"a","attempt":1"#)
    ),
    (
      "a known kind with a wrong member",
      framed(3, #""at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":1"#)
    ),
    ("no kind", framed(3, #""at":"2026-11-23T02:00:00.000Z","job":"a""#)),
    ("no JSON", framed(3, #""at""#)),
    (
      "a repeated member",
      framed(3, #""n":3,"at":"2026-11-23T02:00:00.000Z","type":"rebound","service":"x""#)
    ),
    (
      "an event that cannot follow",
      framed(3, #""at":"2026-11-23T02:00:00.000Z","type":"abandoned","job":"a","attempt":1"#)
    ),
    (
      "invalid UTF-8",
      JournalLine.frame(
        number: 3, members: Array(#""type":"\#u{FFFD}""#.utf8).map { $0 == 0xBF ? 0xFF : $0 })
    ),
    ("nothing", [UInt8(ascii: "\n")]),
    (
      "a carriage return",
      framed(3, #""at":"2026-11-23T02:00:00.000Z","type":"rebound","service":"x""#).dropLast() + [
        13, 10,
      ]
    ),
    ("another text", Array("restored from backup\n".utf8)),
  ]

  @Test(arguments: strangers) func aLineThatWasNotWrittenThereIsDamage(
    name: String, line: [UInt8]
  ) {
    let before = Self.small.lines.prefix(2).flatMap { $0 }
    #expect(verdict(before + line) == .damaged(line: 3), "\(name)")
  }

  /// Intact lines of versions to come.
  static let newerLines = [
    #""at":"2026-11-23T02:00:00.000Z","type":"wonder","job":"a","attempt":1"#,
    #""at":"2026-11-23T02:00:00.000Z","type":"wonder""#, #""type":"wonder","members":[]"#,
    #""at":"2026-11-23T02:00:00.000Z","type":"key_policy","policy":"per_model""#,
  ]

  @Test(arguments: newerLines)
  func intactRecordOfAnUnknownKindIsOfANewerVersion(members: String) throws {
    let before = Self.small.lines.prefix(2).flatMap { $0 }
    let line = Self.framed(3, members)
    #expect(verdict(before + line) == .newer(line: 3))
    #expect(verdict(before + line.dropLast()) == .newer(line: 3), "without a line feed")
    let known = try Self.small.jobs(afterLines: 2)
    #expect(verdict(before + line.dropLast(5)) == .state(known, tail: .torn), "cut short")
    var changed = before + line
    changed[before.count + 12] ^= 1
    #expect(verdict(changed) == .damaged(line: 3))
  }

  @Test func journalOfANewerVersionIsNamedWithTheRemedy() {
    let path = directory.write(
      Self.small.lines[0] + Self.framed(2, Self.newerLines[0]), to: "journal.jsonl")
    #expect {
      try Journal.open(in: directory.path, now: .make(), files: SystemFiles())
    } throws: { error in
      "\(error)" == """
        \(path):2: the journal was written by a newer version of wanbatch. Nothing was sent. \
        Use that version, or another output directory.
        """
    }
  }

  /// First lines, and what is said of them.
  static let headers: [(name: String, bytes: [UInt8], verdict: Verdict)] = [
    ("an empty file", [], .damaged(line: nil)),
    ("NUL bytes", [0, 0, 0], .damaged(line: nil)),
    ("a blank line", [10], .damaged(line: 1)),
    ("a manifest", Array(#"{"id":"a","image_urls":["b"]}"#.utf8) + [10], .damaged(line: 1)),
    ("a byte-order mark", [0xEF, 0xBB, 0xBF] + small.lines[0], .damaged(line: 1)),
    ("a number other than 1", framed(2, header(#""format":1"#)), .damaged(line: 1)),
    ("another type", framed(1, #""type":"diary","format":1"#), .damaged(line: 1)),
    ("format 1", framed(1, header(#""format":1"#)), .state([:], tail: .clean)),
    ("format 2", framed(1, header(#""format":2"#)), .state([:], tail: .clean)),
    ("a newer format", framed(1, header(#""format":3"#)), .newer(line: 1)),
    ("a much newer format", framed(1, #""type":"journal","format":99"#), .newer(line: 1)),
    ("format 0", framed(1, header(#""format":0"#)), .damaged(line: 1)),
    (
      "no service",
      framed(
        1, #""type":"journal","format":1,"generation":1,"salt":"","at":"2026-11-23T02:00:00.000Z""#),
      .damaged(line: 1)
    ),
    (
      "a generation beyond reason", framed(1, header(#""format":1"#, generation: .max)),
      .damaged(line: 1)
    ),
    ("an unterminated first line", small.lines[0].dropLast(), .state([:], tail: .unterminated)),
  ]

  private static func header(_ format: String, generation: Int = 1) -> String {
    #""type":"journal",\#(format),"generation":\#(generation),"service":"x","salt":"","#
      + #""at":"2026-11-23T02:00:00.000Z""#
  }

  @Test(arguments: headers) func onlyAJournalIsReadAsOne(
    name: String, bytes: [UInt8], verdict expected: Verdict
  ) {
    #expect(verdict(bytes) == expected, "\(name)")
  }

  @Test func aLineLongerThanAnyRecordIsRefusedAndNotRead() {
    let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
    #expect(verdict(Self.small.lines[0] + endless) == .damaged(line: 2))
    #expect(verdict(Self.small.lines[0] + endless + [10]) == .damaged(line: 2))
  }

  @Test func aLongRecordIsReadWhole() throws {
    let long = String(repeating: "long reason ", count: 100_000)
    let small = SmallJournal([
      BatchRecord(at: .make(), event: .job(JobID("a"), .intended(.make(reason: long))))
    ])
    #expect(verdict(small.bytes) == .state(try small.jobs(afterLines: 2), tail: .clean))
  }

  @Test func rubbishAfterAWholeRecordIsNoCrash() {
    let rest = Self.small.lines[1].dropLast()
    for rubbish in ["x", "{", "\r", "}}"] {
      #expect(
        verdict(Self.small.lines[0] + rest + Array(rubbish.utf8)) == .damaged(line: 2))
    }
  }
}
