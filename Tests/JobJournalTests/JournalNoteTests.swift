import Dispatch
import DurableFiles
import JobModel
import Locking
import TestSupport
import Testing

@testable import JobJournal

/// Appends in the order in which it is asked, as the ledger of a run does.
private actor Author {
  private let writer: JournalWriter
  private(set) var begun = 0

  init(_ writer: JournalWriter) { self.writer = writer }

  func append(_ number: Int) async {
    begun = number
    do throws(FileError) {
      try await writer.append([JournalNoteTests.record(number)])
    } catch {
      Issue.record("\(error)")
    }
  }
}

/// Records that nobody waits for, alone and among those that somebody waits for.
@Suite(.timeLimit(.minutes(1))) struct JournalNoteTests {
  private let directory = TemporaryDirectory()
  private let told = Locked<[Int]>([])
  private let failures = Locked<[Int: FileError]>([:])

  private func setUp(
    _ onCall: @escaping @Sendable (FaultyFiles.Call) -> Void = { _ in }
  ) throws -> (files: FaultyFiles, writer: JournalWriter) {
    let files = FaultyFiles(onCall: onCall)
    let journal = try Journal.create(
      in: directory.path, header: SmallJournal.header, files: files)
    return (files, journal.writer)
  }

  fileprivate static func record(_ number: Int) -> BatchRecord {
    BatchRecord(at: .make(Int64(number)), event: .job(JobID("job-\(number)"), .intended(.make())))
  }

  private func note(_ number: Int, _ writer: JournalWriter) {
    writer.note([Self.record(number)]) { [told, failures] outcome in
      switch outcome {
      case .success: told.withLock { $0.append(number) }
      case .failure(let error): failures.withLock { $0[number] = error }
      }
    }
  }

  /// The writes and syncs of the journal itself, in their order.
  private func steps(_ files: FaultyFiles) -> [FaultyFiles.Operation] {
    let path = directory.file(Journal.fileName)
    return files.calls.filter { $0.path == path }.map(\.operation)
      .filter { $0 == .write || $0 == .sync }
  }

  /// Whether the journal holds these records and no others, in this order.
  private func holds(_ numbers: [Int]) -> Bool {
    directory.bytes(of: Journal.fileName) == SmallJournal(numbers.map { Self.record($0) }).bytes
  }

  private func all(_ count: Int) async {
    while told.withLock({ $0.count }) + failures.withLock({ $0.count }) < count {
      await Task.yield()
    }
  }

  @Test func noteWaitsForSomebodyElse() async throws {
    let (files, writer) = try setUp()
    for number in 0..<5 { note(number, writer) }
    #expect(steps(files) == [])
    #expect(told.withLock { $0 } == [])
    try await writer.append([Self.record(5)])
    #expect(steps(files) == [.write, .sync])
    #expect(told.withLock { $0 } == [0, 1, 2, 3, 4], "before the append returned")
    #expect(holds(Array(0...5)))
  }

  @Test func whatGatheredIsWrittenWhenAskedFor() async throws {
    let (files, writer) = try setUp()
    writer.writeWhatGathered()
    note(0, writer)
    note(1, writer)
    writer.writeWhatGathered()
    await all(2)
    writer.writeWhatGathered()
    try await writer.append([])
    #expect(steps(files).prefix(2) == [.write, .sync])
    #expect(told.withLock { $0 } == [0, 1])
    #expect(holds([0, 1]))
  }

  @Test func noteIsToldAfterItsSync() async throws {
    let path = directory.file(Journal.fileName)
    let told = told
    let toldAtSync = Locked<[Int]>([])
    let (files, writer) = try setUp { call in
      guard call == FaultyFiles.Call(.sync, path) else { return }
      toldAtSync.withLock { $0 = told.withLock { $0 } }
    }
    note(0, writer)
    note(1, writer)
    writer.writeWhatGathered()
    await all(2)
    #expect(toldAtSync.withLock { $0 } == [], "nobody is told before the sync")
    #expect(files.syncedSize(of: path) == Int64(directory.bytes(of: Journal.fileName)?.count ?? 0))
  }

  /// Holds up the first sync until all else is under way.
  @Test func mixedCallsShareASyncAndKeepTheirOrder() async throws {
    let path = directory.file(Journal.fileName)
    let (hasArrived, mayGoOn) = (Locked(false), DispatchSemaphore(value: 0))
    let (files, writer) = try setUp { call in
      guard call == FaultyFiles.Call(.sync, path) else { return }
      let isFirst = hasArrived.withLock { hasArrived in
        defer { hasArrived = true }
        return !hasArrived
      }
      if isFirst { mayGoOn.wait() }
    }
    note(0, writer)
    writer.writeWhatGathered()
    while !hasArrived.withLock({ $0 }) { await Task.yield() }
    let author = Author(writer)
    await withTaskGroup { group in
      for number in stride(from: 1, to: 40, by: 2) {
        note(number, writer)
        group.addTask { await author.append(number + 1) }
        while await author.begun <= number { await Task.yield() }
      }
      #expect(told.withLock { $0 } == [])
      mayGoOn.signal()
    }
    #expect(steps(files) == [.write, .sync, .write, .sync])
    #expect(told.withLock { $0 } == [0] + Array(stride(from: 1, to: 40, by: 2)))
    #expect(holds(Array(0...40)))
  }

  @Test(arguments: [FaultyFiles.Operation.write, .sync])
  func firstFailureFailsWhatGatheredAndAllThatFollows(operation: FaultyFiles.Operation) async throws
  {
    let (files, writer) = try setUp()
    try await writer.append([Self.record(0)])
    files.set(.failAll(operation, code: 28))
    note(1, writer)
    note(2, writer)
    await #expect(throws: FileError.self) { try await writer.append([Self.record(3)]) }
    #expect(failures.withLock { $0.keys.sorted() } == [1, 2])
    // The disk would work again, but what the failure lost is lost.
    files.set(.none)
    let before = steps(files)
    note(4, writer)
    await all(3)
    #expect(failures.withLock { $0.keys.sorted() } == [1, 2, 4], "nobody needs to ask for it")
    writer.writeWhatGathered()
    await #expect(throws: FileError.self) { try await writer.append([]) }
    #expect(steps(files) == before)
    #expect(failures.withLock { $0.values.allSatisfy(\.isDiskFull) })
    #expect(told.withLock { $0 } == [])
  }

  @Test func failureOfANoteThatNobodyWaitedForFailsTheNextAppend() async throws {
    let (files, writer) = try setUp()
    files.set(.failAll(.sync))
    note(0, writer)
    writer.writeWhatGathered()
    await all(1)
    files.set(.none)
    await #expect(throws: FileError.self) { try await writer.append([Self.record(1)]) }
    #expect(steps(files) == [.write, .sync])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func anyMixtureIsOnTheDiskInItsOrderAndToldOnce(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let (_, writer) = try setUp()
    var notes: [Int] = []
    for number in 0..<200 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        try await writer.append([Self.record(number)])
        #expect(told.withLock { $0 } == notes, "seed \(seed)")
      case 1:
        writer.writeWhatGathered()
        fallthrough
      default:
        note(number, writer)
        notes.append(number)
      }
    }
    try await writer.append([])
    #expect(told.withLock { $0 } == notes, "seed \(seed)")
    #expect(holds(Array(0..<200)), "seed \(seed)")
  }
}
