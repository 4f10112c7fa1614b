import DurableFiles
import JobModel
import TestSupport
import Testing

@testable import JobJournal

@Suite struct CompactionTests {
  let directory = TemporaryDirectory()

  /// A journal of so many lines about few jobs, whose URLs are learned anew again and again.
  private static func grown(lines count: Int) throws -> SmallJournal {
    let jobs = ["a", "b", "c"].map { JobID($0) }
    var records = [
      BatchRecord(at: .make(), event: .rebound(service: "mirror")),
      BatchRecord(at: .make(), event: .uploaded(Upload(sha256: "ab", url: "https://f/u"))),
      BatchRecord(at: .make(1), event: .runBegan(Run(id: "run-1", settings: ["--tier=vip"]))),
    ]
    func add(_ id: JobID, _ event: JobEvent) {
      records.append(BatchRecord(at: .make(Int64(records.count)), event: .job(id, event)))
    }
    add(jobs[0], .named(stem: "a"))
    for event in JobStage.inDoubt.way { add(jobs[1], event) }
    for (number, id) in [(1, jobs[0]), (3, jobs[2])] {
      add(id, .intended(.make(key: "key-\(id)")))
      add(id, .accepted(attempt: 1, TaskID("video_\(number)")))
      add(id, EventKind.completed.event())
    }
    for night in records.count..<count - 1 {
      let again = RemoteVideo.make(url: "https://files.example.com/\(night)")
      add(jobs[night % 2 * 2], .completed(attempt: 1, again))
    }
    return SmallJournal(records)
  }

  private func open(_ files: any FileOperations = SystemFiles()) throws -> Journal {
    try Journal.open(in: directory.path, now: .make(9999), files: files)
  }

  private func expectSame(_ found: BatchState, _ expected: BatchState, _ place: Comment) {
    #expect(found.jobs == expected.jobs, place)
    #expect(found.run == expected.run, place)
    #expect(found.reboundTo == expected.reboundTo, place)
    #expect(found.uploads == expected.uploads, place)
    #expect(found.owners == expected.owners, place)
    #expect(found.witnesses.map(\.task) == expected.witnesses.map(\.task), place)
    #expect(found.recentSubmissions == expected.recentSubmissions, place)
    #expect(found.foldedStems == expected.foldedStems, place)
  }

  private func state(_ journal: SmallJournal) throws -> BatchState {
    var state = BatchState()
    for record in journal.records { try state.apply(record) }
    return state
  }

  @Test func aGrownJournalIsWrittenAnewWithTheSameState() async throws {
    let grown = try Self.grown(lines: 1001)
    directory.write(grown.bytes, to: "journal.jsonl")
    let journal = try open()
    #expect(journal.header.generation == 2)
    #expect(journal.header.at == .make(9999))
    #expect(journal.header.service == "simulator" && journal.header.salt == "9f")
    expectSame(journal.state, try state(grown), "in memory")
    let size = try #require(directory.bytes(of: "journal.jsonl")).count
    #expect(size < grown.bytes.count / 10)
    // It goes on, and a small journal is left as it is.
    try await journal.writer.append([
      BatchRecord(at: .make(), event: .rebound(service: "another"))
    ])
    let again = try open()
    #expect(again.header == journal.header)
    #expect(again.state.jobs == journal.state.jobs)
    #expect(again.state.reboundTo == "another")
    #expect(directory.names == ["journal.jsonl"])
  }

  @Test func anAverageJournalIsLeftAlone() throws {
    let grown = try Self.grown(lines: 1000)
    directory.write(grown.bytes, to: "journal.jsonl")
    #expect(try open().header.generation == 1)
    #expect(directory.bytes(of: "journal.jsonl") == grown.bytes)
  }

