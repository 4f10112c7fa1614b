import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ResumeTests {
  /// A manifest of 30 jobs beside a simulator whose tasks take a moment.
  private func setUp() async throws -> (BuiltProgram, SimulatorProcess, [String]) {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.3...1", "--tier", "unlimited")
    let program = simulator.client()
    let lines = (0..<30).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let arguments = [
      "run", "jobs.jsonl", "--yes", "--concurrency", "5", "--poll-interval", "0.05",
      "--submit-rate", "1000", "--query-rate", "1000", "--settle", "0.2",
    ]
    return (program, simulator, arguments)
  }

  /// Lets a run go on until some jobs have their video, and sends it a signal then.
  private func send(
    _ signal: Int32, to process: BuiltProgram.Process, afterVideos count: Int,
    _ program: BuiltProgram
  ) async {
    let videos = program.file("jobs.out/videos")
    await process.send(signal) {
      TextFile.names(in: videos).count { $0.hasSuffix(".mp4") } >= count
    }
  }

  @Test func nextProcessWaitsAsLongAsTheServiceAskedTheLast() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.1", "--fault", "submit:429-before(retry-after 60)=#1")
    let program = simulator.client()
    TextFile.write(Examples.job("a", "a"), to: program.file("jobs.jsonl"))
    let first = program.start(["run", "jobs.jsonl", "--yes"])
    let journal = program.file("jobs.out/journal.jsonl")
    await first.send(SIGKILL) { TextFile.read(journal).contains(#""type":"taught""#) }
    #expect(await first.wait().signal == SIGKILL)

    let second = program.start(["resume", "jobs.out", "--yes"])
    await second.waitUntil { second.errors.contains("1 to submit") }
    #expect(second.errors.contains("1 to submit"), "\(second.errors)")
    // It is about to submit, which would take a few milliseconds.
    let start = ContinuousClock.now
    await second.waitUntil { ContinuousClock.now - start > .milliseconds(300) }
    second.send(SIGINT)
    #expect(await second.wait().exitCode == 130)
    let requests = try simulator.ledger()["requests"]?["POST /v1/videos/generations"]
    #expect(requests?.object?.members.count == 1)
    #expect(requests?["429"]?.int == 1)
    await simulator.stop()
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func interruptedRunIsResumedWithoutPayingTwice(_ signal: Int32, _ code: Int32) async throws {
    let (program, simulator, arguments) = try await setUp()
    let process = program.start(arguments)
    await send(signal, to: process, afterVideos: 4, program)
    let first = await process.wait()
    #expect(first.exitCode == code, "\(first.errors)")
    #expect(first.errors.contains("next: wanbatch run jobs.jsonl"))
    let stopped = try Results(in: program.file("jobs.out"))
    #expect(stopped.rows.count == 30)
    #expect(stopped.totals["stopped"]?["reason"]?.string == "interrupted")

    let second = await program.run("resume", "jobs.out", "--yes")
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(try Results(in: program.file("jobs.out")).count("completed") == 30)
    let ledger = try simulator.ledger()
    #expect(ledger["tasks"]?.array?.count == 30)
    #expect(Results.cents(ledger["totals"]?["net"]) == 30 * 75)
    await simulator.stop()
  }

  @Test func killedRunIsResumedWithoutPayingTwice() async throws {
    let (program, simulator, arguments) = try await setUp()
    let process = program.start(arguments)
    await send(SIGKILL, to: process, afterVideos: 3, program)
    #expect(await process.wait().signal == SIGKILL)
    let second = await program.run(arguments)
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(try Results(in: program.file("jobs.out")).count("completed") == 30)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 30)
    await simulator.stop()
  }

  @Test func secondRunOnTheSameDirectoryEndsAtOnce() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "600")
    let program = simulator.client()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let arguments = ["run", "jobs.jsonl", "--yes"]
    let process = program.start(arguments)
    await process.waitUntil { [directory = program.directory] in
      TextFile.read(directory.file("jobs.out/journal.jsonl")).contains("\"accepted\"")
    }
    let second = await program.run(arguments)
    #expect(second.exitCode == 4)
    #expect(second.errors.contains("pid \(process.id)"), "\(second.errors)")
    process.send(SIGKILL)
    _ = await process.wait()
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }

  @Test func directoryOfAnotherServiceIsRefused() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    var program = BuiltProgram(in: directory)
    #expect(await program.run("run", "jobs.jsonl", "--simulate", "--output", "d").exitCode == 0)
    program.environment = ["TOAPIS_API_KEY": "key", "TOAPIS_BASE_URL": "http://127.0.0.1:9"]
    let outcome = await program.run("run", "jobs.jsonl", "--yes", "--output", "d")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("belongs to service simulator"), "\(outcome.errors)")
  }

  /// A directory of the look-alike does not become the real service's, whatever was asked for.
  @Test func videosOfALookAlikeNeverCountAsTheServices() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    var program = BuiltProgram()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    program.environment = ["TOAPIS_API_KEY": "key", "TOAPIS_BASE_URL": simulator.baseURL]
    let arguments = ["run", "jobs.jsonl", "--yes", "--poll-interval", "0.05"]
    #expect(await program.run(arguments).exitCode == 0)
    program.environment["TOAPIS_BASE_URL"] = "https://toapis.com"
    let plan = await program.run("plan", "jobs.jsonl")
    #expect(plan.errors.contains("belongs to service \(simulator.baseURL)"), "\(plan.errors)")
    let outcome = await program.run(arguments + ["--rebind"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("belongs to service \(simulator.baseURL)"))
    #expect(!outcome.errors.contains("--rebind"), "no way is offered that is closed")
    // To another address in the house it may move.
    let other = try await SimulatorProcess.start("--task-seconds", "0.05")
    program.environment["TOAPIS_BASE_URL"] = other.baseURL
    let offer = await program.run(arguments)
    #expect(offer.exitCode == 2 && offer.errors.contains("--rebind"), "\(offer.errors)")
    #expect(await program.run(arguments + ["--rebind"]).exitCode == 0)
    await simulator.stop()
    await other.stop()
  }

  /// Where a descriptor is closed, the next file would get its number, and the words for a person.
  @Test(arguments: ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func wordsForClosedStreamsGoIntoNoFile(_ redirection: String) async throws {
    var program = BuiltProgram()
    TextFile.write(Examples.job("a") + Examples.job("b"), to: program.file("jobs.jsonl"))
    program.redirection = redirection
    let arguments = ["run", "jobs.jsonl", "--simulate", "--json"]
    #expect(await program.run(arguments).exitCode == 0)
    #expect(await program.run(arguments).exitCode == 0)
    program.redirection = ""
    let verification = await program.run("verify", "jobs.simulated.out")
    #expect(verification.exitCode == 0, "\(verification.output)\(verification.errors)")
  }

  @Test func lostCopyOfTheManifestIsBroughtAgain() async throws {
    let program = BuiltProgram()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let arguments = ["run", "jobs.jsonl", "--simulate", "--output", "d"]
    #expect(await program.run(arguments).exitCode == 0)
    TextFile.remove(program.file("d/manifest.jsonl"))
    TextFile.remove(program.file("d/videos/a.mp4"))
    #expect(await program.run("collect", "d").output == "")
    let resumed = await program.run("resume", "d")
    #expect(resumed.exitCode == 2, "nothing is under way: \(resumed.errors)")
    TextFile.write("half a line", to: program.file("d/manifest.jsonl"))
    let cut = await program.run("resume", "d")
    #expect(cut.exitCode == 5)
    #expect(cut.errors.contains("wanbatch run MANIFEST --output d"), "\(cut.errors)")
    #expect(await program.run(arguments).exitCode == 0)
    #expect(try Results(in: program.file("d")).count("completed") == 1)
  }

  @Test func whatACrashLeavesIsCleanedUpAndNothingElse() async throws {
    let program = BuiltProgram()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let arguments = ["run", "jobs.jsonl", "--simulate", "--output", "d"]
    #expect(await program.run(arguments).exitCode == 0)
    let output = program.file("d")
    for folder in ["versions", "removed"] { mkdir(output + "/" + folder, 0o755) }
    let left = [
      "videos/x.mp4.part", "videos/x.mp4.tmp", "versions/x.1.mp4.tmp", "removed/x.mp4.tmp",
    ]
    for name in left + ["videos/notes.tmp"] { TextFile.write("half", to: output + "/" + name) }
    #expect(await program.run(arguments).exitCode == 0)
    #expect(TextFile.names(in: output + "/videos").sorted() == ["a.mp4", "notes.tmp"])
    for folder in ["versions", "removed"] {
      #expect(TextFile.names(in: output + "/" + folder).isEmpty)
    }
  }

  @Test func damagedJournalStopsEverything() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    let program = BuiltProgram(in: directory)
    #expect(await program.run("run", "jobs.jsonl", "--simulate").exitCode == 0)
    let path = directory.file("jobs.simulated.out/journal.jsonl")
    var lines = TextFile.read(path).split(separator: "\n").map(String.init)
    lines[2] = String(lines[2].reversed())
    TextFile.write(lines.joined(separator: "\n") + "\n", to: path)
    let outcome = await program.run("run", "jobs.jsonl", "--simulate")
    #expect(outcome.exitCode == 5)
    #expect(outcome.errors.contains("journal.jsonl:3:"), "\(outcome.errors)")
  }

  @Test func paidVideosAreFetchedEvenWhenTheManifestHasBecomeWrong() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "3")
    let program = simulator.client()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let arguments = ["run", "jobs.jsonl", "--yes", "--poll-interval", "0.05"]
    let process = program.start(arguments)
    await process.send(SIGINT) { [directory = program.directory] in
      TextFile.read(directory.file("jobs.out/journal.jsonl")).contains("\"accepted\"")
    }
    #expect(await process.wait().exitCode == 130)
    TextFile.write(Examples.job("a") + "{", to: program.file("jobs.jsonl"))
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 2, "\(outcome.errors)")
    #expect(TextFile.exists(program.file("jobs.out/videos/a.mp4")))
    await simulator.stop()
  }

  @Test func jobThatLeftTheManifestIsStillFetched() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "3")
    let program = simulator.client()
    TextFile.write(Examples.job("a") + Examples.job("b"), to: program.file("jobs.jsonl"))
    let arguments = ["run", "jobs.jsonl", "--yes", "--poll-interval", "0.05"]
    let process = program.start(arguments)
    await process.send(SIGKILL) { [directory = program.directory] in
      let text = TextFile.read(directory.file("jobs.out/journal.jsonl"))
      return text.split(separator: "\n").count { $0.contains("\"type\":\"accepted\"") } >= 2
    }
    _ = await process.wait()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let results = try Results(in: program.file("jobs.out"))
    #expect(results.count("completed") == 1)
    #expect(results.totals["left_manifest"]?["amount"]?.number?.text == "0.75")
    #expect(TextFile.names(in: program.file("jobs.out/videos")) == ["a.mp4", "b.mp4"])
    #expect(try simulator.ledger()["tasks"]?.array?.count == 2)
    await simulator.stop()
  }
}
