import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminal that was stopped takes no words any more.
@Suite(.timeLimit(.minutes(2))) struct HeldUpTerminalTests {
  /// Makes a pipe in the place of a terminal, full to the brim.
  ///
  /// - Returns: the end to read from, which the caller closes.
  private func makeFullPipe(_ path: String) throws -> Int32 {
    try #require(mkfifo(path, 0o600) == 0)
    let end = open(path, O_RDWR | O_NONBLOCK)
    try #require(end >= 0)
    let chunk = [UInt8](repeating: 0x2E, count: 4096)
    while write(end, chunk, chunk.count) > 0 {}
    while write(end, chunk, 1) > 0 {}
    return end
  }

  @Test func aRunBringsItsVideosHomeAndASecondSignalEndsIt() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.2")
    var program = simulator.client()
    let terminal = program.file("terminal")
    let end = try makeFullPipe(terminal)
    defer { close(end) }
    TextFile.write(Examples.job("a") + Examples.job("b"), to: program.file("jobs.jsonl"))
    program.terminal = terminal
    let process = program.start(["run", "jobs.jsonl", "--yes", "--poll-interval", "0.05"])
    let output = program.file("jobs.out")
    // Nothing can be said, and all is done all the same.
    await process.waitUntil { TextFile.exists(output + "/report.html") }
    #expect(try Results(in: output).count("completed") == 2)
    process.send(SIGINT)
    // While the first waits for the last words, the second needs no patience.
    await process.waitUntil {
      process.send(SIGINT)
      return false
    }
    let outcome = await process.wait()
    #expect(outcome.signal != SIGKILL, "it had to be killed")
    #expect(TextFile.names(in: output + "/videos") == ["a.mp4", "b.mp4"])
    await simulator.stop()
  }
}
