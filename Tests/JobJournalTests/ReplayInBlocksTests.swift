import DurableFiles
import JSONText
import JobJSON
import JobModel
import TestSupport
import Testing

@testable import JobJournal

/// Lines are read in blocks and by several threads; what comes of it must be what comes of reading
/// them one by one.
@Suite struct ReplayInBlocksTests {
  private let directory = TemporaryDirectory()
  private static let small = SmallJournal.usual
  /// From a byte at a time to all at once.
  private static let blocks = [1, 3, 64, 1000, LineBlocks.blockBytes]

  /// All that a replay tells.
  private struct Outcome: Equatable {
    var error: String?
    var jobs: [JobID: JobState] = [:]
    var tail: JournalReplay.Tail?
    var records = 0
    var validBytes: Int64 = 0
  }

  private func replayed(_ bytes: [UInt8], blockBytes: Int) -> Outcome {
    let path = directory.write(bytes, to: "journal.jsonl")
    do throws(JournalError) {
      let replay = try JournalReplay(path: path, files: SystemFiles(), blockBytes: blockBytes)
      return Outcome(
        jobs: replay.state.jobs, tail: replay.tail, records: replay.records,
        validBytes: replay.validBytes)
    } catch {
      return Outcome(error: error.description)
    }
  }

  /// The same for lines that all end in a line feed, written as plainly as it can be.
  private func oneByOne(_ bytes: [UInt8]) -> Outcome {
    let path = directory.file("journal.jsonl")
    var state = BatchState()
    var records = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      func damaged(_ problem: String) -> Outcome {
        let error = JournalError.damaged(path: path, line: records + 1, problem: problem)
        return Outcome(error: error.description)
      }
      let line = Array(line)
      guard line.withUnsafeBytes({ JournalLine.isIntact($0) }) else {
        return damaged("the checksum does not match")
      }
      do {
        let members = try RecordMembers(JSONValue.parse(line))
        let number = try members.integer("n")
        guard number == records + 1 else {
          return damaged("its number is \(number), expected \(records + 1)")
        }
        if records == 0 {
          _ = try JournalHeader(members)
        } else {
          try state.apply(RecordCoding.read(members))
        }
      } catch {
        return damaged("\(error)")
      }
      records += 1
    }
    return Outcome(
      jobs: state.jobs, tail: .clean, records: records, validBytes: Int64(bytes.count))
  }

  @Test(arguments: blocks) func aBlockMayEndAnywhere(blockBytes: Int) {
    let bytes = Self.small.bytes
    #expect(replayed(bytes, blockBytes: blockBytes) == oneByOne(bytes))
  }

  @Test(arguments: blocks) func damageIsToldAlikeWhereverItIs(blockBytes: Int) {
    let bytes = Self.small.bytes
    for offset in stride(from: blockBytes % 7, to: bytes.count - 1, by: 7) {
      var flipped = bytes
      flipped[offset] ^= UInt8(1 << (offset % 8))
      let expected = oneByOne(flipped)
      #expect(expected.error != nil)
      #expect(replayed(flipped, blockBytes: blockBytes) == expected, "byte \(offset)")
    }
  }

  @Test(arguments: blocks) func theFirstDamageIsTheOneThatIsTold(blockBytes: Int) {
    // A record that can't follow, before one with a wrong checksum, in one block or in two.
    let impossible = JournalLine.frame(
      number: 4,
      members: RecordCoding.members(
        BatchRecord(at: .make(), event: .job(JobID("a"), .abandoned(attempt: 9)))))
    for count in [1, 2, 3] {
      let bytes =
        Self.small.lines.prefix(3).flatMap { $0 }
        + [impossible, Array("rubbish\n".utf8), impossible].prefix(count).flatMap { $0 }
      let expected = oneByOne(bytes)
      #expect(expected.error?.contains("journal.jsonl:4: ") == true)
      #expect(replayed(bytes, blockBytes: blockBytes) == expected)
    }
  }

  @Test(arguments: DamageTests.strangers.indices, blocks)
  func strangersAreToldAlike(place: Int, blockBytes: Int) {
    let bytes =
      Self.small.lines.prefix(2).flatMap { $0 } + DamageTests.strangers[place].line
      + Self.small.lines[2]
    #expect(replayed(bytes, blockBytes: blockBytes) == oneByOne(bytes))
  }

  @Test(arguments: blocks) func anEndIsJudgedAlike(blockBytes: Int) {
    let bytes = Self.small.bytes
    for count in stride(from: 0, through: bytes.count, by: 3) {
      let cut = Array(bytes.prefix(count))
      for end in [cut, cut + [0, 0, 0]] {
        let whole = replayed(end, blockBytes: LineBlocks.blockBytes)
        #expect(replayed(end, blockBytes: blockBytes) == whole, "cut at \(count)")
      }
    }
  }

  @Test func aLongLineIsReadWholeFromSmallBlocks() {
    let long = String(repeating: "long reason ", count: 20_000)
    let small = SmallJournal([
      BatchRecord(at: .make(), event: .job(JobID("a"), .intended(.make(reason: long)))),
      BatchRecord(at: .make(), event: .job(JobID("a"), .accepted(attempt: 1, TaskID("t")))),
    ])
    #expect(replayed(small.bytes, blockBytes: 1000) == oneByOne(small.bytes))
  }

  @Test func manyBlocksAreFoldedInTheirOrder() {
    let steps = JobStage.fetched.way
    let records = (0..<400).flatMap { number in
      steps.map { BatchRecord(at: .make(Int64(number)), event: .job(JobID("job-\(number)"), $0)) }
    }
    let bytes = SmallJournal(records).bytes
    let expected = oneByOne(bytes)
    #expect(expected.error == nil && expected.jobs.count == 400)
    #expect(replayed(bytes, blockBytes: 1500) == expected)
  }
}
