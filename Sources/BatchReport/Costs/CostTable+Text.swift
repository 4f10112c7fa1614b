import JobModel

/// The answer for a person.
extension CostTable {
  private static let longestName = 60

  /// A table with the sum as its last row, and what must be known to read it right.
  package var text: String {
    let rows = rows.map { (Self.shown($0.key.text), $0.sum) } + [("total", total)]
    let hasDoubt = total.doubtful > 0
    let header =
      [Self.shown(grouping.text), "videos", "seconds", "amount"] + (hasDoubt ? ["in doubt"] : [])
    let cells =
      [header]
      + rows.map { name, sum in
        [name, "\(sum.videos)", "\(sum.seconds)", Self.yuan(sum.amount)]
          + (hasDoubt ? [sum.doubtful > 0 ? Self.yuan(sum.inDoubt) : "-"] : [])
      }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { cells in
      let first = cells[0] + Self.space(widths[0] - cells[0].count)
      return zip(cells, widths).dropFirst().reduce(first) { line, cell in
        line + "  " + Self.space(cell.1 - cell.0.count) + cell.0
      }
    }
    return (lines + notes).joined(separator: "\n") + "\n"
  }

  private var notes: [String] {
    var notes = ["amounts are estimates, by the prices of the day they were spent on"]
    if total.unknown > 0 {
      let videos = total.unknown == 1 ? "1 video has" : "\(total.unknown) videos have"
      notes.append("\(videos) no known price; the others have cost ¥\(total.known)")
    }
    if leftJobs > 0 {
      let jobs = leftJobs == 1 ? "1 job that is" : "\(leftJobs) jobs that are"
      notes.append(
        "\(Self.yuan(left.amount)) of the total is for \(jobs) no longer in the manifest")
    }
    if total.doubtful > 0 {
      let count = total.doubtful == 1 ? "1 submission is" : "\(total.doubtful) submissions are"
      notes.append(
        "\(count) in doubt: \(Self.yuan(total.inDoubt)) may have been spent beside the total")
    }
    return [""] + notes
  }

  private static func yuan(_ amount: Money?) -> String { amount.map { "¥\($0)" } ?? "unknown" }

  private static func space(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// A name that keeps its line: line breaks and tabs are shown as escapes, and what is too long
  /// for a table is cut.
  private static func shown(_ name: String) -> String {
    var shown = ""
    for scalar in name.unicodeScalars.prefix(longestName) {
      switch scalar {
      case "\n": shown += "\\n"
      case "\t": shown += "\\t"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return name.unicodeScalars.dropFirst(longestName).isEmpty ? shown : shown + "…"
  }
}
