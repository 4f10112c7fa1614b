import DurableFiles
import JobJournal
import JobModel
import Locking
import TestSupport
import Testing

@testable import BatchEngine

/// What is noted without waiting for the disk.
@Suite(.timeLimit(.minutes(1))) struct LedgerNoteTests {
  private let directory = TemporaryDirectory()
  private let halt = Halt()
  private let clock = TestClock()
  private let files: FaultyFiles
  private let ledger: JobLedger
  /// What the listener heard, and how much of the journal was durable then, in bytes.
  private let heard = Locked<[(record: BatchRecord, durable: Int64)]>([])
  private static let a = JobID("a")
  private static let run = Run(id: "run-1", settings: [])

  init() async throws {
    let files = FaultyFiles()
    let (heard, path) = (heard, directory.file(Journal.fileName))
    let header = JournalHeader(generation: 1, service: "tests", salt: "salt", at: .make())
    let journal = try Journal.create(in: directory.path, header: header, files: files)
    self.files = files
    ledger = JobLedger(journal: journal, clock: clock, halt: halt, spacing: .zero) { record in
      let durable = files.syncedSize(of: path)
      heard.withLock { $0.append((record, durable)) }
    }
  }

  /// Submits a job and has its task accepted, which is waited for.
  private func accept(_ id: JobID) async throws {
    let intent = try await ledger.intend(id, fresh: Self.run) { number, run in
      .make(number: number, key: "key-\(id)", run: run)
    }
    _ = try await ledger.recordAccepted(TaskID("task-\(id)"), attempt: intent, of: id)
  }

  private var kinds: [String] {
    heard.withLock { heard in
      heard.map { heard in
        guard case .job(let id, let event) = heard.record.event else { return "other" }
        return "\(id) \("\(event)".prefix { $0 != "(" })"
      }
    }
  }

  /// The kinds of a journal's lines, with their jobs.
  private func lines() throws -> [String] {
    try #require(directory.text(of: Journal.fileName)).split(separator: "\n").map(String.init)
  }

  private func steps() -> [FaultyFiles.Operation] {
    files.calls.filter { $0.path == directory.file(Journal.fileName) }.map(\.operation)
      .filter { $0 == .write || $0 == .sync }
  }

  private func heard(_ count: Int) async {
    while heard.withLock({ $0.count }) < count { await Task.yield() }
  }

  @Test func notedEventIsKnownAtOnceAndHeardOfWhenItIsDurable() async throws {
    try await accept(Self.a)
    let before = (heard: kinds.count, steps: steps().count, lines: try lines().count)
    try ledger.note(.completed(attempt: 1, .make()), of: Self.a)
    guard case .completed? = ledger.state(of: Self.a)?.latest?.phase else {
      Issue.record("it is not known")
      return
    }
    #expect(kinds.count == before.heard)
    #expect(steps().count == before.steps)
    try await ledger.settle()
    #expect(try lines().count == before.lines + 1)
    #expect(kinds.last == "a completed")
    let size = Int64(directory.bytes(of: Journal.fileName)?.count ?? 0)
    #expect(heard.withLock { $0.last?.durable } == size)
  }

  @Test func notedEventsStandBeforeWhatIsRecordedAfterThem() async throws {
    for id in ["a", "b"] { try await accept(JobID(id)) }
    let (count, syncs) = (try lines().count, files.count(of: .sync))
    try ledger.note(.completed(attempt: 1, .make()), of: JobID("a"))
    try ledger.note(.completed(attempt: 1, .make()), of: JobID("b"))
    try await ledger.record(.lost(attempt: 1, reason: "gone"), of: JobID("a"))
    #expect(files.count(of: .sync) == syncs + 1)
    let journal = try lines().dropFirst(count)
    #expect(journal.map { $0.contains("\"completed\"") } == [true, true, false])
    #expect(journal.map { $0.contains("\"a\"") } == [true, false, true])
    #expect(kinds.suffix(3) == ["a completed", "b completed", "a lost"])
  }

  @Test func gatheringTimeHasWhatGatheredWritten() async throws {
    for id in ["a", "b", "c"] { try await accept(JobID(id)) }
    let syncs = files.count(of: .sync)
    let count = kinds.count
    try ledger.note(.completed(attempt: 1, .make()), of: JobID("a"))
    #expect(clock.nextWaking == JobLedger.gatheringTime)
    clock.advance(by: JobLedger.gatheringTime / 2)
    try ledger.note(.completed(attempt: 1, .make()), of: JobID("b"))
    #expect(clock.sleeperCount == 1, "one wait for all that gathers")
    #expect(files.count(of: .sync) == syncs)
    clock.advance(by: JobLedger.gatheringTime / 2)
    await heard(count + 2)
    #expect(files.count(of: .sync) == syncs + 1)
    // What comes later gathers anew.
    try ledger.note(.completed(attempt: 1, .make()), of: JobID("c"))
    #expect(clock.nextWaking == JobLedger.gatheringTime * 2)
    clock.advance(by: JobLedger.gatheringTime)
    await heard(count + 3)
    #expect(files.count(of: .sync) == syncs + 2)
    #expect(kinds.suffix(3) == ["a completed", "b completed", "c completed"])
  }

  @Test func nothingIsLostWhenOnlyNotesCome() async throws {
    let ids = (0..<30).map { JobID("job-\($0)") }
    for id in ids { try await accept(id) }
    let count = kinds.count
    await withTaskGroup { group in
      for id in ids {
        group.addTask {
          do {
            try ledger.note(.completed(attempt: 1, .make()), of: id)
            clock.advance(by: .milliseconds(7))
          } catch {
            Issue.record(error)
          }
        }
      }
    }
    clock.advance(by: JobLedger.gatheringTime)
    await heard(count + 30)
    #expect(clock.sleeperCount == 0)
    let state = try Journal.open(in: directory.path, now: .make(), files: SystemFiles()).state
    for id in ids {
      guard case .completed? = state.jobs[id]?.latest?.phase else {
        Issue.record("\(id) is lost")
        continue
      }
    }
  }

  @Test func diskThatFailsStopsTheRunThoughNobodyWaits() async throws {
    try await accept(Self.a)
    let count = kinds.count
    files.set(.failAll(.sync, code: 28))
    try ledger.note(.completed(attempt: 1, .make()), of: Self.a)
    #expect(halt.reason == nil)
    clock.advance(by: JobLedger.gatheringTime)
    while halt.reason == nil { await Task.yield() }
    #expect(halt.reason?.code == "disk")
    #expect(halt.cutsWorkShort)
    #expect(kinds.count == count, "nobody hears of what is not durable")
    await #expect(throws: StopReason.self) { try await ledger.settle() }
  }

  @Test func failureOfWhatGatheredFailsWhoWaits() async throws {
    try await accept(Self.a)
    files.set(.failAll(.write))
    try ledger.note(.completed(attempt: 1, .make()), of: Self.a)
    await #expect(throws: StopReason.self) { try await ledger.settle() }
    #expect(halt.reason?.code == "disk")
  }

  @Test func noteThatCanNotFollowStopsTheRun() async throws {
    #expect(throws: StopReason.self) {
      try ledger.note(.completed(attempt: 1, .make()), of: Self.a)
    }
    #expect(halt.reason?.code == "internal_error")
    #expect(clock.sleeperCount == 0)
  }

  @Test func nameIsJournalledWithTheFirstIntentAndNotAgain() async throws {
    let syncs = files.count(of: .sync)
    for attempt in 1...2 {
      let intent = try await ledger.intend(
        Self.a, fresh: Self.run, stem: { FileStem.choose(for: Self.a, isTaken: $0) }
      ) { number, run in .make(number: number, run: run) }
      #expect(intent.number == attempt)
      try await ledger.record(.withdrawn(attempt: attempt, reason: "test"), of: Self.a)
    }
    #expect(files.count(of: .sync) == syncs + 4)
    #expect(
      kinds == ["other", "a named", "a intended", "a withdrawn", "a intended", "a withdrawn"])
    #expect(ledger.state(of: Self.a)?.stem == "a")
  }

  @Test func nameThatIsTakenIsNotGivenAgainWithAnIntent() async throws {
    for id in ["a", "A"] {
      _ = try await ledger.intend(
        JobID(id), fresh: Self.run, stem: { FileStem.choose(for: JobID(id), isTaken: $0) }
      ) { number, run in .make(number: number, key: "key-\(id)", run: run) }
    }
    #expect(ledger.state(of: JobID("a"))?.stem == "a")
    #expect(ledger.state(of: JobID("A"))?.stem?.hasPrefix("A~") == true)
  }
}
