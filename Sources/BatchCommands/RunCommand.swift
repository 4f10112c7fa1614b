import DurableFiles
import JobJournal
import JobModel
import ManifestReading

/// `run` and `resume`: bring a directory to what its manifest asks for.
enum RunCommand {
  static let runSyntax = CommandSyntax(
    name: "run", operands: "MANIFEST", operandCount: 1...1,
    summary: "Makes the videos of a manifest; run again, it continues where it stopped.",
    options: [
      .init(
        "output", "DIR", "the output directory (default: MANIFEST with .out for .jsonl)", .work),
      .init("skip-invalid", nil, "set lines with a mistake aside instead of refusing all", .work),
    ] + RunOptions.syntax,
    examples: [
      ("wanbatch run manifests/demo.jsonl --simulate", "try everything at no cost"),
      ("wanbatch run nightly.jsonl --max-cost 100", "make the videos, for at most ¥100"),
      ("cat jobs.jsonl | wanbatch run - --output jobs.out --yes", "read standard input"),
    ], details: manifestHelp)

  /// A manifest and a price list in a few lines, for the help.
  private static let manifestHelp = """
    A manifest has one job a line, a JSON object:
      {"id":"sku-1","image_urls":["https://cdn.example.com/1.jpg"],
       "prompt":"slow turntable","resolution":"720p","duration":5,"audio":false}
    (here in two lines). image_urls has one picture, metadata.reference_urls videos;
    a source that is no URL is a file beside the manifest. resolution is 720p or
    1080p (if not given), duration 5 (if not given), 10 or 15, audio true (if not
    given) or false. `wanbatch plan MANIFEST` says what is wrong, with line and
    column, and what a run would cost.

    A price list for --prices, in yuan a second; what is left out is unknown:
      {"currency":"CNY","name":"mine","per_second":{"720p":{"audio":0.28,
       "silent":0.14},"1080p":{"audio":0.45,"silent":0.22}}}

    Exit codes: see wanbatch --help.
    """

  static let resumeSyntax = CommandSyntax(
    name: "resume", operands: "DIR", operandCount: 1...1,
    summary: "Goes on with what an output directory remembers; nothing left to do is success.",
    options: RunOptions.syntax,
    examples: [
      ("wanbatch resume nightly.out --yes", "go on after an interruption"),
      ("wanbatch resume nightly.out --max-cost 50", "go on, for at most ¥50"),
      ("wanbatch resume manifests/demo.simulated.out", "go on with a simulated run"),
    ], details: RunOptions.memoryHelp(among: RunOptions.syntax))

  static func run(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let manifest = arguments.operands[0]
    let isSimulated = arguments.has("simulate")
    let path = try arguments.text("output") ?? defaultOutput(manifest, isSimulated: isSimulated)
    let options = try RunOptions(
      arguments, simulated: isSimulated, failureRecheck: program.failureRecheck)
    let service = try ServiceChoice(arguments, program, simulated: isSimulated)
    let directory = try OutputDirectory(
      path: path, mayCreate: !arguments.has("existing"), holder: program.holder,
      files: program.files)
    defer { directory.removeIfUnused() }
    var journal = try directory.openJournal(now: program.now)
    if let journal { try require(service, matches: journal, arguments) }
    try directory.removeTemporaries()
    let copying = ManifestCopying(
      console: program.console, files: program.files,
      skipsInvalid: arguments.has("skip-invalid"), prices: options.planning.prices)
    let again = "wanbatch run \(program.repeated(arguments, manifest))"
    // Nobody here keeps the state: the run changes it, and would have to copy it.
    let run = journal?.state.run
    var builder = Proposal.builder(program, options, directory, journal?.state ?? BatchState())
    let copy: DurableFile
    do {
      copy = try copying.copy(manifest, to: directory.manifestPath, planning: &builder)
    } catch {
      if let journal {
        await collectFirst(
          program, options, service, directory, journal, why: "the manifest can't be used",
          typedRun: again)
      }
      throw error
    }
    var proposal: Proposal
    do {
      proposal = try Proposal(
        program, options, manifest: copy.temporaryPath, directory: directory, run: run?.id,
        builder: consume builder)
      try proposal.agree(
        program.console, options, isSimulated: isSimulated, hasRun: run != nil)
      // Without a key nothing is changed: no directory is made, and no manifest replaced.
      if !proposal.plan.items.isEmpty { _ = try service.key(arguments, program) }
      // The journal comes first: a directory with anything else and no journal is damaged.
      if journal == nil { journal = try directory.createJournal(program.header(service)) }
      try copy.publish()
    } catch {
      copy.discard()
      if let journal, error is CommandFailure {
        await collectFirst(
          program, options, service, directory, journal, why: "nothing is submitted",
          typedRun: again)
      }
      throw error
    }
    guard let journal else { return ExitCode.stopped }
    return try await RunSession(
      program: program, options: options, service: service, directory: directory,
      journal: journal, proposal: proposal, nextCommand: again, typedRun: again
    ).run()
  }

