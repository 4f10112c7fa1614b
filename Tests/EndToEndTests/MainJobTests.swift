import JSONText
import TestSupport
import Testing

@Suite struct MainJobTests {
  /// The README's first command, on a copy of the example manifest.
  @Test func demoEndsWithEveryVideoAndAnExactAccount() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(TextFile.read(Examples.path("demo.jsonl")), to: directory.file("demo.jsonl"))
    let program = BuiltProgram(in: directory)

    let first = await program.run("run", "demo.jsonl", "--simulate")
    #expect(first.exitCode == 0, "\(first.errors)")
    let output = directory.file("demo.simulated.out")
    let results = try Results(in: output)
    #expect(results.rows.count == 12)
    #expect(results.count("completed") == 12)
    // By hand, from the price list: see manifests/demo.jsonl.
    #expect(results.totals["cost"]?["amount"]?.number?.text == Examples.demoCost)
    let sum = results.rows.compactMap { Results.cents($0["cost"]?["amount"]) }.reduce(0, +)
    #expect(sum == Results.cents(results.totals["cost"]?["amount"]))
    #expect(TextFile.names(in: output + "/videos").count == 12)
    #expect(first.errors.contains("demo.simulated.out/results.jsonl"))

    let second = await program.run("run", "demo.jsonl", "--simulate", "--json")
    #expect(second.exitCode == 0)
    let totals = try JSONValue.parse(second.output.utf8)
    #expect(totals["kept"]?.int == 12)
    #expect(totals["cost"]?["this_run"]?.number?.text == "0.00")
    #expect(try Results(in: output).rowsText == results.rowsText)
  }

  @Test func deletedVideoIsFetchedAgainWithoutAnotherSubmission() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a") + Examples.job("b"), to: directory.file("jobs.jsonl"))
    let program = BuiltProgram(in: directory)
    let first = await program.run("run", "jobs.jsonl", "--simulate")
    #expect(first.exitCode == 0, "\(first.errors)")
    let before = try Results(in: directory.file("jobs.simulated.out"))

    TextFile.remove(directory.file("jobs.simulated.out/videos/b.mp4"))
    // Each run with --simulate starts a simulator anew, at another port.
    let second = await program.run("run", "jobs.jsonl", "--simulate")
    #expect(second.exitCode == 0, "\(second.errors)")
    let after = try Results(in: directory.file("jobs.simulated.out"))
    #expect(TextFile.exists(directory.file("jobs.simulated.out/videos/b.mp4")))
    #expect(after.rows.map { $0["attempts"]?.int } == [1, 1])
    #expect(after.totals["cost"]?["this_run"]?.number?.text == "0.00")
    #expect(
      after.rows.map { $0["video"]?["sha256"]?.string }
        == before.rows.map { $0["video"]?["sha256"]?.string })
  }

  @Test(arguments: [
    ["--id-field", "id", "--progress", "number"],
    ["--id-field", "task_id", "--progress", "percent", "--status-words", "varied"],
  ])
  func twoHundredMixedJobsAreAllAccountedFor(_ style: [String]) async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05...0.4", "--tier", "unlimited", style[0], style[1], style[2],
      style[3])
    let directory = TemporaryDirectory()
    let lines = (0..<200).map { Examples.mixedJob($0) }
    TextFile.write(lines.joined(), to: directory.file("jobs.jsonl"))
    var program = BuiltProgram(in: directory)
    program.environment = [
      "TOAPIS_API_KEY": "key-for-a-test", "TOAPIS_BASE_URL": simulator.baseURL + "/v1",
    ]
    program.countFailuresSoon()
    let outcome = await program.run(
      "run", "jobs.jsonl", "--yes", "--concurrency", "40", "--poll-interval", "0.05",
      "--submit-rate", "1000", "--query-rate", "5000")
    #expect(outcome.exitCode == 1, "\(outcome.errors.suffix(2000))")
    let results = try Results(in: directory.file("jobs.out"))
    // Every tenth job is refused, every tenth but one ends failed for good.
    #expect(results.count("completed") == 160)
    #expect(results.count("failed") == 40)

    let ledger = try simulator.ledger()
    #expect(ledger["totals"]?["charged"]?.number?.text != nil, "\(ledger)")
    let paid = Results.cents(results.totals["cost"]?["amount"])
    #expect(Results.cents(ledger["totals"]?["net"]) == paid)
    #expect(ledger["totals"]?["duplicate_bodies_accepted"]?.int == 0)
    let peak = ledger["totals"]?["peak_unfinished"]?.int ?? 0
    #expect((20...40).contains(peak), "at most --concurrency tasks at a time, got \(peak)")
    // No download ever carried the key.
    #expect(ledger["files_asked_with_key"]?.int == 0)
    await simulator.stop()
  }
}
