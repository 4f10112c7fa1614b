import TestSupport
import Testing

@Suite struct UsageTests {
  @Test func versionIsOneLine() async {
    let outcome = await BuiltProgram().run("--version")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("wanbatch "))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    "run", "resume", "collect", "plan", "status", "convert", "report", "costs", "verify",
    "resolve", "balance", "simulate",
  ])
  func everyCommandExplainsItself(_ command: String) async {
    let program = BuiltProgram()
    let outcome = await program.run(command, "--help")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("usage: wanbatch \(command)"))
    #expect(outcome.output.contains("examples:"))
    #expect(outcome.errors.isEmpty)
    let wide = outcome.output.split(separator: "\n").filter { $0.count > 80 }
    #expect(wide.isEmpty, "wider than a terminal")
    #expect(await program.run("help", command).output == outcome.output)
    let overview = await program.run("--help").output
    #expect(overview.contains("\n  \(command) "))
  }

  @Test func helpNamesEveryOptionOnceWithItsDefault() async {
    let help = await BuiltProgram().run("run", "--help").output
    let options = help.split(separator: "\n").filter { $0.hasPrefix("  --") }
      .map { $0.dropFirst(4).prefix { $0 != " " } }
    #expect(options.count == 36)
    #expect(Set(options).count == options.count)
    #expect(help.contains("tasks submitted and not ended, at most (default 500)\n"))
    // One that is wider than the column has its help in the next line.
    #expect(
      help.contains(
        "  --submit-window HH:MM-HH:MM\n                     submit only at this time of day"))
  }

  @Test(
    arguments: [
      (["rnu", "a.jsonl"], "did you mean run?"),
      (["help", "plam"], "unknown command 'plam'; did you mean plan?"),
      (["plan", "a.jsonl", "---json"], "unknown option '---json'; did you mean --json?"),
      (["run", "a.jsonl", "--quiet", "--verbose"], "--quiet and --verbose exclude each other"),
      (["run"], "MANIFEST is missing"),
      (["run", "a.jsonl", "b.jsonl"], "too many operands: 'b.jsonl'"),
      (["run", "a.jsonl", "--concurency", "3"], "did you mean --concurrency?"),
      (
        ["run", "a.jsonl", "--concurrency", "0"],
        "expected a whole number from 1 to 100000, got '0'"
      ),
      (["run", "a.jsonl", "--concurrency"], "--concurrency needs a value"),
      (["run", "a.jsonl", "--max-cost", "1e3"], "expected an amount in CNY"),
      (["run", "a.jsonl", "--tier", "gold"], "expected one of default, vip, svip, got 'gold'"),
      (["run", "a.jsonl", "--yes", "--yes"], "--yes was given twice"),
      (["run", "-", "--yes"], "standard input needs --output DIR"),
      (["resume", "nowhere.out"], "there is no such output directory"),
      (["run", "a.jsonl", "--base-url", "ftp://x"], "the base URL must look like"),
    ] as [([String], String)])
  func wrongUsageIsExplainedAndChangesNothing(_ arguments: [String], _ message: String) async {
    let directory = TemporaryDirectory()
    let outcome = await BuiltProgram(in: directory).run(arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(directory.names.isEmpty)
  }

  @Test func spendingNeedsAnAgreement() async {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    var program = BuiltProgram(in: directory)
    // Nothing listens there, and nothing is sent.
    program.environment = ["TOAPIS_API_KEY": "key", "TOAPIS_BASE_URL": "http://127.0.0.1:9"]
    let outcome = await program.run("run", "jobs.jsonl")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("¥0.75 (estimated)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--yes"))
  }

  @Test func missingKeyIsSaidBeforeAnythingIsSent() async {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("jobs.jsonl"))
    let outcome = await BuiltProgram(in: directory).run("run", "jobs.jsonl", "--yes")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("TOAPIS_API_KEY"))
    // The directory would be bound to a service that nothing was sent to.
    #expect(directory.names == ["jobs.jsonl"])
  }
}
