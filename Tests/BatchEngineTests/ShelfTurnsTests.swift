import DurableFiles
import TestSupport
import Testing

@testable import BatchEngine

@Suite(.timeLimit(.minutes(1)))
struct ShelfTurnsTests {
  private let directory = TemporaryDirectory()
  private let clock = TestClock()
  private let files = FaultyFiles()

  private func turns(downloads: Int) throws -> ShelfTurns {
    let shelf = VideoShelf(directory: directory.path, files: files)
    try shelf.prepare()
    return ShelfTurns(
      shelf, disk: BlockingWork(label: "test"), clock: clock, downloads: downloads)
  }

  /// Writes a small file and puts it under its name.
  private func put(_ name: String, _ turns: ShelfTurns) async throws(FileError) {
    let (path, files) = (directory.file("videos/" + name), files)
    try await turns.run { () throws(FileError) in
      let file = try DurableFile(path: path, suffix: ".part", files: files)
      try file.write([1])
      return .file(file) { () throws(FileError) in try file.place() }
    }
  }

  private var directorySyncs: Int { files.count(of: .syncDirectory) }

  @Test func aLoneVideoIsDurableAtOnce() async throws {
    let turns = try turns(downloads: 8)
    let before = directorySyncs
    try await put("a.mp4", turns)
    #expect(directorySyncs == before + 1)
    #expect(files.calls.last == .init(.syncDirectory, directory.file("videos")))
    #expect(directory.bytes(of: "videos/a.mp4") == [1])
  }

  @Test func videosThatComeTogetherShareASyncOfTheirDirectory() async throws {
    let turns = try turns(downloads: 8)
    try await put("first.mp4", turns)
    let before = directorySyncs
    let executor = TurnExecutor()
    let tasks = ["a.mp4", "b.mp4", "c.mp4"].map { name in
      Task(executorPreference: executor) { try await put(name, turns) }
    }
    // Once none has a step left to do, all three wait for their turn.
    while !executor.isIdle { await Task.yield() }
    #expect(directorySyncs == before)
    clock.advance(by: ShelfTurns.spacing)
    for task in tasks { try await task.value }
    #expect(directorySyncs == before + 1)
    #expect(TextFile.names(in: directory.file("videos")).count == 4)
  }

  @Test func whenAllDownloadsAreThereTheyDoNotWaitForMore() async throws {
    let turns = try turns(downloads: 4)
    try await put("first.mp4", turns)
    let before = directorySyncs
    // The time stands still: what is put is put since there are enough of them.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 { group.addTask { try await put("\(number).mp4", turns) } }
      try await group.waitForAll()
    }
    #expect(directorySyncs == before + 1)
  }

  @Test func allAreWrittenThenSyncedThenNamed() async throws {
    let turns = try turns(downloads: 3)
    try await put("first.mp4", turns)
    let before = files.calls.count
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<3 { group.addTask { try await put("\(number).mp4", turns) } }
      try await group.waitForAll()
    }
    let steps = files.calls[before...].map(\.operation)
    #expect(
      steps == [.open, .write, .open, .write, .open, .write, .sync, .sync, .sync]
        + [.rename, .rename, .rename, .syncDirectory])
  }

  /// Of the calls that put three videos on the shelf, one fails: its video is not there, and the
  /// others are, durably.
  @Test(arguments: 1...12) func aFailureIsToldToItsVideoOnly(call: Int) async throws {
    let turns = try turns(downloads: 3)
    try await put("first.mp4", turns)
    let before = files.calls.count
    files.set(.fail(at: before + call))
    let names = ["a.mp4", "b.mp4", "c.mp4"]
    let failed = await withTaskGroup(of: String?.self) { group in
      for name in names {
        group.addTask {
          do throws(FileError) {
            try await put(name, turns)
            return nil
          } catch {
            return name
          }
        }
      }
      return await group.reduce(into: Set<String>()) { failed, name in
        if let name { failed.insert(name) }
      }
    }
    #expect(failed.count == 1)
    let there = Set(
      TextFile.names(in: directory.file("videos")).filter { $0.hasSuffix(".mp4") })
    #expect(there == Set(names + ["first.mp4"]).subtracting(failed))
    #expect(files.calls.last == .init(.syncDirectory, directory.file("videos")))
  }

  @Test func whatFailsHoldsNobodyUp() async throws {
    let turns = try turns(downloads: 2)
    try await put("first.mp4", turns)
    let broken = FileError(operation: "write", path: "broken", code: 28)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await #expect(throws: FileError.self) {
          try await turns.run { () throws(FileError) -> ShelfDraft<Void> in throw broken }
        }
      }
      group.addTask {
        do {
          try await put("b.mp4", turns)
        } catch {
          Issue.record(error)
        }
      }
    }
    #expect(directory.bytes(of: "videos/b.mp4") == [1])
  }

  @Test func nobodyIsToldOfANameThatIsNotDurable() async throws {
    let turns = try turns(downloads: 2)
    files.set(.failAll(.syncDirectory))
    await #expect(throws: FileError.self) { try await put("a.mp4", turns) }
  }

  @Test func whoHasNothingToPutIsNotToldOfTheDirectory() async throws {
    let turns = try turns(downloads: 2)
    files.set(.failAll(.syncDirectory))
    let value = try await turns.run { () throws(FileError) -> ShelfDraft<Int> in .nothing(7) }
    #expect(value == 7)
  }
}
