import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Output directories that somebody else works in, or has tampered with.
@Suite struct DirectoryTests {
  private func program(_ simulator: SimulatorProcess, jobs: Int) -> BuiltProgram {
    let program = simulator.client()
    let lines = (0..<jobs).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    return program
  }

  private let arguments = [
    "run", "jobs.jsonl", "--yes", "--poll-interval", "0.05", "--submit-rate", "100",
  ]

  @Test func ofManyStartsAtOnceOneRunsAndTheOthersSendNothing() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "1", "--tier", "unlimited")
    let program = program(simulator, jobs: 5)
    let processes = (0..<12).map { _ in program.start(arguments) }
    var codes: [Int32] = []
    for process in processes { codes.append(await process.wait().exitCode) }
    #expect(codes.sorted() == [0] + Array(repeating: 4, count: 11))
    #expect(try simulator.ledger()["tasks"]?.array?.count == 5)
    await simulator.stop()
  }

  @Test(arguments: ["manifest.jsonl", "results.jsonl", "summary.txt", "report.html", "removed"])
  func anythingOfOursWithoutAJournalIsDamageToEveryCommand(_ name: String) async {
    let program = BuiltProgram()
    TextFile.write(Examples.job("a", "a"), to: program.file("jobs.jsonl"))
    mkdir(program.file("jobs.out"), 0o755)
    TextFile.write("{}\n", to: program.file("jobs.out/" + name))
    for command in ["status", "costs", "verify", "report", "resolve", "plan"] {
      let what = command == "plan" ? ["jobs.jsonl"] : ["jobs.out"]
      let outcome = await program.run([command] + what)
      #expect(outcome.exitCode == 5, "\(command): \(outcome.errors)")
      #expect(outcome.errors.contains("there is \(name) but no journal.jsonl"))
    }
  }

  @Test(arguments: ["journal.jsonl", "videos", "videos/job-0.mp4.part", ".lock"])
  func nothingIsWrittenThroughAPlantedLink(_ place: String) async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator, jobs: 1)
    let outside = TemporaryDirectory()
    outside.write("precious".utf8, to: "file")
    let output = program.file("jobs.out")
    mkdir(output, 0o755)
    if place.hasPrefix("videos/") {
      // A directory of ours needs its journal first.
      #expect(await program.run("run", "jobs.jsonl", "--yes", "--max-cost", "0").exitCode == 3)
      mkdir(output + "/videos", 0o755)
    }
    let target = place == "videos" ? outside.path : outside.file("file")
    #expect(symlink(target, output + "/" + place) == 0)
    let outcome = await program.run(arguments)
    if outcome.exitCode != 0 {
      #expect([3, 5].contains(outcome.exitCode), "\(outcome.errors)")
      #expect(outcome.errors.contains(place), "\(outcome.errors)")
    }
    #expect(outside.text(of: "file") == "precious")
    #expect(outside.names == ["file"])
    await simulator.stop()
  }

  @Test func directoryWithoutItsJournalIsDamaged() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = program(simulator, jobs: 1)
    #expect(await program.run(arguments).exitCode == 0)
    TextFile.remove(program.file("jobs.out/journal.jsonl"))
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 5)
    #expect(outcome.errors.contains("no journal.jsonl"), "\(outcome.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }

  @Test func directoryOfANewerVersionIsRefused() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    mkdir(directory.file("jobs.simulated.out"), 0o755)
    // The checksum is that of the line; see JournalLine.
    TextFile.write(
      #"{"n":1,"type":"journal","format":99,"generation":1,"crc32c":"f3113411"}"# + "\n",
      to: directory.file("jobs.simulated.out/journal.jsonl"))
    let outcome = await BuiltProgram(in: directory).run(
      "run", "jobs.jsonl", "--simulate")
    #expect(outcome.exitCode == 5)
    #expect(outcome.errors.contains("newer version"), "\(outcome.errors)")
  }

  @Test func nothingIsSubmittedAfterTheFirstSignalAndASecondOneEndsAtOnce() async throws {
    // Submissions hang, so the first signal waits for the one that is under way.
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "5", "--fault", "submit:hang-after(600)=#3+")
    let program = program(simulator, jobs: 8)
    let process = program.start(arguments)
    await process.waitUntil {
      TextFile.read(program.file("jobs.out/journal.jsonl")).contains("\"accepted\"")
    }
    process.send(SIGTERM)
    let before = try simulator.ledger()["tasks"]?.array?.count ?? 0
    process.send(SIGTERM)
    let outcome = await process.wait()
    #expect(outcome.exitCode == 143, "\(outcome.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count ?? 0 <= before + 1)
    await simulator.stop()
  }
}
