import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct TerminalTests {
  private func jobs() -> String {
    (0..<12).map { number in
      Examples.job(
        "job-\(number)-\(String(repeating: "long-", count: 30))", number == 5 ? "[refuse] x" : "x")
    }.joined()
  }

  private func run(
    _ arguments: [String] = [], columns: UInt16, environment: [String: String] = [:]
  ) async -> (outcome: BuiltProgram.Outcome, written: String) {
    let directory = TemporaryDirectory()
    TextFile.write(jobs(), to: directory.file("n.jsonl"))
    let terminal = PseudoTerminal(columns: columns, rows: 24)
    var program = BuiltProgram(in: directory)
    program.terminal = terminal.path
    program.environment = ["TERM": "xterm"].merging(environment) { $1 }
    let outcome = await program.run(["run", "n.jsonl", "--simulate"] + arguments)
    return (outcome, await terminal.close())
  }

  /// The part before the summary, which is no live block.
  private func beforeSummary(_ written: String) -> String {
    let end = written.utf8.firstRange(of: "12 jobs: 11 completed".utf8)
    return end.map { String(written[..<$0.lowerBound]) } ?? ""
  }

  @Test(arguments: [80, 200, 40] as [UInt16])
  func blockStaysWithinTheWindowAndLeavesNothingBehind(_ columns: UInt16) async {
    let (outcome, written) = await run(columns: columns)
    #expect(outcome.exitCode == 1, "\(written)")
    #expect(written.contains("of 12 done") || written.contains("/12 done"), "\(written)")
    let live = beforeSummary(written)
    let block = live.utf8.firstRange(of: "\u{1B}".utf8).map { String(live[$0.lowerBound...]) }
    let screen = TerminalScreen(block ?? "", columns: Int(columns) - 1)
    #expect(screen.overflow == 0)
    #expect(screen.unknown == [])
    #expect(screen.lines == [], "the block is erased at the end")
  }

  @Test func coloursAreLeftOutWhereNobodyWantsThem() async {
    let (_, plain) = await run(columns: 80, environment: ["NO_COLOR": "1"])
    #expect(plain.contains("\u{1B}[J"))
    #expect(!plain.contains("\u{1B}[3"))
    let (_, dumb) = await run(columns: 80, environment: ["TERM": "dumb"])
    #expect(!dumb.contains("\u{1B}"))
  }

  @Test func quietRunSaysOnlyWhatWentWrong() async {
    let (outcome, written) = await run(["--quiet"], columns: 80)
    #expect(outcome.exitCode == 1)
    #expect(!written.contains("\u{1B}"))
    #expect(written.hasPrefix("job-5-"), "\(written)")
  }

  @Test func verboseRunSaysALineForEachEvent() async {
    let directory = TemporaryDirectory()
    TextFile.write(Examples.job("a"), to: directory.file("n.jsonl"))
    let outcome = await BuiltProgram(in: directory).run(
      "run", "n.jsonl", "--simulate", "--verbose")
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("a: ") }
    #expect(lines.count == 4, "\(lines)")
    #expect(lines.first == "a: submitting (new) for ¥0.75")
    #expect(lines.last == "a: fetched as videos/a.mp4")
  }
}
