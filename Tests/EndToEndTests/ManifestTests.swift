import JSONText
import TestSupport
import Testing

@Suite struct ManifestTests {
  @Test(arguments: [
    "demo.jsonl", "documentation.jsonl", "nightly.jsonl", "catalog.jsonl", "batch-api.jsonl",
  ])
  func everyExampleIsValidAndPriced(_ name: String) async throws {
    let outcome = await BuiltProgram().run(
      "plan", Examples.path(name), "--output", "none", "--json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let last = try JSONValue.parse(#require(outcome.output.split(separator: "\n").last).utf8)
    #expect(last["type"]?.string == "plan")
    #expect(last["invalid"]?.int == 0)
    #expect(Results.cents(last["amount"]) ?? 0 > 0)
  }

  @Test func mistakeStopsEverythingAndSaysHowToMendIt() async {
    let directory = TemporaryDirectory()
    let line = #"{"id":"b","image_urls":["https://x.example/b.jpg"],"duration":7}"# + "\n"
    TextFile.write(Examples.job("a") + line, to: directory.file("jobs.jsonl"))
    let outcome = await BuiltProgram(in: directory).run(
      "run", "jobs.jsonl", "--simulate")
    #expect(outcome.exitCode == 2)
    #expect(
      outcome.errors.contains("jobs.jsonl:2:63: duration: expected 5, 10 or 15, got 7"),
      "\(outcome.errors)")
    #expect(directory.names == ["jobs.jsonl"])
  }

  @Test func planSendsAndWritesNothing() async {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a") + Examples.job("b"), to: directory.file("jobs.jsonl"))
    let outcome = await BuiltProgram(in: directory).run("plan", "jobs.jsonl")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("2 jobs: 2 to submit for ¥1.50 (estimated)"))
    #expect(directory.names == ["jobs.jsonl"])
  }

  @Test func runReadsItsOwnCopyOfTheManifest() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    let program = BuiltProgram(in: directory)
    let first = await program.run("run", "jobs.jsonl", "--simulate")
    #expect(first.exitCode == 0, "\(first.errors)")
    TextFile.remove(directory.file("jobs.jsonl"))
    let second = await program.run("resume", "jobs.simulated.out")
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(try Results(in: directory.file("jobs.simulated.out")).count("completed") == 1)
  }

  @Test func invalidLinesCanBeSetAside() async throws {
    let directory = TemporaryDirectory()
    TextFile.write(#"{"id":"bad"}"# + "\n" + Examples.job("a"), to: directory.file("jobs.jsonl"))
    let outcome = await BuiltProgram(in: directory).run(
      "run", "jobs.jsonl", "--simulate", "--skip-invalid")
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    let results = try Results(in: directory.file("jobs.simulated.out"))
    #expect(results.rows.map { $0["status"]?.string } == ["invalid", "completed"])
  }
}
