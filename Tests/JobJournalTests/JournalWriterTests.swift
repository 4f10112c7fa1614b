import Dispatch
import DurableFiles
import JobModel
import Locking
import TestSupport
import Testing

@testable import JobJournal

/// Holds up the first sync of a journal until a test lets it go.
private final class Gate: Sendable {
  private let hasArrived = Locked(false)
  private let semaphore = DispatchSemaphore(value: 0)
  private let path: String

  init(_ directory: TemporaryDirectory) { path = directory.file(Journal.fileName) }

  func pass(_ call: FaultyFiles.Call) {
    guard call == FaultyFiles.Call(.sync, path) else { return }
    let isFirst = hasArrived.withLock { hasArrived in
      defer { hasArrived = true }
      return !hasArrived
    }
    if isFirst { semaphore.wait() }
  }

  func arrival() async {
    while !hasArrived.withLock({ $0 }) { await Task.yield() }
  }

  func open() { semaphore.signal() }
}

/// Appends in the order in which it is asked, as the ledger of a run does.
private actor Author {
  private let writer: JournalWriter
  private let files: FaultyFiles
  private let path: String
  private(set) var begun: [Int] = []
  /// How much was durable when each append returned, in bytes.
  private(set) var durable: [Int: Int64] = [:]
  private(set) var failures: [Int: FileError] = [:]

  init(_ writer: JournalWriter, _ files: FaultyFiles, _ directory: TemporaryDirectory) {
    self.writer = writer
    self.files = files
    path = directory.file(Journal.fileName)
  }

  static func record(_ number: Int) -> BatchRecord {
    BatchRecord(at: .make(Int64(number)), event: .job(JobID("job-\(number)"), .intended(.make())))
  }

  func append(_ number: Int) async {
    begun.append(number)
    do throws(FileError) {
      try await writer.append([Self.record(number)])
      durable[number] = files.syncedSize(of: path)
    } catch {
      failures[number] = error
    }
  }

  /// Begins so many appends at once, and returns when all of them are under way.
  nonisolated func begin(_ numbers: Range<Int>, in group: inout TaskGroup<Void>) async {
    let before = await begun.count
    for number in numbers { group.addTask { await self.append(number) } }
    while await begun.count < before + numbers.count { await Task.yield() }
  }
}

