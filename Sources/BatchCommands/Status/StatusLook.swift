import BatchEngine
import BatchReport
import JobModel
import ManifestReading

/// One look at an output directory, in words and as a row.
struct StatusLook {
  let path: String
  let survey: StatusSurvey
  /// What the process at work says of itself; `nil` when nobody is.
  let holder: String?
  let commands: NextCommands
  let lastRun: BatchState.LastRun?

  private var totals: Totals { survey.totals }

  /// The cap of the last run, as it was typed.
  private var budget: String? {
    lastRun?.run.settings.first { $0.hasPrefix("--max-cost=") }.map { String($0.dropFirst(11)) }
  }

  /// For a person.
  var text: String { lines.joined(separator: "\n") + "\n" }

  var lines: [String] {
    var lines = [workLine, Summary.counts(totals)]
    if survey.running + survey.toFetch > 0 {
      lines.append("at the service: \(survey.running) running, \(survey.toFetch) to fetch")
    }
    lines.append(moneyLine)
    if let waiting = waitingLine { lines.append(waiting) }
    if survey.warnings > 0 {
      let videos = survey.warnings == 1 ? "video is" : "videos are"
      lines.append("\(survey.warnings) \(videos) not quite what was paid for, see their rows")
    }
    if totals.leftJobs > 0 {
      lines.append("\(counted(totals.leftJobs, "id")) left the manifest")
    }
    lines += nextCommands.map { "next: \($0)" }
    return lines.map { TerminalText.oneLine($0) }
  }

  /// Who is at work since when, or how the last run ended.
  private var workLine: String {
    if let holder { return "\(path): at work: \(LocalTime.replacingSince(in: holder))" }
    guard let lastRun else { return "\(path): nothing was submitted yet" }
    let began = "begun \(LocalTime.text(lastRun.beganAt))"
    guard let code = lastRun.exitCode else { return "\(path): the last run, \(began), did not end" }
    return "\(path): the last run, \(began), ended \(Self.words(code))"
  }

  private static func words(_ code: Int32) -> String {
    switch code {
    case ExitCode.success: "with every video"
    case ExitCode.failures: "with jobs that failed, are invalid or in doubt"
    case ExitCode.stopped: "when its budget was used up"
    default: "with code \(code)"
    }
  }

  private var moneyLine: String {
    func yuan(_ amount: Money?) -> String { amount.map { "¥\($0)" } ?? "an unknown amount" }
    var parts = ["\(yuan(survey.lifetime)) in all"]
    if lastRun != nil {
      let run = lastRun?.exitCode == nil ? "this run" : "the last run"
      parts.append(
        "\(yuan(totals.thisRun)) \(run)" + (budget.map { " (cap ¥\($0))" } ?? ""))
    }
    if totals.inDoubt != .zero { parts.append("\(yuan(totals.inDoubt)) in doubt") }
    return "spent (estimated): " + parts.joined(separator: ", ")
  }

  private var waitingLine: String? {
    let waiting = totals.waiting
    guard waiting.videos > 0, holder == nil else { return nil }
    let until = waiting.until.map { "; fetch before \(LocalTime.text($0))" } ?? ""
    return waiting.text + until
  }

  /// What to type now; nothing while somebody is at work, or when all is well.
  var nextCommands: [String] {
    guard holder == nil else { return [] }
    var next: [String] = []
    let isOpen = lastRun.map { $0.exitCode == nil } ?? true
    if totals.count(.pending) > 0 || isOpen && totals.waiting.videos > 0 {
      next.append(commands.again)
    } else if totals.waiting.videos > 0 {
      next.append(commands.collect)
    }
    if totals.count(.inDoubt) > 0 { next.append(commands.resolve) }
    if totals.count(.failed) > 0 { next.append(commands.failures) }
    return next
  }
}

extension StatusLook {
  init(path: String, _ program: Program) throws {
    // Asked first: a run that ends meanwhile shows as one that is at work, not as one that died.
    let holder = DirectoryReading.holder(of: path, files: program.files)
    let directory = try DirectoryReading(path: path, files: program.files)
    let manifest = try directory.manifest()
    let shelf = VideoShelf(directory: path, files: program.files)
    let survey: StatusSurvey
    do {
      survey = try StatusSurvey(source: manifest, state: directory.state) {
        shelf.check($0) == .whole
      }
    } catch let error as ManifestError {
      throw CommandFailure(code: ExitCode.damaged, message: "\(error)")
    }
    let word = program.shellWord(path)
    let isSimulated = directory.header.service == ServiceChoice.simulatorIdentity
    let commands = NextCommands(
      again: "wanbatch resume \(word)",
      corrected: program.runCommand(
        manifest: manifest?.source ?? "", output: path, isSimulated: isSimulated),
      resolve: "wanbatch resolve \(word)", collect: "wanbatch collect \(word)",
      failures: "wanbatch status \(word) --failed")
    self.init(
      path: path, survey: survey, holder: holder, commands: commands,
      lastRun: directory.state.lastRun)
  }
}
