import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Submissions whose answer is lost, in each of the three ways the service may treat
/// `client_business_id`.
@Suite struct DoubtTests {
  private func setUp(
    _ faults: [String], jobs: Int = 6
  ) async throws -> (BuiltProgram, SimulatorProcess, [String]) {
    let simulator = try await SimulatorProcess.start(
      arguments: ["--task-seconds", "0.05...0.2", "--tier", "unlimited"] + faults)
    let program = simulator.client()
    let lines = (0..<jobs).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    let arguments = [
      "run", "jobs.jsonl", "--yes", "--poll-interval", "0.05", "--submit-rate", "100",
      "--settle", "0.4",
    ]
    return (program, simulator, arguments)
  }

  @Test(arguments: ["502-after", "reset-after"])
  func lostAnswerIsFoundByItsKeyAndNotPaidTwice(_ fault: String) async throws {
    let (program, simulator, arguments) = try await setUp([
      "--business-ids", "honoured", "--fault", "submit:\(fault)=#2",
    ])
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let ledger = try simulator.ledger()
    #expect(ledger["tasks"]?.array?.count == 6)
    #expect(ledger["totals"]?["duplicate_bodies_accepted"]?.int == 0)
    #expect(try Results(in: program.file("jobs.out")).count("completed") == 6)
    await simulator.stop()
  }

  @Test func absenceIsProvenByAnotherTaskThatIsFound() async throws {
    let (program, simulator, arguments) = try await setUp([
      "--business-ids", "honoured", "--fault", "submit:502-before=#1",
    ])
    let outcome = await program.run(arguments)
    // The job in doubt waits for a witness, is proven absent, and is submitted again.
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let ledger = try simulator.ledger()
    #expect(ledger["tasks"]?.array?.count == 6)
    #expect(ledger["totals"]?["duplicate_bodies_accepted"]?.int == 0)
    await simulator.stop()
  }

  @Test func absenceProvesNothingWhereKeysAreIgnored() async throws {
    let (program, simulator, arguments) = try await setUp([
      "--business-ids", "ignored", "--fault", "submit:502-after=#2",
    ])
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    let output = program.file("jobs.out")
    #expect(try Results(in: output).count("in_doubt") == 1)
    #expect(try Results(in: output).totals["cost"]?["in_doubt"]?.number?.text == "0.75")
    let ledger = try simulator.ledger()
    #expect(ledger["tasks"]?.array?.count == 6)

    // A person looks into the vendor's console and names the task.
    let list = await program.run("resolve", "jobs.out", "--json")
    let row = try JSONValue.parse(list.output.utf8)
    let id = try #require(row["id"]?.string)
    let known = try Results(in: output).rows.compactMap { $0["task_id"]?.string }
    let missing = (ledger["tasks"]?.array ?? []).compactMap { $0["id"]?.string }
      .filter { !known.contains($0) }
    try #require(missing.count == 1)
    let settled = await program.run("resolve", "jobs.out", id, "--task", missing[0])
    #expect(settled.exitCode == 0, "\(settled.errors)")
    let collected = await program.run("collect", "jobs.out")
    #expect(collected.exitCode == 0, "\(collected.errors)")
    #expect(try Results(in: output).count("completed") == 6)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 6)
    await simulator.stop()
  }

