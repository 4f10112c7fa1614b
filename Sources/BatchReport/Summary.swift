import JobModel

/// The words at the end of a run, for a person.
package struct Summary: Sendable {
  package let text: String

  /// - Parameters:
  ///   - paths: where results and videos are, as the user would type them.
  ///   - notes: sentences to end with, such as how to go on.
  package init(
    _ totals: Totals, _ facts: RunFacts, paths: [(name: String, path: String)],
    failures: [(id: String, message: String)], notes: [String] = []
  ) {
    var lines: [String] = []
    let words = [
      (JobStatus.completed, "completed"), (.failed, "failed"), (.inDoubt, "in doubt"),
      (.submitted, "paid and not fetched yet"), (.pending, "pending"), (.invalid, "invalid"),
    ]
    let counts = words.compactMap { status, word in
      totals.count(status) > 0 ? "\(totals.count(status)) \(word)" : nil
    }
    lines.append(
      "\(totals.jobs) \(totals.jobs == 1 ? "job" : "jobs"): " + counts.joined(separator: ", "))
    if totals.kept > 0 { lines.append("\(totals.kept) of them were there before") }
    lines.append("")
    lines.append("cost (estimated, \(facts.prices.name) prices)")
    for (rate, sum) in totals.sortedRates {
      let kind = rate.priceClass.audio ? "audio" : "silent"
      lines.append(
        Self.row(
          "\(rate.priceClass.resolution.rawValue) \(kind)",
          "\(sum.jobs) \(sum.jobs == 1 ? "video " : "videos")", "\(sum.seconds) s", sum.amount))
    }
    lines.append(Self.row("total", "", "", totals.amount))
    lines.append(Self.row("this run", "", "", totals.thisRun))
    if totals.inDoubt != .zero {
      lines.append("  may have been paid beside that: \(Self.yuan(totals.inDoubt))")
    }
    if !failures.isEmpty {
      lines.append("")
      lines.append("failures")
      for failure in failures { lines.append("  \(failure.id): \(failure.message)") }
    }
    lines.append("")
    for (name, path) in paths { lines.append("\(name)  \(path)") }
    if let stop = facts.stopped {
      lines.append("")
      lines.append("stopped: \(stop.message)")
      lines.append("next: \(stop.nextCommand)")
    }
    lines += notes
    text = lines.joined(separator: "\n") + "\n"
  }

  /// A line of the cost table: name, videos, seconds, amount.
  private static func row(
    _ name: String, _ videos: String, _ seconds: String, _ amount: Money?
  ) -> String {
    let start = "  " + name + String(repeating: " ", count: max(0, 14 - name.count))
    return start + pad(videos, 14) + pad(seconds, 9) + pad(yuan(amount), 14)
  }

  private static func yuan(_ amount: Money?) -> String { amount.map { "¥\($0)" } ?? "unknown" }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
