import DurableFiles
import JobJournal
import JobModel
import Locking
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1))) struct JobLedgerTests {
  let directory = TemporaryDirectory()
  let halt = Halt()
  let clock = TestClock()
  private static let run = Run(id: "run-1", settings: [])
  private static let header = JournalHeader(
    generation: 1, service: "tests", salt: "salt", at: .make())

  private func ledger(
    _ files: any FileOperations = SystemFiles(), spacing: Duration = .zero,
    listener: @escaping @Sendable (BatchRecord) -> Void = { _ in }
  ) throws -> JobLedger {
    let journal = try Journal.create(in: directory.path, header: Self.header, files: files)
    return JobLedger(
      journal: journal, clock: clock, halt: halt, spacing: spacing, listener: listener)
  }

  private func intend(_ ledger: JobLedger, _ id: String) async throws -> Attempt.Intent {
    try await ledger.intend(JobID(id), fresh: Self.run) { number, run in
      .make(number: number, key: "key-\(id)-\(number)", run: run)
    }
  }

  @Test func runBeginsBeforeItsFirstIntentHoweverManyCompete() async throws {
    for _ in 0..<20 {
      let directory = TemporaryDirectory()
      let journal = try Journal.create(
        in: directory.path, header: Self.header, files: SystemFiles())
      let ledger = JobLedger(journal: journal, clock: clock, halt: halt, spacing: .zero) { _ in }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<16 {
          group.addTask { _ = try await intend(ledger, "job-\(index)") }
        }
        try await group.waitForAll()
      }
      let lines = try #require(directory.text(of: Journal.fileName)).split(separator: "\n")
      #expect(lines.count == 1 + 1 + 16)
      #expect(lines.firstIndex { $0.contains("\"type\":\"run\"") } == 1)
    }
  }

  @Test func taskOfAnotherJobIsDoubtedAndNotShared() async throws {
    let ledger = try ledger()
    let first = try await intend(ledger, "a")
    let second = try await intend(ledger, "b")
    #expect(try await ledger.recordAccepted(TaskID("t"), attempt: first, of: JobID("a")))
    #expect(try await !ledger.recordAccepted(TaskID("t"), attempt: second, of: JobID("b")))
    let phase = ledger.state(of: JobID("b"))?.latest?.phase
    guard case .inDoubt(_, TaskID("t"))? = phase else {
      Issue.record("\(String(describing: phase))")
      return
    }
    #expect(ledger.state(of: JobID("a"))?.latest?.phase == .accepted(TaskID("t")))
  }

  /// What the service has answered to money waits for nothing, whatever was written just before;
  /// another record then shares the next sync.
  @Test func acceptanceIsDurableAtOnce() async throws {
    let files = FaultyFiles()
    let ledger = try ledger(files, spacing: .milliseconds(10))
    let intent = try await intend(ledger, "a")
    let syncs = files.count(of: .sync)
    async let isOwn = ledger.recordAccepted(TaskID("t"), attempt: intent, of: JobID("a"))
    while files.count(of: .sync) == syncs, clock.sleeperCount == 0 { await Task.yield() }
    #expect(clock.sleeperCount == 0, "it waits for its turn")
    if clock.sleeperCount > 0 { clock.advance(by: .milliseconds(10)) }
    #expect(try await isOwn)
    #expect(files.count(of: .sync) == syncs + 1)
    async let next = intend(ledger, "b")
    await clock.sleepers()
    #expect(files.count(of: .sync) == syncs + 1)
    clock.advance(by: .milliseconds(10))
    _ = try await next
    #expect(files.count(of: .sync) == syncs + 2)
  }

  @Test func acceptedAttemptIsAControlForItsModeAndAccountAlone() async throws {
    let with = try ledger()
    #expect(
      try await with.recordAccepted(
        TaskID("t"), attempt: intend(with, "a"), of: JobID("a")))
    #expect(with.hasAcceptedKey(.imageToVideo))
    #expect(!with.hasAcceptedKey(.referenceVideo))
    func controls(_ job: String, _ intent: Attempt.Intent) -> [TaskID] {
      let doubt = Attempt(
        intent: intent, phase: .intended, submittedAt: .make(), changedAt: .make())
      return with.controls(
        for: doubt, of: JobID(job), sentBefore: Uptime(boot: "boot-0", milliseconds: 0),
        limits: RunLimits()
      ).map(\.control.task)
    }
    let own = Attempt.Intent.make(uptime: Uptime(boot: "boot-0", milliseconds: 0))
    #expect(controls("b", own) == [TaskID("t")])
    #expect(controls("a", own) == [], "a job is never its own control")
    var other = own
    other.account = "account-2"
    #expect(controls("b", other) == [])
    other = own
    other.outline.mode = .referenceVideo
    #expect(controls("b", other) == [])
  }

  @Test func stemIsGivenOnceAndNeverTwice() async throws {
    let ledger = try ledger()
    let choose: @Sendable (JobID) -> @Sendable ((String) -> Bool) -> String = { id in
      { isTaken in FileStem.choose(for: id, isTaken: isTaken) }
    }
    #expect(try await ledger.stem(of: JobID("a"), choose: choose(JobID("a"))) == "a")
    #expect(try await ledger.stem(of: JobID("a"), choose: { _ in "z" }) == "a")
    let other = try await ledger.stem(of: JobID("A"), choose: choose(JobID("A")))
    #expect(other.hasPrefix("A~"))
  }

  @Test func impossibleEventStopsTheRun() async throws {
    let ledger = try ledger()
    await #expect(throws: StopReason.self) {
      try await ledger.record(.accepted(attempt: 1, TaskID("t")), of: JobID("a"))
    }
    #expect(halt.reason?.code == "internal_error")
  }

  @Test func recordThatIsNotDurableIsNeitherToldNorActedOn() async throws {
    let told = Locked(0)
    let files = FaultyFiles()
    let ledger = try ledger(files) { _ in told.withLock { $0 += 1 } }
    files.set(.failAll(.sync))
    await #expect(throws: StopReason.self) { _ = try await intend(ledger, "a") }
    #expect(told.withLock { $0 } == 0)
    #expect(halt.reason?.code == "disk")
    #expect(halt.cutsWorkShort)
    // A sync that failed is never tried again.
    files.set(.none)
    await #expect(throws: StopReason.self) { _ = try await intend(ledger, "b") }
    #expect(files.count(of: .write) == 2)
  }
}
