import BatchEngine
import BatchReport
import DurableFiles
import JobModel
import ManifestReading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `report`: writes a directory's results and page again, and bundles to hand to somebody.
enum ReportCommand {
  static let syntax = CommandSyntax(
    name: "report", operands: "DIR", operandCount: 1...1,
    summary: "Writes results.jsonl and report.html again.",
    options: [
      .init("bundle", "DIR2", "make a folder with a page and its videos, to hand to somebody"),
      .init(
        "only", "GLOB", "bundle only jobs whose id matches; may be repeated", isRepeatable: true),
    ],
    examples: [
      ("wanbatch report nightly.out", "write the page again, then open nightly.out/report.html"),
      ("wanbatch report nightly.out --bundle for-anna", "page and videos, without their sources"),
      ("wanbatch report nightly.out --bundle spring --only 'spring-*'", "some of them"),
    ])

  static func report(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    if arguments.has("only"), !arguments.has("bundle") {
      throw UsageError("--only chooses what a bundle holds; it needs --bundle DIR2")
    }
    let path = arguments.operands[0]
    let directory = try OutputDirectory(
      path: path, mayCreate: false, holder: program.holder, files: program.files)
    defer { withExtendedLifetime(directory) {} }
    let journal = try directory.requireJournal(now: program.now)
    try directory.removeTemporaries()
    let (state, source) = (journal.state, try CheckedManifest(path: directory.manifestPath))
    let shelf = VideoShelf(directory: path, files: program.files)
    let isPresent: @Sendable (VideoFile) -> Bool = { shelf.check($0) == .whole }
    let isSimulated = journal.header.service == ServiceChoice.simulatorIdentity
    let resultsPath = path + "/" + ResultsFile.fileName
    let facts = facts(program, state, path, lastRow: lastLine(of: resultsPath))
    _ = try ResultsFile(
      source: source, state: state,
      since: state.newSince(run: facts.runID, startedAt: facts.startedAt), isPresent: isPresent
    ).write(
      to: resultsPath, files: program.files, run: facts.runID, kept: facts.kept
    ) { _ in facts }
    let pagePath = path + "/" + ReportPage.fileName
    let scope = PageScope.directory(
      path: FileLook.absolute(path), word: program.shellWord(path), isSimulated: isSimulated)
    try ReportPage(source: source, state: state, facts: facts, scope: scope, isPresent: isPresent)
      .write(to: pagePath, files: program.files)
    program.console.say("results  \(resultsPath)\npage     \(pagePath)")
    guard let bundlePath = arguments.text("bundle") else { return ExitCode.success }
    let selection = Selection(only: arguments.all("only").map { Glob($0) }, limit: nil)
    let bundle = BundleFolder(
      path: bundlePath, directory: FileLook.absolute(path), files: program.files)
    do {
      let contents = try bundle.write(
        source: source, state: state, facts: facts, isSimulated: isSimulated,
        selects: { selection.includes($0) }, isPresent: isPresent)
      program.console.say(words(contents, bundle.pagePath))
    } catch let error as BundleError {
      if case .file = error {
        throw CommandFailure(code: ExitCode.stopped, message: "\(error)")
      }
      throw CommandFailure(code: ExitCode.usage, message: "\(error)")
    }
    return ExitCode.success
  }

  private static func words(_ contents: BundleFolder.Contents, _ path: String) -> String {
    "bundle   \(path): \(counted(contents.jobs, "job")), \(counted(contents.videos, "video"))"
  }

  /// What the last command knew about itself; what the journal tells when it wrote no row, or
  /// when another run has begun since.
  private static func facts(
    _ program: Program, _ state: BatchState, _ path: String, lastRow: [UInt8]
  ) -> RunFacts {
    let lastRun = state.lastRun
    if let facts = RunFacts(totalsRow: lastRow) {
      let isOfLastRun = facts.runID == lastRun?.run.id
      let spentNothing = facts.runID == nil && (lastRun == nil || lastRun?.exitCode != nil)
      if isOfLastRun || spentNothing { return facts }
    }
    let stop = RunFacts.Stop(
      reason: "interrupted", message: "the last run did not end",
      nextCommand: "wanbatch resume \(program.shellWord(path))")
    return RunFacts(
      runID: lastRun?.run.id, toolVersion: Program.version, prices: .published,
      exitCode: lastRun?.exitCode ?? (lastRun == nil ? ExitCode.success : ExitCode.stopped),
      stopped: lastRun != nil && lastRun?.exitCode == nil ? stop : nil,
      startedAt: lastRun?.beganAt ?? program.now, endedAt: program.now, kept: 0)
  }

  /// The last line of a file, without its LF; empty when there is none within 256 KiB.
  private static func lastLine(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let most = 256 << 10
    let start = max(0, lseek(descriptor, 0, SEEK_END) - off_t(most))
    var bytes = [UInt8](repeating: 0, count: most)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
    let tail = bytes.prefix(max(0, count))
    guard tail.last == UInt8(ascii: "\n") else { return [] }
    return Array(tail.dropLast().split(separator: UInt8(ascii: "\n")).last ?? [])
  }
}
