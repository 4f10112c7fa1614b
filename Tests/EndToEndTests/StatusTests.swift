import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct StatusTests {
  @Test func statusBesideARunAndAfterItsKillChangesNothing() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "600")
    let program = simulator.client()
    TextFile.write(
      (0..<3).map { Examples.job("job-\($0)") }.joined(), to: program.file("n.jsonl"))
    let run = program.start(["run", "n.jsonl", "--max-cost", "10"])
    let journal = program.file("n.out/journal.jsonl")
    await run.waitUntil {
      TextFile.read(journal).split(separator: "\n").count { $0.contains("\"accepted\"") } >= 3
    }
    let beside = await program.run("status", "n.out")
    #expect(beside.exitCode == 0, "\(beside.errors)")
    #expect(beside.output.hasPrefix("n.out: at work: pid \(run.id) on "), "\(beside.output)")
    #expect(
      beside.output.contains(
        """
        3 jobs: 3 paid and not fetched yet
        at the service: 3 running, 0 to fetch
        spent (estimated): ¥2.25 in all, ¥2.25 this run (cap ¥10)

        """), "\(beside.output)")

    run.send(SIGKILL)
    _ = await run.wait()
    let before = TextFile.names(in: program.file("n.out")).map { name in
      TextFile.bytes(program.file("n.out/" + name))
    }
    let after = await program.run("status", "n.out")
    #expect(after.output.contains(", did not end\n"), "\(after.output)")
    #expect(
      after.output.contains("3 paid videos wait (¥2.25); fetch before "), "\(after.output)")
    #expect(after.output.hasSuffix("\nnext: wanbatch resume n.out\n"), "\(after.output)")
    let row = try JSONValue.parse(
      await program.run("status", "n.out", "--json").output.utf8)
    #expect(row["running"]?.int == 3)
    #expect(row["cost"]?["this_run"]?.number?.text == "2.25")
    #expect(row["last_run"]?["exit_code"]?.isNull == true)
    #expect(
      TextFile.names(in: program.file("n.out")).map {
        TextFile.bytes(program.file("n.out/" + $0))
      }
        == before)
    await simulator.stop()
  }

  @Test func failuresAreListedByCauseWithTheCommandToType() async throws {
    let directory = TemporaryDirectory()
    let jobs = [
      Examples.job("good"), Examples.job("=bad-1", "[refuse] a"),
      Examples.job("bad-2", "[refuse] b"),
      Examples.job("worse", "[policy] c"),
    ]
    TextFile.write(jobs.joined(), to: directory.file("n.jsonl"))
    let program = BuiltProgram(in: directory)
    let run = await program.run("run", "n.jsonl", "--simulate")
    #expect(run.exitCode == 1, "\(run.errors)")
    let text = await program.run("status", "n.simulated.out", "--failed")
    #expect(text.exitCode == 0)
    #expect(text.output.contains("2 jobs: refused by the content policy"), "\(text.output)")
    #expect(text.output.contains("  next: wanbatch run n.jsonl --simulate\n"), "\(text.output)")
    #expect(run.errors.contains("next: wanbatch run n.jsonl --simulate"), "\(run.errors)")

    let csv = await program.run("status", "n.simulated.out", "--failed", "--csv")
    let lines = csv.output.utf8.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 4, "\(csv.output)")
    #expect(csv.output.contains(",next_command\r\n'=bad-1,"), "\(csv.output)")
    let json = await program.run("status", "n.simulated.out", "--failed", "--json")
    let rows = try json.output.split(separator: "\n").map { try JSONValue.parse($0.utf8) }
    #expect(rows.map { $0["jobs"]?.int } == [2, 1])

    let status = await program.run("status", "n.simulated.out")
    #expect(
      status.output.hasSuffix("\nnext: wanbatch status n.simulated.out --failed\n"),
      "\(status.output)")
  }

  @Test func failureThatRepeatsInThreeRunsIsShownAndNotSubmittedAgain() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05")
    let program = simulator.quickClient()
    TextFile.write(Examples.job("a", "[fail] a") + Examples.job("b"), to: program.file("n.jsonl"))
    let run = [
      "run", "n.jsonl", "--yes", "--retries", "0", "--poll-interval", "0.05", "--settle", "0.2",
    ]
    func tasks() throws -> Int? { try simulator.ledger()["tasks"]?.array?.count }
    for night in 1...5 {
      let outcome = await program.run(run)
      #expect(outcome.exitCode == 1, "\(outcome.errors)")
      // The good job has its video after the first night, the other is paid for three times.
      #expect(try tasks() == 1 + min(night, 3), "\(outcome.errors)")
      let row = try #require(try Results(in: program.file("n.out")).rows.first)
      #expect(row["error"]?["retryable"]?.bool == (night < 3), "night \(night)")
      #expect(
        TextFile.read(program.file("n.out/summary.txt")).contains("repeated failure")
          == (night >= 3), "night \(night)")
    }
    let status = await program.run("status", "n.out", "--failed")
    #expect(status.output.contains("1 job: repeated failure (generation_failed)"), "\(status)")
    #expect(status.output.contains("--retry-failed"), "\(status)")
    #expect(await program.run(run + ["--retry-failed"]).exitCode == 1)
    #expect(try tasks() == 5)
    #expect(await program.run(run).exitCode == 1)
    #expect(try tasks() == 5, "it stays final")
    await simulator.stop()
  }

  @Test func watchEndsWithTheRun() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "600")
    let program = simulator.client()
    TextFile.write(Examples.job("a"), to: program.file("n.jsonl"))
    let run = program.start(["run", "n.jsonl", "--yes"])
    await run.waitUntil {
      TextFile.read(program.file("n.out/journal.jsonl")).contains("accepted")
    }
    let watch = program.start(["status", "n.out", "--watch"])
    await watch.waitUntil { watch.output.contains("\n") }
    run.send(SIGTERM)
    #expect(await run.wait().exitCode == 143)
    let outcome = await watch.wait()
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("n.out: at work: "), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("\nnext: wanbatch resume n.out\n"), "\(outcome.output)")
    await simulator.stop()
  }

  @Test(arguments: [
    (["status", "nowhere"], 2, "there is no such output directory"),
    (["status", "."], 2, "nothing was ever run there"),
    (["status", ".", "--csv"], 2, "--csv lists failures; it needs --failed"),
    (["status", ".", "--failed", "--csv", "--json"], 2, "exclude each other"),
  ])
  func whatCannotBeAnsweredSaysWhy(_ words: [String], _ code: Int32, _ message: String) async {
    let program = BuiltProgram()
    let outcome = await program.run(words)
    #expect(outcome.exitCode == code)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
