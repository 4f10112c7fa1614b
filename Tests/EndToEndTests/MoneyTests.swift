import JSONText
import TestSupport
import Testing

/// The promises about money, from outside: never pay twice, never lose a video, never pass the cap.
@Suite(.timeLimit(.minutes(2))) struct MoneyTests {
  private static let pace = [
    "--poll-interval", "0.05", "--submit-rate", "1000", "--query-rate", "5000", "--settle", "0.2",
  ]

  /// A manifest of so many jobs at ¥0.75.
  private static func manifest(_ count: Int, _ mark: String = "") -> String {
    (0..<count).map { Examples.job("job-\($0)", "\(mark) number \($0)") }.joined()
  }

  private func paid(_ simulator: SimulatorProcess) throws -> Int {
    try simulator.ledger()["tasks"]?.array?.count ?? -1
  }

  /// Jobs whose tasks run for long, of which the first four are submitted under a cap of ¥3, and then
  /// a signal.
  private func interruptedRun() async throws -> (BuiltProgram, SimulatorProcess) {
    let simulator = try await SimulatorProcess.start("--task-seconds", "600")
    let program = simulator.client()
    TextFile.write(Self.manifest(12), to: program.file("m.jsonl"))
    let process = program.start(
      ["run", "m.jsonl", "--max-cost", "3", "--concurrency", "2"] + Self.pace)
    await process.waitUntil { [simulator] in
      (try? simulator.ledger()["tasks"]?.array?.count) == 2
    }
    process.send(2)
    #expect(await process.wait().exitCode == 130)
    return (program, simulator)
  }

  /// A `run` with a wrong manifest, without an agreement, or without a key changes nothing of the run
  /// that is under way.
  @Test(arguments: ["wrong", "unconfirmed", "keyless"])
  func refusedRunLeavesTheCapAsItIs(kind: String) async throws {
    var (program, simulator) = try await interruptedRun()
    TextFile.write("{oops\n", to: program.file("wrong.jsonl"))
    TextFile.write(Self.manifest(40, "other"), to: program.file("other.jsonl"))
    let journal = TextFile.read(program.file("m.out/journal.jsonl"))
    func settings() -> [Substring] {
      TextFile.read(program.file("m.out/journal.jsonl")).split(separator: "\n")
        .filter { $0.contains(#""type":"run""#) }
    }
    let before = settings()
    // What is paid for is collected first, which would take ten minutes.
    let patience = ["--task-timeout", "0.2"]
    let refused: BuiltProgram.Outcome
    switch kind {
    case "wrong":
      refused = await program.run(
        ["run", "wrong.jsonl", "--output", "m.out", "--max-cost", "1000"] + Self.pace + patience)
    case "unconfirmed":
      refused = await program.run(
        ["run", "other.jsonl", "--output", "m.out"] + Self.pace + patience)
    default:
      let key = program.environment.removeValue(forKey: "TOAPIS_API_KEY")
      refused = await program.run(
        ["run", "other.jsonl", "--output", "m.out", "--max-cost", "1000"] + Self.pace + patience)
      program.environment["TOAPIS_API_KEY"] = key
    }
    #expect(refused.exitCode == 2, "\(refused.errors)")
    #expect(settings() == before)
    #expect(!journal.isEmpty)
    let resumed = await program.run(
      ["resume", "m.out", "--concurrency", "100", "--task-timeout", "1"] + Self.pace)
    #expect(resumed.exitCode == 3, "\(resumed.errors)")
    #expect(try paid(simulator) == 4, "¥3.00 are four videos")
    await simulator.stop()
  }

  /// A command about jobs that are done ends no run, whose cap would begin again.
  @Test func commandAboutAFinishedJobDoesNotRenewTheCap() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    let bigJob = #"""
      {"id":"big","image_urls":["https://cdn.example.com/b.jpg"],"duration":15}

      """#
    TextFile.write(Self.manifest(20) + bigJob, to: program.file("m.jsonl"))
    let first = await program.run(
      ["run", "m.jsonl", "--max-cost", "6", "--limit", "2"] + Self.pace)
    #expect(first.exitCode == 3, "\(first.errors)")
    for only in ["job-0", "job-[01]"] {
      let done = await program.run(
        ["run", "m.jsonl", "--max-cost", "6", "--only", only] + Self.pace)
      #expect(done.exitCode == 0, "\(done.errors)")
    }
    // Neither does another manifest of which all is done.
    TextFile.write(Self.manifest(2), to: program.file("done.jsonl"))
    let done = await program.run(
      ["run", "done.jsonl", "--output", "m.out", "--max-cost", "6"] + Self.pace)
    #expect(done.exitCode == 0, "\(done.errors)")
    // Another cap that is too small for anything ends nothing either.
    let small = await program.run(["run", "m.jsonl", "--max-cost", "1.50"] + Self.pace)
    #expect(small.exitCode == 3, "\(small.errors)")
    // Neither does a job of ¥7.50 that does not fit where others do.
    let big = await program.run(
      ["run", "m.jsonl", "--max-cost", "6", "--only", "big"] + Self.pace)
    #expect(big.exitCode == 3, "\(big.errors)")
    #expect(try paid(simulator) == 2)
    let rest = await program.run(["run", "m.jsonl", "--max-cost", "6"] + Self.pace)
    #expect(rest.exitCode == 3, "\(rest.errors)")
    #expect(try paid(simulator) == 8)
    // Now it is used up, and the next one begins.
    _ = await program.run(["run", "m.jsonl", "--max-cost", "6"] + Self.pace)
    #expect(try paid(simulator) == 16)
    await simulator.stop()
  }

  /// Subsets that are finished one after the other each end their run.
  @Test func runThatSelectsSomeJobsEndsWithThem() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    TextFile.write(Self.manifest(4), to: program.file("m.jsonl"))
    for number in 0..<4 {
      let outcome = await program.run(
        ["run", "m.jsonl", "--max-cost", "0.75", "--only", "job-\(number)"] + Self.pace)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    #expect(try paid(simulator) == 4)
    await simulator.stop()
  }

  struct World: Sendable {
    var name: String
    var options: [String]
    var exitCode: Int32
    var completed: Int
  }

  /// Services that behave in unexpected ways.
  static let worlds = [
    World(
      name: "rewritten keys", options: ["--business-ids", "rewritten"], exitCode: 0, completed: 4),
    World(
      name: "rewritten keys in answers", options: ["--business-ids", "echo-rewritten"], exitCode: 0,
      completed: 4),
    World(
      name: "a lost answer under rewritten keys",
      options: ["--business-ids", "rewritten", "--fault", "submit:reset-after=#2"], exitCode: 1,
      completed: 3),
    World(
      name: "a lost answer, its key in another form in answers",
      options: ["--business-ids", "echo-rewritten", "--fault", "submit:reset-after=#2"],
      exitCode: 1, completed: 3),
    World(
      name: "a lost answer of a mode whose keys are ignored",
      options: ["--business-ids", "reference-only", "--fault", "submit:reset-after=#2"],
      exitCode: 1, completed: 3),
    World(
      name: "one passing refusal, then a lost answer",
      options: [
        "--business-ids", "honoured", "--fault", "submit:400-before=#1", "--fault",
        "submit:reset-after=#4",
      ], exitCode: 0, completed: 4),
    World(
      name: "no expiry that can be true, and a file host that is late",
      options: ["--fault", "status:times(0)", "--fault", "file:404-before=first2"], exitCode: 0,
      completed: 4),
    World(
      name: "an expiry before the creation, and a file host that refuses at first",
      options: ["--fault", "status:expires-at(created-1)", "--fault", "file:403-before=first2"],
      exitCode: 0, completed: 4),
    World(
      name: "a service whose clock is a day behind",
      options: ["--clock-offset", "-90000", "--fault", "file:404-before=first1"], exitCode: 0,
      completed: 4),
    World(
      name: "a service whose clock is a day ahead",
      options: ["--clock-offset", "90000", "--fault", "file:404-before=first1"], exitCode: 0,
      completed: 4),
    World(
      name: "an unknown container", options: ["--fault", "file:webm"], exitCode: 1, completed: 4),
    World(
      name: "failures that become videos", options: ["--fault", "status:failed-first(1)"],
      exitCode: 0, completed: 4),
  ]

  @Test(arguments: worlds.indices) func nothingIsPaidTwiceOrLost(place: Int) async throws {
    let world = Self.worlds[place]
    let simulator = try await SimulatorProcess.start(
      arguments: ["--task-seconds", "0.05"] + world.options)
    var program = simulator.client()
    program.name = "FaultyProgram"
    program.environment["WANBATCH_FAILURE_RECHECK"] = "2"
    TextFile.write(Self.manifest(4), to: program.file("m.jsonl"))
    let run =
      ["run", "m.jsonl", "--max-cost", "3", "--concurrency", "1", "--retries", "2"] + Self.pace
    for number in 1...2 {
      let outcome = await program.run(run)
      #expect(outcome.exitCode == world.exitCode, "\(world.name), \(number): \(outcome.errors)")
      #expect(try paid(simulator) == 4, "\(world.name), \(number)")
      let results = try Results(in: program.file("m.out"))
      #expect(results.count("completed") == world.completed, "\(world.name), \(number)")
    }
    await simulator.stop()
  }

  @Test func unverifiedVideoIsKeptShownAndFound() async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--fault", "file:webm=#1", "--fault", "file:webm=#2")
    let program = simulator.client()
    TextFile.write(Self.manifest(1), to: program.file("m.jsonl"))
    let run = ["run", "m.jsonl", "--yes"] + Self.pace
    let outcome = await program.run(run)
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("1 video in unverified/"), "\(outcome.errors)")
    let row = try #require(try Results(in: program.file("m.out")).rows.first)
    #expect(row["status"]?.string == "completed")
    #expect(row["video"]?["unverified"]?.bool == true)
    #expect(row["video"]?["width"]?.isNull == true)
    #expect(row["video"]?["path"]?.string == "unverified/job-0.1.mp4")
    let verified = await program.run("verify", "m.out")
    #expect(verified.exitCode == 1)
    #expect(verified.output.contains("unverified: unverified/job-0.1.mp4"), "\(verified.output)")
    // The file host has recovered.
    let again = await program.run(run)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(TextFile.names(in: program.file("m.out/videos")) == ["job-0.mp4"])
    #expect(TextFile.names(in: program.file("m.out/unverified")).isEmpty)
    #expect(await program.run("verify", "m.out").exitCode == 0)
    #expect(try paid(simulator) == 1)
    await simulator.stop()
  }

  /// What was never submitted is no matter of `collect`.
  @Test func collectEndsWhenAllThatIsPaidForIsHere() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.client()
    TextFile.write(Self.manifest(3), to: program.file("m.jsonl"))
    let run = await program.run(["run", "m.jsonl", "--yes", "--limit", "1"] + Self.pace)
    #expect(run.exitCode == 3, "\(run.errors)")
    let collected = await program.run("collect", "m.out")
    #expect(collected.exitCode == 0, "\(collected.errors)")
    #expect(collected.errors.contains("2 jobs not submitted yet"), "\(collected.errors)")
    #expect(collected.errors.contains("next: wanbatch resume m.out"), "\(collected.errors)")
    await simulator.stop()
  }

  @Test(arguments: ["client_business_id", "callback_url"])
  func keyInMetadataIsAMistake(name: String) async throws {
    let program = BuiltProgram()
    let line = #"""
      {"id":"a","image_urls":["https://cdn.example.com/a.jpg"],"metadata":{"\#(name)":"x"}}

      """#
    TextFile.write(line, to: program.file("m.jsonl"))
    let plan = await program.run("plan", "m.jsonl")
    #expect(plan.exitCode == 2)
    #expect(plan.errors.contains("m.jsonl:1:70: metadata.\(name): "), "\(plan.errors)")
    TextFile.write(
      "id,image_urls,metadata.\(name)\na,https://cdn.example.com/a.jpg,x\n",
      to: program.file("m.csv"))
    let converted = await program.run("convert", "m.csv")
    #expect(converted.exitCode == 2 && converted.output.isEmpty)
    #expect(converted.errors.contains("metadata.\(name)"), "\(converted.errors)")
  }
}
