import BatchEngine
import DurableFiles
import JSONText
import JobJournal
import JobModel
import ManifestReading

/// `plan`: checks a manifest and says what a run would do; sends nothing and changes nothing.
enum PlanCommand {
  static let syntax = CommandSyntax(
    name: "plan", operands: "MANIFEST", operandCount: 1...1,
    summary: "Checks a manifest and says what a run would do and cost; sends nothing.",
    options: [
      .init(
        "output", "DIR", "the output directory (default: MANIFEST with .out for .jsonl)", .work),
      .init("simulate", nil, "plan for the simulated run's directory", .service),
      .init("base-url", "URL", "the service that the directory should belong to", .service),
      .init("skip-invalid", nil, "set lines with a mistake aside instead of refusing all", .work),
      .init("json", nil, "one JSON row a job, and a last one with the sums", .words),
      .init(
        "tier", "NAME", "your group at the service: default, vip or svip (default default)", .pace),
      .init("submit-rate", "R", "submissions a second, instead of the tier's", .pace),
      .init("concurrency", "N", "tasks submitted and not ended, at most (default 500)", .pace),
    ] + PlanningOptions.syntax,
    examples: [
      ("wanbatch plan nightly.jsonl", "see what a run would cost"),
      ("wanbatch plan nightly.jsonl --json", "one row a job, for scripts"),
      ("wanbatch plan nightly.jsonl --output nightly.out", "against a given directory"),
    ])

  static func plan(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let manifest = arguments.operands[0]
    let output =
      manifest == "-" && !arguments.has("output")
      ? nil
      : try arguments.text("output")
        ?? RunCommand.defaultOutput(manifest, isSimulated: arguments.has("simulate"))
    let options = try RunOptions(arguments, simulated: arguments.has("simulate"))
    if arguments.has("existing"), let output, !FileLook.isDirectory(output) {
      throw CommandFailure(
        code: ExitCode.usage,
        message: "\(output): there is no such output directory; is the disk mounted?")
    }
    let identity = try ServiceChoice.identity(
      arguments, program, simulated: arguments.has("simulate"))
    let state = try knownState(output, program, for: identity)
    let shelf = VideoShelf(directory: output ?? ".", files: program.files)
    let opening = try ManifestOpening(path: manifest)
    var reader = ManifestReader(opening.options(skipInvalid: arguments.has("skip-invalid")))
    let prices = options.planning.prices
    var tally = PlanTally(
      options.planning.builder(shelf, state, now: program.now, keepsItems: false),
      prices: prices)
    let console = program.console
    let talk = ManifestTalk(console: console, manifest: opening.displayName, prices: prices)
    let printsRows = arguments.has("json")
    let selection = options.planning.selection
    let countsOnly =
      state.jobs.isEmpty && !printsRows && selection.only.isEmpty && selection.limit == nil
    let verdict: ManifestVerdict
    if countsOnly {
      verdict = try reader.check(descriptor: opening.descriptor)
      tally.addNew(verdict)
    } else {
      verdict = try reader.read(descriptor: opening.descriptor) { entry in
        guard let decision = tally.add(entry), printsRows, case .job(let job) = entry else {
          return
        }
        console.print(tally.row(job, decision))
      }
    }
    if printsRows {
      for complaint in verdict.complaints { console.print(complaintRow(complaint)) }
    } else {
      talk.show(verdict)
    }
    try talk.require(verdict, skipsInvalid: arguments.has("skip-invalid"))
    let (plan, late) = tally.finish()
    let text = PlanText(
      plan: plan, prices: prices, outlook: PlanOutlook(plan, state: state, limits: options.limits),
      output: output)
    if printsRows {
      for entry in late { console.print(tally.row(entry.job, entry.decision)) }
      console.print(text.row)
    } else {
      console.print(text.lines.joined(separator: "\n") + "\n")
    }
    try options.planning.require(plan)
    return ExitCode.success
  }

  /// A line of `plan --json` about a mistake.
  private static func complaintRow(_ complaint: Complaint) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "complaint")
    writer.member("line", complaint.line)
    writer.member("column", complaint.column)
    if let field = complaint.field { writer.member("field", field) }
    writer.member("message", complaint.description)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  /// What an output directory knows, read without its lock. Says so where it belongs to another
  /// service than a run would use.
  private static func knownState(
    _ output: String?, _ program: Program, for identity: String
  ) throws(CommandFailure) -> BatchState {
    guard let output else { return BatchState() }
    guard FileLook.exists(output + "/" + Journal.fileName) else {
      try OutputDirectory.requireNoTrace(in: output)
      return BatchState()
    }
    let replay: JournalReplay
    do throws(JournalError) {
      replay = try JournalReplay(path: output + "/" + Journal.fileName, files: program.files)
    } catch {
      throw OutputDirectory.failure(error)
    }
    let bound = ServiceChoice.binding(of: replay.state, replay.header)
    if bound != identity {
      program.console.say(
        """
        note: \(output) belongs to service \(bound); a run with \(identity) is refused there, and \
        needs another --output
        """)
    }
    return replay.state
  }
}
