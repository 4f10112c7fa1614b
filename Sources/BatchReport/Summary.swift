import JobModel

/// The words at the end of a run, for a person: fit to be pasted into a message.
package struct Summary: Sendable {
  /// All lines, each with its line feed, without colours; `summary.txt` holds the same.
  package let text: String
  /// How many ids a line names before the rest is counted.
  private static let mostNamed = 5
  private static let mostWarnings = 5

  /// - Parameters:
  ///   - paths: where results and videos are, as the user would type them.
  ///   - failures: the failed jobs of the manifest.
  ///   - warnings: videos that are not quite what was paid for.
  ///   - notes: sentences to end with, such as how to go on.
  package init(
    _ totals: Totals, _ facts: RunFacts, paths: [(name: String, path: String)],
    failures: FailureGroups, commands: NextCommands, warnings: [(id: JobID, text: String)] = [],
    notes: [String] = []
  ) {
    var lines = [Self.counts(totals)]
    if totals.kept > 0 { lines.append("\(totals.kept) of them were there before") }
    lines += ["", "cost (estimated, \(facts.prices.name) prices)"] + Self.cost(totals)
    if !failures.isEmpty { lines += [""] + Self.lines(failures, commands) }
    if !warnings.isEmpty { lines += [""] + Self.lines(warnings) }
    lines.append("")
    lines += paths.map { TerminalText.oneLine("\($0.name)  \($0.path)") }
    if let stop = facts.stopped {
      lines += ["", TerminalText.oneLine("stopped: \(stop.message)"), "next: \(stop.nextCommand)"]
    }
    lines += notes.map { TerminalText.oneLine($0) }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// `12 jobs: 11 completed, 1 failed`.
  package static func counts(_ totals: Totals) -> String {
    let words = [
      (JobStatus.completed, "completed"), (.failed, "failed"), (.inDoubt, "in doubt"),
      (.submitted, "paid and not fetched yet"), (.pending, "pending"), (.invalid, "invalid"),
    ]
    let counts = words.compactMap { status, word in
      totals.count(status) > 0 ? "\(totals.count(status)) \(word)" : nil
    }
    return "\(counted(totals.jobs, "job")): " + counts.joined(separator: ", ")
  }

  private static func cost(_ totals: Totals) -> [String] {
    var lines = totals.sortedRates.map { rate, sum in
      row(
        "\(rate.priceClass.resolution.rawValue) \(rate.priceClass.audio ? "audio" : "silent")",
        "\(sum.videos) \(sum.videos == 1 ? "video " : "videos")", "\(sum.seconds) s", sum.amount)
    }
    lines.append(row("total", "", "", totals.amount))
    if totals.leftAmount != .zero {
      lines.append(row("left the manifest", "", "", totals.leftAmount))
    }
    lines.append(row("this run", "", "", totals.thisRun))
    if totals.inDoubt != .zero {
      lines.append("  may have been paid beside that: \(yuan(totals.inDoubt))")
    }
    return lines
  }

  /// A failure group: how many and why, which, what was said, what to do, and what to type.
  private static func lines(_ failures: FailureGroups, _ commands: NextCommands) -> [String] {
    let groups = failures.sorted
    let width = groups.map { "\($0.jobs.count)".count }.max() ?? 0
    return ["failures"]
      + groups.flatMap { group in
        let indent = String(repeating: " ", count: width + 4)
        var lines = ["  \(left("\(group.jobs.count)", width))  \(group.title)"]
        lines.append("\(indent)\(group.names(atMost: mostNamed))")
        lines.append("\(indent)said: \(group.sample)")
        lines.append("\(indent)do:   \(group.cause.advice)")
        if let command = commands.command(for: group.cause) {
          lines.append("\(indent)next: \(command)")
        }
        return lines.map { TerminalText.oneLine($0) }
      }
  }

  private static func lines(_ warnings: [(id: JobID, text: String)]) -> [String] {
    var lines = ["not quite what was paid for"]
    lines += warnings.prefix(mostWarnings).map { TerminalText.oneLine("  \($0.id): \($0.text)") }
    let rest = warnings.count - mostWarnings
    if rest > 0 { lines.append("  and \(rest) more, see their rows") }
    return lines
  }

  /// A line of the cost table: name, videos, seconds, amount.
  private static func row(
    _ name: String, _ videos: String, _ seconds: String, _ amount: Money?
  ) -> String {
    "  " + TerminalText.padded(name, to: 14) + left(videos, 14) + left(seconds, 9)
      + left(yuan(amount), 14)
  }

  private static func yuan(_ amount: Money?) -> String { amount.map { "¥\($0)" } ?? "unknown" }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension Totals.Waiting {
  /// `2 paid videos wait (¥1.50)`.
  package var text: String {
    "\(videos) paid \(videos == 1 ? "video waits" : "videos wait")"
      + (amount.map { " (¥\($0))" } ?? "")
  }
}