  /// Brings home what is paid for, whatever the manifest has become. What goes wrong with that is
  /// said, and does not stand before the reason why it is done.
  ///
  /// - Parameter typedRun: the `run` that this is done in: what goes on is that one, with its
  ///   manifest, and not `resume` with an older copy.
  private static func collectFirst(
    _ program: Program, _ options: RunOptions, _ service: ServiceChoice,
    _ directory: OutputDirectory, _ journal: Journal, why: String, typedRun: String?
  ) async {
    guard journal.state.hasPaidWork else { return }
    program.console.say("\(why); first, what is paid for is collected")
    let nextCommand = "wanbatch collect \(program.shellWord(directory.path))"
    _ = await program.reporting {
      let proposal = try Proposal(
        program, options, manifest: directory.manifestPath, directory: directory,
        state: journal.state, mayPay: false)
      return try await RunSession(
        program: program, options: options, service: service, directory: directory,
        journal: journal, proposal: proposal, nextCommand: nextCommand, typedRun: typedRun
      ).run()
    }
  }

  static func resume(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    try await proceed(program, arguments, in: arguments.operands[0], mayPay: true)
  }

  /// Goes on with what a directory remembers.
  static func proceed(
    _ program: Program, _ given: ParsedArguments, in path: String, mayPay: Bool
  ) async throws -> Int32 {
    let directory = try OutputDirectory(
      path: path, mayCreate: false, holder: program.holder, files: program.files)
    let journal = try directory.requireJournal(now: program.now)
    var arguments = given
    arguments.fillIn(journal.state.lastRun?.run.settings ?? [])
    let isSimulated =
      given.has("simulate") || journal.header.service == ServiceChoice.simulatorIdentity
    let options = try RunOptions(
      arguments, simulated: isSimulated, failureRecheck: program.failureRecheck)
    let service = try ServiceChoice(arguments, program, simulated: isSimulated)
    try require(service, matches: journal, arguments)
    try directory.removeTemporaries()
    // A stop before the first manifest was in its place: nothing was sent, so nothing is lost.
    guard journal.state.hasPaidWork || FileLook.exists(directory.manifestPath) else {
      if mayPay {
        throw CommandFailure(
          code: ExitCode.usage,
          message: "\(path): there is no manifest yet; use wanbatch run MANIFEST --output DIR")
      }
      program.console.say("\(path): nothing is left to collect here")
      return ExitCode.success
    }
    var proposal: Proposal
    do {
      proposal = try Proposal(
        program, options, manifest: directory.manifestPath, directory: directory,
        state: journal.state, mayPay: mayPay)
    } catch let error as ManifestError {
      throw CommandFailure(
        code: ExitCode.damaged,
        message: """
          \(error); the directory has lost its copy of the manifest: bring it again with wanbatch \
          run MANIFEST --output \(program.shellWord(path)), which fetches what is paid for as well
          """)
    }
    if mayPay {
      do {
        try proposal.agree(
          program.console, options, isSimulated: isSimulated, hasRun: journal.state.run != nil)
      } catch {
        await collectFirst(
          program, options, service, directory, journal, why: "nothing is submitted",
          typedRun: nil)
        throw error
      }
    }
    return try await RunSession(
      program: program, options: options, service: service, directory: directory,
      journal: journal, proposal: proposal,
      nextCommand: "wanbatch \(mayPay ? "resume" : "collect") \(program.shellWord(path))",
      typedRun: nil
    ).run()
  }

  /// `nightly.jsonl` runs into `nightly.out` beside it, simulated into `nightly.simulated.out`.
  static func defaultOutput(
    _ manifest: String, isSimulated: Bool
  ) throws(UsageError) -> String {
    guard manifest != "-" else { throw UsageError("standard input needs --output DIR") }
    let base = manifest.hasSuffix(".jsonl") ? String(manifest.dropLast(6)) : manifest
    return base + (isSimulated ? ".simulated.out" : ".out")
  }

  private static func require(
    _ service: ServiceChoice, matches journal: Journal, _ arguments: ParsedArguments
  ) throws(CommandFailure) {
    let bound = ServiceChoice.binding(of: journal.state, journal.header)
    if bound == service.identity { return }
    let mayTakeOver = service.mayTakeOver(from: bound, madeFor: journal.header.service)
    if mayTakeOver, arguments.has("rebind") { return }
    let other = mayTakeOver ? ", or --rebind if the same service has a new address" : ""
    throw CommandFailure(
      code: ExitCode.usage,
      message: """
        this directory belongs to service \(bound), not to \(service.identity); use another \
        --output\(other)
        """)
  }
}
