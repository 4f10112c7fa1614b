import BatchReport
import DurableFiles
import SpreadsheetReading

/// `convert`: a spreadsheet as a manifest, on standard output.
enum ConvertCommand {
  static let syntax = CommandSyntax(
    name: "convert", operands: "FILE.csv", operandCount: 1...1,
    summary: "Makes a manifest of a spreadsheet, on standard output.",
    options: [
      .init("prompt", "TEXT", "every row's prompt; {title} stands for the cell in column title"),
      .init("separator", "NAME", "comma, semicolon, tab or pipe (default: as the header shows)"),
    ],
    examples: [
      ("wanbatch convert products.csv > products.jsonl", "one row, one job"),
      (
        "wanbatch convert products.csv --prompt 'a {title}, slow turntable' > new.jsonl",
        "write the prompts from a column"
      ),
      (
        "wanbatch convert - --separator tab < products.txt > products.jsonl", "from another program"
      ),
    ], details: details)

  /// What can stand in a spreadsheet, for the help.
  private static let details = """
    The first row names the columns, every other row is a job:
      id, image_urls or image_url, prompt, resolution, duration, audio, watermark,
      source_version, model     the manifest's fields
      metadata.reference_urls   videos, with spaces or line breaks between them
      metadata.NAME             another key of metadata, always text
      labels.NAME               a label, always text: 007 stays 007
    Another name is a mistake, unless --prompt uses its column. An empty cell means
    that the field is not given; where --prompt needs it, it is a mistake. {{ and }}
    in --prompt stand for braces. audio and watermark take TRUE, FALSE, yes, no, 1,
    0, WAHR, FALSCH, ja and nein. Paths of files are copied as they are, so the
    manifest belongs where they lead from.

    The file is CSV in UTF-8 or UTF-16. Mistakes are listed with row and column;
    then nothing is written on standard output, and the exit code is 2.
    """

  static func convert(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let separator = try Self.separator(arguments)
    let prompt = try Self.prompt(arguments)
    let path = arguments.operands[0]
    let verdict: SheetVerdict
    do throws(SpreadsheetError) {
      verdict = try await BlockingWork(label: "convert").run { () throws(SpreadsheetError) in
        let lines = HeldLines()
        let file = try SheetFile(path: path)
        var converter = SheetConverter(
          name: file.displayName, separator: separator, prompt: prompt, input: file.read)
        let verdict = try converter.convert { line throws(SpreadsheetError) in
          try lines.append(line)
        }
        if verdict.mistakeCount == 0 { try lines.deliver(to: 1) }
        return verdict
      }
    } catch {
      throw CommandFailure(
        code: error.isAboutInput ? ExitCode.usage : ExitCode.stopped, message: "\(error)")
    }
    for mistake in verdict.mistakes { program.console.say("\(mistake)") }
    let count = verdict.mistakeCount
    if count > verdict.mistakes.count {
      program.console.say("… and \(count - verdict.mistakes.count) more")
    }
    guard count == 0 else {
      throw CommandFailure(
        code: ExitCode.usage,
        message: "the spreadsheet has \(counted(count, "mistake")); nothing was written")
    }
    program.console.say("\(counted(verdict.jobs, "job")); wanbatch plan says what they cost")
    return ExitCode.success
  }

  private static func separator(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> CellSeparator? {
    guard let word = arguments.text("separator") else { return nil }
    guard let separator = CellSeparator(word) else {
      throw UsageError("--separator: expected comma, semicolon, tab or pipe, got '\(word)'")
    }
    return separator
  }

  private static func prompt(_ arguments: ParsedArguments) throws(UsageError) -> PromptTemplate? {
    guard let text = arguments.text("prompt") else { return nil }
    do throws(PromptTemplate.Mistake) {
      return try PromptTemplate(text)
    } catch {
      throw UsageError("--prompt: \(error)")
    }
  }
}
