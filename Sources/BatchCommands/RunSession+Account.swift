import BatchEngine
import BatchReport
import DurableFiles
import JobModel
import ManifestReading

extension RunSession {
  /// Writes the results, says how it went, and ends the run when everything is decided.
  ///
  /// - Returns: the exit code.
  func account(
    _ ledger: JobLedger, reason: StopReason?, creditsUsed: String?, startedAt: Timestamp,
    downloadTroubles: [JobID: String]
  ) async throws -> Int32 {
    let state = ledger.state
    let (run, kept, shelf) = (state.run, proposal.plan.kept, proposal.shelf)
    let selection = options.planning.selection
    let results = ResultsFile(
      source: proposal.source, state: state, prices: options.planning.prices,
      since: state.newSince(run: run?.id, startedAt: startedAt),
      isSelected: { selection.includes($0) },
      isPresent: { shelf.check($0) == .whole })
    func facts(_ totals: Totals, _ reason: StopReason?) -> RunFacts {
      var facts = makeFacts(totals, run: run?.id, reason: reason, startedAt: startedAt)
      facts.creditsUsed = creditsUsed
      return facts
    }
    let resultsPath = directory.path + "/" + ResultsFile.fileName
    var reason = reason
    var (totals, row): (Totals, [UInt8]?)
    do {
      (totals, row) = try results.write(
        to: resultsPath, files: program.files, run: run?.id, kept: kept
      ) { [reason] in facts($0, reason) }
    } catch let error as FileError {
      // The journal has everything; why the run stopped must be said all the same.
      console.say("wanbatch: the results can't be written: \(error)")
      (totals, row) = (try results.totals(run: run?.id, kept: kept), nil)
      reason = reason ?? .disk(error)
    }
    let facts = facts(totals, reason)
    let summary = Summary(
      totals, facts,
      paths: [
        ("results", resultsPath), ("videos ", directory.path + "/videos"),
        ("totals ", "the last row of \(ResultsFile.fileName)"),
        ("look   ", directory.path + "/" + ReportPage.fileName),
      ], failures: try failures(totals, state), commands: commands,
      warnings: warnings(state),
      notes: Self.notes(about: downloadTroubles) + notes(totals, reason, state))
    if !options.arguments.has("quiet") || facts.exitCode != ExitCode.success {
      console.say("\n" + summary.text)
    }
    if options.arguments.has("json") {
      let row = row ?? TotalsRow.bytes(totals, facts)
      console.print(String(decoding: row, as: UTF8.self) + "\n")
    }
    do throws(FileError) {
      try DurableFile.write(
        Array(summary.text.utf8), to: directory.path + "/summary.txt", files: program.files)
    } catch {
      console.say("wanbatch: the summary can't be written: \(error)")
      return max(facts.exitCode, ExitCode.stopped)
    }
    guard writePage(state, facts) else { return max(facts.exitCode, ExitCode.stopped) }
    // Last of all: until then a kill leaves the run as it is, and its budget with it.
    if let run, try isOver(run, state, facts.exitCode, reason, hasSubmitted: ledger.hasIntended) {
      try await ledger.record([.runEnded(id: run.id, exitCode: facts.exitCode)])
    }
    return facts.exitCode
  }

  /// Whether the run under way is over: its cap is used up, or all is decided that its submitting
  /// commands selected. A command that submits nothing ends no run whose cap leaves room for a
  /// video, and one with another cap does not by that cap.
  private func isOver(
    _ run: Run, _ state: BatchState, _ exitCode: Int32, _ reason: StopReason?, hasSubmitted: Bool
  ) throws -> Bool {
    guard proposal.maySubmit else { return false }
    guard hasSubmitted else {
      // It may be about other jobs than the run, also with another manifest; what is left of the cap
      // must not be enough for any video.
      guard reason == .budget, hasCap(of: run), let cap = options.limits.maxCost else {
        return false
      }
      return options.planning.prices.cheapest.map { state.spent + $0 > cap } ?? false
    }
    guard exitCode <= ExitCode.failures || reason == .budget && hasCap(of: run) else {
      return false
    }
    if Set(options.arguments.all("only")) == Set(run.only) { return true }
    // A command about some of its jobs ends the run only where that is true of all of them.
    let (selection, shelf) = (Selection(only: run.only.map { Glob($0) }), proposal.shelf)
    let totals = try ResultsFile(
      source: proposal.source, state: state, prices: options.planning.prices,
      isSelected: { selection.includes($0) }, isPresent: { shelf.check($0) == .whole }
    ).totals(run: run.id, kept: 0)
    if reason == .budget, let cap = options.limits.maxCost, let least = totals.leastPending {
      return state.spent + least > cap
    }
    return totals.selected[.submitted, default: 0] + totals.selected[.pending, default: 0] == 0
  }

  /// Whether the command has the same cap as the run.
  private func hasCap(of run: Run) -> Bool {
    let option = "--max-cost="
    return run.settings.first { $0.hasPrefix(option) }
      == options.settings.first { $0.hasPrefix(option) }
  }

  /// - Returns: whether it could be written.
  private func writePage(_ state: BatchState, _ facts: RunFacts) -> Bool {
    let shelf = proposal.shelf
    let scope = PageScope.directory(
      path: FileLook.absolute(directory.path), word: program.shellWord(directory.path),
      isSimulated: service.isSimulated)
    let page = ReportPage(source: proposal.source, state: state, facts: facts, scope: scope) {
      shelf.check($0) == .whole
    }
    do {
      _ = try page.write(to: directory.path + "/" + ReportPage.fileName, files: program.files)
      return true
    } catch {
      console.say("wanbatch: the page can't be written: \(error)")
      return false
    }
  }