@Suite(.timeLimit(.minutes(1))) struct JournalWriterTests {
  let directory = TemporaryDirectory()

  private func setUp(
    _ onCall: @escaping @Sendable (FaultyFiles.Call) -> Void = { _ in }
  ) throws -> (files: FaultyFiles, author: Author) {
    let files = FaultyFiles(onCall: onCall)
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: files)
    return (files, Author(journal.writer, files, directory))
  }

  /// The writes and syncs of the journal itself, in their order.
  private func steps(_ files: FaultyFiles) -> [FaultyFiles.Operation] {
    let path = directory.file(Journal.fileName)
    return files.calls.filter { $0.path == path }.map(\.operation)
      .filter { $0 == .write || $0 == .sync }
  }

  private func ids() throws -> [JobID] {
    let replay = try JournalReplay(
      path: directory.file(Journal.fileName), files: SystemFiles())
    return replay.state.jobs.keys.sorted()
  }

  @Test func recordsThatGatherShareASyncAndKeepTheirOrder() async throws {
    let gate = Gate(directory)
    let (files, author) = try setUp { gate.pass($0) }
    await withTaskGroup { group in
      await author.begin(0..<1, in: &group)
      await gate.arrival()
      await author.begin(1..<200, in: &group)
      #expect(await author.durable.isEmpty, "nothing returns before its sync")
      gate.open()
    }
    #expect(steps(files) == [.write, .sync, .write, .sync])
    let order = await author.begun
    let expected = SmallJournal(order.map { Author.record($0) })
    #expect(directory.bytes(of: Journal.fileName) == expected.bytes)
    // Each append returned after a sync that had its line.
    var end = expected.lines[0].count
    for (number, line) in zip(order, expected.lines.dropFirst()) {
      end += line.count
      let durable = try #require(await author.durable[number])
      #expect(durable >= Int64(end), "record \(number)")
    }
  }

  @Test func oneAfterTheOtherHasASyncEach() async throws {
    let (files, author) = try setUp()
    for number in 0..<5 { await author.append(number) }
    #expect(steps(files) == Array(repeating: [.write, .sync], count: 5).flatMap { $0 })
    #expect(await author.durable.count == 5)
  }

  @Test func recordsOfOneCallStayTogether() async throws {
    let files = FaultyFiles()
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: files)
    try await journal.writer.append((0..<50).map { Author.record($0) })
    #expect(steps(files) == [.write, .sync])
    #expect(try ids().count == 50)
  }

  @Test(arguments: [FaultyFiles.Operation.write, .sync])
  func afterAFailureNothingIsWrittenOrSyncedAnyMore(operation: FaultyFiles.Operation) async throws {
    let (files, author) = try setUp()
    await author.append(0)
    files.set(.failAll(operation, code: 5))
    await author.append(1)
    // The disk would work again, but what the failure lost is lost.
    files.set(.none)
    for number in 2..<5 { await author.append(number) }
    let first: [FaultyFiles.Operation] = [.write, .sync]
    #expect(steps(files) == first + (operation == .write ? [.write] : [.write, .sync]))
    let failures = await author.failures
    #expect(failures.keys.sorted() == [1, 2, 3, 4])
    #expect(Set(failures.values.map(\.operation)) == [operation.rawValue])
    #expect(await author.durable.keys.sorted() == [0])
  }

  @Test func whatGatheredBehindAFailingSyncFailsToo() async throws {
    let gate = Gate(directory)
    let (files, author) = try setUp { gate.pass($0) }
    files.set(.failAll(.sync, code: 5))
    await withTaskGroup { group in
      await author.begin(0..<1, in: &group)
      await gate.arrival()
      await author.begin(1..<50, in: &group)
      gate.open()
    }
    #expect(steps(files) == [.write, .sync])
    #expect(await author.failures.count == 50)
    #expect(await author.durable.isEmpty)
  }

  @Test func aJournalThatWasRemovedTakesNoMoreRecords() async throws {
    let (_, author) = try setUp()
    await author.append(0)
    try SystemFiles().remove(directory.file(Journal.fileName))
    for number in 1...2 { await author.append(number) }
    #expect(await author.durable.keys.sorted() == [0])
    #expect(await author.failures[1]?.isNotFound == true)
    #expect(await author.failures[2]?.isNotFound == true)
  }

  @Test func aRecordCutShortByAFullDiskIsMendedAtTheNextStart() async throws {
    let (files, author) = try setUp()
    await author.append(0)
    files.set(.cut(at: files.calls.count + 1, code: 28))
    await author.append(1)
    #expect(await author.failures[1]?.isDiskFull == true)
    #expect(try ids() == [JobID("job-0")])
    let mended = try Journal.open(in: directory.path, now: .make(), files: SystemFiles())
    try await mended.writer.append([Author.record(1)])
    #expect(try ids() == [JobID("job-0"), JobID("job-1")])
  }

  @Test(arguments: 1...8, FaultyFiles.Death.allCases)
  func aCrashLeavesWhatWasAcknowledgedAndNothingOutOfOrder(
    call: Int, death: FaultyFiles.Death
  ) async throws {
    let (files, author) = try setUp()
    files.set(.crash(at: files.calls.count + call, death))
    for number in 0..<4 { await author.append(number) }
    #expect(files.isDead)
    let acknowledged = await author.durable.keys.sorted()
    let found = try ids()
    #expect(acknowledged == Array(0..<acknowledged.count))
    #expect(found == (0..<found.count).map { JobID("job-\($0)") })
    #expect(found.count >= acknowledged.count)
    #expect(found.count <= acknowledged.count + 1)
  }

  @Test func cancellationDoesNotInterruptAnAppend() async throws {
    let gate = Gate(directory)
    let (_, author) = try setUp { gate.pass($0) }
    let task = Task { await author.append(0) }
    await gate.arrival()
    task.cancel()
    #expect(await author.durable.isEmpty)
    gate.open()
    await task.value
    #expect(await author.durable.count == 1)
    #expect(try ids() == [JobID("job-0")])
  }
}
