import BatchReport
import JobModel
import ManifestReading

/// `costs`: what a directory has cost, by day, month, reason or label.
enum CostsCommand {
  static let syntax = CommandSyntax(
    name: "costs", operands: "DIR", operandCount: 1...1,
    summary: "Says what was spent, by day, month, reason or label; changes nothing.",
    options: [
      .init("by", "WHAT", "day, month, reason or label.NAME; days are local (default day)"),
      .init("csv", nil, "comma-separated values, the total as the last line"),
      .init("json", nil, "one JSON row a group, and a last one with the total"),
    ],
    examples: [
      ("wanbatch costs nightly.out", "what each day has cost"),
      ("wanbatch costs nightly.out --by label.season", "by a label of the jobs"),
      ("wanbatch costs nightly.out --by month --csv", "for a spreadsheet"),
    ])

  static func costs(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    guard let grouping = CostGrouping(arguments.text("by") ?? "day") else {
      throw UsageError(
        "--by: expected day, month, reason or label.NAME, got '\(arguments.text("by") ?? "")'")
    }
    guard !arguments.has("csv") || !arguments.has("json") else {
      throw UsageError("--csv and --json exclude each other")
    }
    let directory = try DirectoryReading(path: arguments.operands[0], files: program.files)
    let table = try table(of: directory, by: grouping)
    if arguments.has("csv") {
      program.console.print(table.csv)
    } else if arguments.has("json") {
      program.console.print(table.jsonLines)
    } else {
      program.console.print(Console.visible(table.text))
    }
    return ExitCode.success
  }

  private static func table(
    of directory: DirectoryReading, by grouping: CostGrouping
  ) throws -> CostTable {
    var table = CostTable(by: grouping) { LocalTime.day($0) }
    var left = directory.state.jobs
    if let manifest = try directory.manifest() {
      for index in 0..<manifest.count {
        guard case .job(let job) = try entry(index, of: manifest),
          let state = left.removeValue(forKey: job.id)
        else { continue }
        table.add(state, isListed: true, labels: job.labels)
      }
    }
    for state in left.values { table.add(state, isListed: false) }
    return table
  }

  private static func entry(
    _ index: Int, of manifest: CheckedManifest
  ) throws(CommandFailure) -> ManifestEntry {
    do {
      return try manifest.entry(at: index)
    } catch {
      throw CommandFailure(code: ExitCode.damaged, message: "\(error)")
    }
  }
}
