import Testing

@testable import BatchCommands

@Suite struct ParsedArgumentsTests {
  private static let syntax = CommandSyntax(
    name: "try", operands: "FILE", operandCount: 1...1, summary: "Tries.",
    options: [
      .init("yes", nil, "agree"), .init("limit", "N", "at most N"),
      .init("only", "GLOB", "these", isRepeatable: true), .init("quiet", nil, "print little"),
      .init("verbose", nil, "print much"),
    ], examples: [])

  private func parse(_ words: String...) throws -> ParsedArguments {
    try ParsedArguments(words[...], Self.syntax)
  }

  private func problem(_ words: String...) -> String? {
    do {
      _ = try ParsedArguments(words[...], Self.syntax)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func optionsAndOperandsMayBeMixed() throws {
    let parsed = try parse("--limit", "3", "a.jsonl", "--only=x*", "--only", "y", "--yes")
    #expect(parsed.operands == ["a.jsonl"])
    #expect(try parsed.whole("limit", in: 0...9) == 3)
    #expect(parsed.all("only") == ["x*", "y"])
    #expect(parsed.has("yes") && !parsed.has("quiet"))
  }

  @Test func longOptionHasTwoDashesExactly() {
    #expect(problem("a", "---yes") == "unknown option '---yes'; did you mean --yes?")
    #expect(problem("a", "-yes") == "unknown option '-yes'; did you mean --yes?")
    #expect(problem("a", "--yes") == nil)
  }

  @Test func mistakesAreNamed() {
    #expect(problem("a", "--limt", "3") == "unknown option '--limt'; did you mean --limit?")
    #expect(problem("a", "--zzzzzz") == "unknown option '--zzzzzz'; see wanbatch try --help")
    #expect(problem("a", "--limit") == "--limit needs a value: --limit N")
    #expect(problem("a", "--yes=1") == "--yes takes no value")
    #expect(problem("a", "--yes", "--yes") == "--yes was given twice")
    #expect(problem() == "FILE is missing; usage: wanbatch try FILE [options]")
    #expect(
      problem("a", "b") == "too many operands: 'b'; usage: wanbatch try FILE [options]")
  }

  @Test func quietAndVerboseExcludeEachOther() {
    #expect(
      problem("a", "--quiet", "--verbose")
        == "--quiet and --verbose exclude each other; give one of them")
  }
}