  private func makeFacts(
    _ totals: Totals, run: String?, reason: StopReason?, startedAt: Timestamp
  ) -> RunFacts {
    func count(_ status: JobStatus) -> Int { totals.selected[status, default: 0] }
    // What was never submitted is no matter of a command that does not submit.
    let pending = proposal.maySubmit ? count(.pending) : 0
    let lost = proposal.maySubmit ? 0 : totals.lost
    let waiting = count(.submitted) + pending
    var reason = reason
    if reason == nil, proposal.plan.heldBack > 0 { reason = .limit }
    if reason == nil, waiting > 0 {
      reason = .unfinished(paid: count(.submitted), pending: pending)
    }
    var code = ExitCode.success
    if case .interrupted(let signal)? = reason {
      code = 128 + signal
    } else if waiting > 0 || reason?.isFault == true || (reason != nil && count(.inDoubt) > 0) {
      code = ExitCode.stopped
    } else if count(.inDoubt) + count(.invalid) + lost > 0 {
      code = ExitCode.failures
    } else if count(.failed) + totals.unverified > 0 {
      let areKnown =
        options.arguments.has("known-failures-ok")
        && totals.newFailures + totals.newUnverified == 0
      code = areKnown ? ExitCode.success : ExitCode.failures
    }
    let isStopped = code > ExitCode.failures
    return RunFacts(
      runID: run, toolVersion: Program.version, prices: options.planning.prices, exitCode: code,
      stopped: isStopped
        ? reason.map {
          // What was never submitted, `collect` does not submit.
          RunFacts.Stop(
            reason: $0.code, message: words($0),
            nextCommand: count(.submitted) > 0 ? nextCommand : commands.again)
        } : nil,
      startedAt: startedAt, endedAt: program.now, kept: totals.kept)
  }

  /// A reason to stop, with the times and commands that only this side can tell.
  private func words(_ reason: StopReason) -> String {
    switch reason {
    case .window(let opensAt): "\(reason); it is from \(LocalTime.text(opensAt))"
    case .failures: "\(reason): \(commands.failures)"
    default: reason.description
    }
  }

  private static let mostTroubles = 3

  /// Why videos did not come, of a few of them.
  private static func notes(about downloadTroubles: [JobID: String]) -> [String] {
    let sorted = downloadTroubles.sorted { $0.key < $1.key }
    var notes = sorted.prefix(mostTroubles).map { "\($0.key): its video did not come: \($0.value)" }
    if sorted.count > mostTroubles { notes.append("and \(sorted.count - mostTroubles) more") }
    return notes
  }

  /// What a person should do about paid videos that are not here, and about jobs in doubt.
  private func notes(
    _ totals: Totals, _ reason: StopReason?, _ state: BatchState
  ) -> [String] {
    var notes: [String] = []
    if reason == .budget, let cap = options.limits.maxCost {
      let rest = totals.pendingAmount.map { "¥\($0)" } ?? "an unknown amount"
      let left = max(.zero, cap - state.spent)
      notes.append(
        "¥\(left) of ¥\(cap) are left; the "
          + "\(counted(totals.count(.pending), "pending job")) would cost \(rest)")
    }
    if !proposal.maySubmit, totals.selected[.pending, default: 0] > totals.lost {
      let rest = totals.selected[.pending, default: 0] - totals.lost
      notes += ["\(counted(rest, "job")) not submitted yet", "next: \(commands.again)"]
    }
    if !proposal.maySubmit, totals.lost > 0 {
      notes.append(
        "\(counted(totals.lost, "paid video")) lost at the service; a run makes them again and pays"
      )
    }
    if totals.unverified > 0 {
      notes.append(
        "\(counted(totals.unverified, "video")) in unverified/: complete, and no MP4 that wanbatch "
          + "understands; look at them, and submit again with --force what is no video")
    }
    let waiting = totals.waiting
    if waiting.videos > 0 {
      let until = waiting.until.map { "fetch before \(LocalTime.text($0))" } ?? "fetch"
      notes.append(
        "\(waiting.text); \(until): wanbatch collect \(program.shellWord(directory.path))")
    }
    if totals.count(.inDoubt) > 0 {
      notes.append(
        "\(totals.count(.inDoubt)) in doubt: "
          + "wanbatch resolve \(program.shellWord(directory.path))")
    }
    return notes
  }

  /// The failed jobs of the manifest by cause.
  private func failures(_ totals: Totals, _ state: BatchState) throws -> FailureGroups {
    var failures = FailureGroups()
    var index = 0
    // Most manifests have none, and the rest of a long one need not be read.
    while failures.jobs < totals.count(.failed), index < proposal.source.count {
      if case .job(let job) = try proposal.source.entry(at: index),
        let known = state.jobs[job.id],
        JobStatus(of: job, known, isPresent: { _ in true }) == .failed,
        let failure = known.failure(of: job)
      {
        failures.add(job.id, failure)
      }
      index += 1
    }
    return failures
  }

  private func warnings(_ state: BatchState) -> [(id: JobID, text: String)] {
    state.jobs.lazy.compactMap { id, job in
      let warnings = job.videoWarnings
      return warnings.isEmpty ? nil : (id, warnings.joined(separator: "; "))
    }.sorted { $0.0 < $1.0 }
  }

  private var commands: NextCommands {
    let path = program.shellWord(directory.path)
    return NextCommands(
      again: typedRun ?? "wanbatch resume \(path)", corrected: typedRun ?? correctedCommand,
      resolve: "wanbatch resolve \(path)", collect: "wanbatch collect \(path)",
      failures: "wanbatch status \(path) --failed")
  }

  /// The command that brings the manifest again.
  private var correctedCommand: String? {
    program.runCommand(
      manifest: proposal.source.source, output: directory.path,
      isSimulated: service.isSimulated)
  }
}