  @Test func serviceThatRefusesTheKeyIsServedWithoutIt() async throws {
    let (program, simulator, arguments) = try await setUp(["--business-ids", "refused"])
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let ledger = try simulator.ledger()
    #expect(ledger["tasks"]?.array?.count == 6)
    #expect(
      try Results(in: program.file("jobs.out")).rows.allSatisfy { $0["attempts"]?.int == 1 })
    await simulator.stop()
  }

  @Test func onlyAnExplicitWishPaysForAJobInDoubtAgain() async throws {
    let (program, simulator, arguments) = try await setUp(
      ["--business-ids", "ignored", "--fault", "submit:502-after=#1"], jobs: 1)
    #expect(await program.run(arguments).exitCode == 1)
    #expect(await program.run(arguments).exitCode == 1)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    let outcome = await program.run(arguments + ["--resubmit-in-doubt"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 2)
    let totals = try Results(in: program.file("jobs.out")).totals
    #expect(totals["cost"]?["amount"]?.number?.text == "0.75")
    #expect(totals["cost"]?["in_doubt"]?.number?.text == "0.75")
    await simulator.stop()
  }

  /// The wish is for a submission, and what was never taken is none.
  @Test func wishThatComesToNothingLeavesTheDoubtAsItWas() async throws {
    let (program, simulator, arguments) = try await setUp(
      [
        "--business-ids", "ignored", "--fault", "submit:502-after=#1", "--fault",
        "submit:401-before=#2+",
      ], jobs: 1)
    #expect(await program.run(arguments).exitCode == 1)
    let wish = await program.run(arguments + ["--resubmit-in-doubt"])
    #expect(wish.exitCode == 3, "\(wish.errors)")
    let output = program.file("jobs.out")
    #expect(try Results(in: output).count("in_doubt") == 1)
    #expect(try Results(in: output).totals["cost"]?["in_doubt"]?.number?.text == "0.75")
    // Neither a cap that is too small nor a run without the wish gives it up.
    let poor = await program.run(
      arguments + ["--resubmit-in-doubt", "--max-cost", "0.50"])
    #expect(poor.exitCode == 3, "\(poor.errors)")
    #expect(await program.run(arguments).exitCode == 1)
    #expect(try Results(in: output).count("in_doubt") == 1)
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    let requests = try simulator.ledger()["requests"]?["POST /v1/videos/generations"]
    #expect(requests?["401"]?.int == 1, "the wish, and nobody else")
    await simulator.stop()
  }

  @Test func anotherKeyOfTheAccountFindsWhatWasSubmitted() async throws {
    var (program, simulator, arguments) = try await setUp(
      [
        "--business-ids", "honoured", "--accept-key", "one:first", "--accept-key", "one:second",
        "--accept-key", "two:third", "--fault", "submit:hang-after(30)=#1",
      ], jobs: 1)
    program.environment["TOAPIS_API_KEY"] = "first"
    let process = program.start(arguments)
    // The task is there, and its answer never comes.
    await process.waitUntil { [simulator] in
      (try? simulator.ledger()["tasks"]?.array?.count) == 1
    }
    process.send(SIGKILL)
    _ = await process.wait()
    program.environment["TOAPIS_API_KEY"] = "third"
    #expect(await program.run(arguments).exitCode == 1)
    let doubt = await program.run("resolve", "jobs.out")
    #expect(doubt.output.contains("sent with another API key"), "\(doubt.output)")
    program.environment["TOAPIS_API_KEY"] = "second"
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    #expect(try Results(in: program.file("jobs.out")).count("completed") == 1)
    await simulator.stop()
  }

  @Test func settlingTheNewerOfTwoDoubtsLeavesTheOlder() async throws {
    let (program, simulator, arguments) = try await setUp(
      ["--business-ids", "ignored", "--fault", "submit:502-after=#1-2"], jobs: 1)
    #expect(await program.run(arguments).exitCode == 1)
    #expect(await program.run(arguments + ["--resubmit-in-doubt"]).exitCode == 1)
    let newer = await program.run("resolve", "jobs.out", "job-0", "--none")
    #expect(newer.errors.contains("is in doubt still"), "\(newer.errors)")
    #expect(await program.run("resolve", "jobs.out").output.hasSuffix("1 job in doubt\n"))
    let older = await program.run("resolve", "jobs.out", "job-0", "--none")
    #expect(older.errors.contains("job job-0 is settled"), "\(older.errors)")
    #expect(await program.run("resolve", "jobs.out").output == "0 jobs in doubt\n")
    await simulator.stop()
  }

  @Test func wrongManifestDoesNotKeepADoubtFromBeingLookedUp() async throws {
    let (program, simulator, arguments) = try await setUp(
      ["--business-ids", "honoured", "--fault", "submit:hang-after(30)=#1"], jobs: 2)
    let process = program.start(arguments + ["--limit", "1"])
    await process.waitUntil { [simulator] in
      (try? simulator.ledger()["tasks"]?.array?.count) == 1
    }
    process.send(SIGKILL)
    _ = await process.wait()
    TextFile.write("{oops\n", to: program.file("jobs.jsonl"))
    let outcome = await program.run(arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("first, what is paid for is collected"), "\(outcome.errors)")
    #expect(try Results(in: program.file("jobs.out")).count("completed") == 1)
    // What goes on is the run with its manifest, and not an older copy of that.
    #expect(outcome.errors.contains("\nnext: wanbatch run jobs.jsonl"), "\(outcome.errors)")
    // Where nothing is left to collect, `collect` says what does go on.
    let collected = await program.run("collect", "jobs.out")
    #expect(collected.exitCode == 0)
    #expect(collected.errors.contains("\nnext: wanbatch resume jobs.out"), "\(collected.errors)")
    #expect(try simulator.ledger()["tasks"]?.array?.count == 1)
    await simulator.stop()
  }
}