  @Test func nightAfterNightNothingFadesAndNothingGrows() throws {
    let grown = try Self.grown(lines: 1001)
    let expected = try state(grown)
    var sizes: Set<Int> = []
    directory.write(grown.bytes, to: "journal.jsonl")
    for night in 1...4 {
      let replay = try JournalReplay(
        path: directory.file("journal.jsonl"), files: SystemFiles())
      let compaction = JournalCompaction(
        replay: replay, path: directory.file("journal.jsonl"), now: .make(9999),
        files: SystemFiles())
      let journal = try #require(try compaction.perform())
      #expect(journal.header.generation == night + 1)
      expectSame(try open().state, expected, "night \(night)")
      sizes.insert(try #require(directory.bytes(of: "journal.jsonl")).count)
    }
    #expect(sizes.count == 1)
  }

  @Test func aCrashAnywhereInItLosesNothing() throws {
    let grown = try Self.grown(lines: 1001)
    let expected = try state(grown)
    let count = FaultyFiles()
    directory.write(grown.bytes.dropLast(), to: "journal.jsonl")
    _ = try open(count)
    let path = directory.file("journal.jsonl")
    #expect(
      count.calls == [
        .init(.open, path + ".tmp"), .init(.write, path + ".tmp"), .init(.sync, path + ".tmp"),
        .init(.rename, path), .init(.syncDirectory, directory.path), .init(.open, path),
      ])
    for call in 1...count.calls.count {
      for death in FaultyFiles.Death.allCases {
        directory.write(grown.bytes.dropLast(), to: "journal.jsonl")
        let files = FaultyFiles(.crash(at: call, death))
        _ = try? open(files)
        #expect(files.isDead)
        expectSame(try open().state, expected, "\(death) call \(call)")
      }
    }
  }

  /// The calls of a compaction up to its rename; the temporary file may stay after the last.
  @Test(arguments: 1...4, [false, true])
  func compactionThatFailsLeavesTheOldFileToBeContinued(call: Int, isTorn: Bool) async throws {
    let grown = try Self.grown(lines: 1001)
    let bytes = isTorn ? grown.bytes + Array("{\"n\":".utf8) : grown.bytes
    directory.write(bytes, to: "journal.jsonl")
    let journal = try open(FaultyFiles(.fail(at: call, code: 28)))
    #expect(journal.header == SmallJournal.header)
    expectSame(journal.state, try state(grown), "call \(call)")
    #expect(directory.names == ["journal.jsonl"])
    #expect(directory.bytes(of: "journal.jsonl") == grown.bytes)
    try await journal.writer.append([Self.later])
    let replay = try JournalReplay(path: directory.file("journal.jsonl"), files: SystemFiles())
    #expect(replay.records == 1002 && replay.state.reboundTo == "another")
  }

  @Test func writeCutShortInACompactionLeavesTheOldFileToBeContinued() throws {
    let grown = try Self.grown(lines: 1001)
    directory.write(grown.bytes.dropLast(), to: "journal.jsonl")
    #expect(try open(FaultyFiles(.cut(at: 2))).header.generation == 1)
    #expect(directory.names == ["journal.jsonl"])
    #expect(directory.bytes(of: "journal.jsonl") == grown.bytes)
  }

  @Test func diskThatStaysFullContinuesTheOldFileUntilItIsWritten() async throws {
    directory.write(try Self.grown(lines: 1001).bytes, to: "journal.jsonl")
    let journal = try open(FaultyFiles(.failAll(.write, code: 28)))
    #expect(journal.header.generation == 1 && directory.names == ["journal.jsonl"])
    await #expect(throws: FileError.self) { try await journal.writer.append([Self.later]) }
  }

