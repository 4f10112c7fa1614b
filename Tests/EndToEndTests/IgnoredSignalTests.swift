import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals that are ignored when the program starts, as by `nohup` and `trap '' HUP`.
@Suite struct IgnoredSignalTests {
  private static let signals: [(name: String, number: Int32)] = [
    ("HUP", SIGHUP), ("INT", SIGINT), ("TERM", SIGTERM),
  ]

  private static let arguments = [
    "run", "jobs.jsonl", "--yes", "--poll-interval", "0.05", "--settle", "0.2",
  ]

  /// The program beside a simulator, with a manifest of one job.
  private func setUp(
    ignoring name: String, taskSeconds: String = "1"
  ) async throws -> (BuiltProgram, SimulatorProcess) {
    let simulator = try await SimulatorProcess.start("--task-seconds", taskSeconds)
    var program = simulator.client()
    program.ignoredSignals = name
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    return (program, simulator)
  }

  private func isAccepted(in program: BuiltProgram) -> Bool {
    TextFile.read(program.file("jobs.out/journal.jsonl")).contains(#""type":"accepted""#)
  }

  @Test(arguments: signals)
  func ignoredSignalDoesNotStopARun(name: String, number: Int32) async throws {
    let (program, simulator) = try await setUp(ignoring: name)
    let process = program.start(Self.arguments)
    await process.waitUntil { isAccepted(in: program) }
    // Neither the first nor the second.
    process.send(number)
    process.send(number)
    let outcome = await process.wait()
    #expect(outcome.exitCode == 0 && outcome.signal == 0, "\(outcome.errors)")
    #expect(TextFile.names(in: program.file("jobs.out/videos")) == ["a.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }

  @Test func otherSignalStillStopsARun() async throws {
    let (program, simulator) = try await setUp(ignoring: "HUP INT", taskSeconds: "600")
    let process = program.start(Self.arguments)
    await process.waitUntil { isAccepted(in: program) }
    process.send(SIGHUP)
    process.send(SIGTERM)
    #expect(await process.wait().exitCode == 143)
    await simulator.stop()
  }

  @Test func ignoredSignalDoesNotStopCollect() async throws {
    let (program, simulator) = try await setUp(ignoring: "HUP")
    let run = program.start(Self.arguments)
    await run.waitUntil { isAccepted(in: program) }
    run.send(SIGKILL)
    _ = await run.wait()
    let collect = program.start(["collect", "jobs.out", "--poll-interval", "0.05"])
    await collect.waitUntil { collect.errors.contains("\n") }
    collect.send(SIGHUP)
    let outcome = await collect.wait()
    #expect(outcome.exitCode == 0 && outcome.signal == 0, "\(outcome.errors)")
    #expect(TextFile.names(in: program.file("jobs.out/videos")) == ["a.mp4"])
    await simulator.stop()
  }

  @Test(arguments: signals)
  func ignoredSignalDoesNotStopTheSimulator(name: String, number: Int32) async throws {
    var program = BuiltProgram()
    program.ignoredSignals = name
    let process = program.start(["simulate"])
    await process.waitUntil { process.output.hasSuffix("\n") }
    process.send(number)
    let url = try #require(process.output.split(separator: " ").last).dropLast()
    for _ in 0..<3 {
      #expect(try LoopbackHTTP.get(url + "/simulator/ledger").contains("tasks"))
    }
    let other = number == SIGTERM ? SIGINT : SIGTERM
    process.send(other)
    #expect(await process.wait().exitCode == 128 + other)
  }
}
