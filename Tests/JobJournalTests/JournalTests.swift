import DurableFiles
import JobModel
import TestSupport
import Testing

@testable import JobJournal

@Suite struct JournalTests {
  let directory = TemporaryDirectory()

  private func open(_ files: any FileOperations = SystemFiles()) throws -> Journal {
    try Journal.open(in: directory.path, now: .make(500), files: files)
  }

  @Test func aNewJournalHasItsFirstLineAndNothingElse() throws {
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: SystemFiles())
    #expect(journal.state.jobs.isEmpty)
    #expect(directory.names == ["journal.jsonl"])
    #expect(directory.text(of: "journal.jsonl") == PinnedLines.header + "\n")
  }

  @Test func aNewJournalIsDurableBeforeItIsUsed() throws {
    let files = FaultyFiles()
    _ = try Journal.create(in: directory.path, header: SmallJournal.header, files: files)
    let path = directory.file("journal.jsonl")
    #expect(
      files.calls == [
        .init(.open, path + ".tmp"), .init(.write, path + ".tmp"), .init(.sync, path + ".tmp"),
        .init(.rename, path), .init(.syncDirectory, directory.path),
        .init(.syncDirectory, parent(of: directory.path)), .init(.open, path),
      ])
  }

  @Test(arguments: 1...7, FaultyFiles.Death.allCases)
  func aCrashWhileItIsMadeLeavesNoneOrAWholeOne(call: Int, death: FaultyFiles.Death) throws {
    let files = FaultyFiles(.crash(at: call, death))
    do throws(JournalError) {
      _ = try Journal.create(in: directory.path, header: SmallJournal.header, files: files)
      #expect(call == 7 && death == .after)
    } catch {
      #expect(files.isDead)
    }
    if let text = directory.text(of: "journal.jsonl") {
      #expect(text == PinnedLines.header + "\n")
      #expect(try open().header == SmallJournal.header)
    }
  }

  @Test func aStateIsHandedOverOnce() throws {
    _ = directory.write(SmallJournal.usual.bytes, to: "journal.jsonl")
    let journal = try open()
    let known = journal.state.jobs
    #expect(!known.isEmpty)
    #expect(journal.handOverState().jobs == known)
    #expect(journal.state.jobs.isEmpty && journal.handOverState().jobs.isEmpty)
  }

  @Test func whatWasAppendedIsReplayed() async throws {
    let small = SmallJournal.usual
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: SystemFiles())
    for record in small.records { try await journal.writer.append([record]) }
    #expect(directory.bytes(of: "journal.jsonl") == small.bytes)
    let again = try open()
    #expect(again.header == SmallJournal.header)
    #expect(again.state.jobs == (try small.jobs(afterLines: .max)))
    // And goes on with the next number.
    try await again.writer.append([
      BatchRecord(at: .make(), event: .job(JobID("c"), EventKind.named.event()))
    ])
    #expect(try open().state.jobs.count == 3)
  }

  @Test(arguments: 0..<25) func replayIsTheFoldOfWhatHappened(seed: Int) async throws {
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: SystemFiles())
    var state = BatchState()
    var records: [BatchRecord] = []
    for number in 0..<6 {
      var job = RandomJob(seed: UInt64(seed * 100 + number))
      for _ in 0..<40 {
        let (event, time) = job.step { "video_\(number)_\($0)" }
        records.append(BatchRecord(at: time, event: .job(JobID("job-\(number)"), event)))
      }
    }
    for record in records { try state.apply(record) }
    try await journal.writer.append(records)
    let replayed = try open().state
    #expect(replayed.jobs == state.jobs, "seed \(seed)")
    #expect(replayed.owners == state.owners, "seed \(seed)")
    #expect(replayed.recentSubmissions == state.recentSubmissions, "seed \(seed)")
    #expect(replayed.witnesses.map(\.task) == state.witnesses.map(\.task), "seed \(seed)")
    #expect(replayed.foldedStems == state.foldedStems, "seed \(seed)")
    // The states survive a snapshot through the same lines.
    let second = TemporaryDirectory()
    let copy = try Journal.create(
      in: second.path, header: SmallJournal.header, files: SystemFiles())
    try await copy.writer.append(Array(state.snapshot(at: .make())))
    let compact = try Journal.open(in: second.path, now: .make(), files: SystemFiles())
    #expect(compact.state.jobs == state.jobs, "seed \(seed)")
  }

  @Test func aMissingJournalIsNotMadeByOpening() throws {
    #expect {
      try open()
    } throws: { error in
      guard case JournalError.file(let error) = error else { return false }
      return error.isNotFound
    }
    #expect(directory.names.isEmpty)
  }

  @Test func aSymbolicLinkIsNotFollowed() throws {
    let elsewhere = TemporaryDirectory()
    let target = elsewhere.write(SmallJournal.usual.bytes, to: "real.jsonl")
    directory.link("journal.jsonl", to: target)
    #expect {
      try open()
    } throws: { error in
      guard case JournalError.file(let error) = error else { return false }
      return error.isSymbolicLink
    }
    #expect(elsewhere.bytes(of: "real.jsonl") == SmallJournal.usual.bytes)
  }

  @Test func aDamagedJournalSaysWhereAndWhatToDo() throws {
    let path = directory.write(SmallJournal.usual.lines[0] + [UInt8]("{}\n".utf8), to: "j")
    do throws(JournalError) {
      _ = try JournalReplay(path: path, files: SystemFiles())
      Issue.record("it was replayed")
    } catch {
      #expect(
        error.description == """
          \(path):2: the journal is damaged: the checksum does not match. Nothing was sent. \
          Restore the file from a backup; going on without this record could pay for a video \
          twice.
          """)
    }
  }
}