  /// The rename is done, and perhaps not durable: records in either file might be lost.
  @Test(arguments: [5, 28] as [Int32])
  func directorySyncThatFailsAfterTheRenameStops(code: Int32) throws {
    let grown = try Self.grown(lines: 1001)
    directory.write(grown.bytes, to: "journal.jsonl")
    let files = FaultyFiles(.failAll(.syncDirectory, code: code))
    #expect {
      try open(files)
    } throws: { error in
      guard case JournalError.file(let error) = error else { return false }
      return error.operation == "sync directory" && error.code == code
    }
    #expect(files.count(of: .syncDirectory) == 1, "it is not tried again")
    // The next process finds the new file, and makes its name durable before it writes.
    let next = FaultyFiles()
    let journal = try open(next)
    #expect(journal.header.generation == 2)
    expectSame(journal.state, try state(grown), "the next process")
    let path = directory.file("journal.jsonl")
    #expect(next.calls == [.init(.open, path), .init(.syncDirectory, directory.path)])
  }

  /// A rename that reports an error although it was done, as on some network file systems.
  @Test func renameOfUnknownOutcomeStops() throws {
    let grown = try Self.grown(lines: 1001)
    let path = directory.write(grown.bytes, to: "journal.jsonl")
    let files = FaultyFiles(.fail(at: 4)) { call in
      guard call == .init(.rename, path) else { return }
      do throws(FileError) {
        try SystemFiles().rename(path + ".tmp", to: path)
      } catch {
        Issue.record("\(error)")
      }
    }
    #expect(throws: JournalError.self) { try open(files) }
    let journal = try open()
    #expect(journal.header.generation == 2)
    expectSame(journal.state, try state(grown), "the next process")
  }

  @Test func newFileThatCannotBeOpenedStops() throws {
    let grown = try Self.grown(lines: 1001)
    directory.write(grown.bytes, to: "journal.jsonl")
    #expect(throws: JournalError.self) { try open(FaultyFiles(.fail(at: 6, code: 24))) }
    expectSame(try open().state, try state(grown), "the next process")
  }

  private static let later = BatchRecord(at: .make(), event: .rebound(service: "another"))

  @Test func journalOfFormat1IsCompactedIntoFormat2BeforeItIsContinued() async throws {
    let old = SmallJournal(SmallJournal.usual.records, format: 1)
    let path = directory.write(old.bytes, to: "journal.jsonl")
    // Reading alone changes nothing.
    #expect(try JournalReplay(path: path, files: SystemFiles()).header.format == 1)
    #expect(directory.bytes(of: "journal.jsonl") == old.bytes)
    let journal = try open()
    #expect(journal.header.format == 2 && journal.header.generation == 2)
    #expect(journal.header.salt == "9f" && journal.header.service == "simulator")
    expectSame(journal.state, try state(old), "in memory")
    try await journal.writer.append([Self.later])
    let text = try #require(directory.text(of: "journal.jsonl"))
    #expect(text.hasPrefix(#"{"n":1,"type":"journal","format":2,"generation":2,"#))
    let again = try open()
    #expect(again.header == journal.header, "it is compacted once")
    #expect(again.state.reboundTo == "another" && again.state.jobs == journal.state.jobs)
  }

  @Test(arguments: 1...4)
  func journalOfFormat1IsContinuedIfItCannotBeCompacted(call: Int) async throws {
    let old = SmallJournal(SmallJournal.usual.records, format: 1)
    directory.write(old.bytes, to: "journal.jsonl")
    let journal = try open(FaultyFiles(.fail(at: call, code: 28)))
    #expect(journal.header.format == 1 && journal.header.generation == 1)
    try await journal.writer.append([Self.later])
    let line = JournalLine.frame(
      number: old.lines.count + 1, members: RecordCoding.members(Self.later))
    #expect(directory.bytes(of: "journal.jsonl") == old.bytes + line)
    #expect(try open().header.format == 2, "the next command compacts it")
  }

  private static func attempt(_ number: Int, _ last: JobEvent) -> [BatchRecord] {
    let intent = JobEvent.intended(.make(number: number, run: "run-\(number)"))
    return [intent, EventKind.accepted.event(number), last].map {
      BatchRecord(at: .make(Int64(number)), event: .job(JobID("a"), $0))
    }
  }

  /// Two runs fail; a compaction before or after the next intent makes no difference.
  @Test(arguments: 0...3) func failureIsCountedThroughACompaction(intents: Int) throws {
    let failed = (1...2).flatMap { Self.attempt($0, .failed(attempt: $0, .make())) }
    let third = Self.attempt(3, .failed(attempt: 3, .make()))
    let before = failed + third.prefix(intents)
    directory.write(SmallJournal(before, format: 1).bytes, to: "journal.jsonl")
    var compacted = try open().state
    #expect(compacted.jobs == (try state(SmallJournal(before)).jobs))
    for record in third.dropFirst(intents) { try compacted.apply(record) }
    let failure = try #require(compacted.jobs[JobID("a")]?.failure(of: .make()))
    #expect(failure.isRepeated && !failure.canPass)
  }
}
