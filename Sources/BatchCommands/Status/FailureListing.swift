import BatchReport
import JSONText
import JobModel

/// Failures by cause, with what to do and what to type.
struct FailureListing {
  private let groups: [FailureGroups.Group]
  private let commands: NextCommands
  /// How many ids of a cause are named for a person.
  private static let mostNamed = 20

  init(_ failures: FailureGroups, commands: NextCommands) {
    groups = failures.sorted
    self.commands = commands
  }

  /// For a person.
  var text: String {
    guard !groups.isEmpty else { return "nothing has failed\n" }
    return groups.flatMap { lines($0) + [""] }.dropLast().map { $0 + "\n" }.joined()
  }

  private func lines(_ group: FailureGroups.Group) -> [String] {
    let count = group.jobs.count
    var lines = ["\(counted(count, "job")): \(group.title)"]
    lines.append("  said: \(group.sample)")
    lines.append("  do:   \(group.cause.advice)")
    if let command = commands.command(for: group.cause) { lines.append("  next: \(command)") }
    lines += group.jobs.prefix(Self.mostNamed).map { "  \($0.id)" }
    let rest = count - Self.mostNamed
    if rest > 0 { lines.append("  and \(rest) more: --csv lists all of them") }
    return lines.map { TerminalText.oneLine($0) }
  }

  /// A line a job, the jobs of a cause together.
  var csv: String {
    let header = ["id", "cause", "code", "http_status", "message", "cure", "next_command"]
    return CSVRow.line(header)
      + groups.flatMap { group in
        group.jobs.map { id, failure in
          CSVRow.line([
            CSVRow.guarded(id.text), group.cause.title, CSVRow.guarded(failure.code ?? ""),
            failure.httpStatus.map { "\($0)" } ?? "", CSVRow.guarded(failure.message),
            group.cause.advice, commands.command(for: group.cause) ?? "",
          ])
        }
      }.joined()
  }

  /// A JSON row a cause.
  var jsonLines: String {
    groups.map { group in
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("type", "failures")
      writer.member("cause", group.cause.title)
      writer.key("code")
      if let code = group.cause.code { writer.string(code) } else { writer.null() }
      writer.member("jobs", group.jobs.count)
      writer.member("message", group.sample)
      writer.member("cure", group.cause.advice)
      writer.key("next_command")
      if let command = commands.command(for: group.cause) {
        writer.string(command)
      } else {
        writer.null()
      }
      writer.key("ids")
      writer.beginArray()
      for job in group.jobs { writer.string(job.id.text) }
      writer.endArray()
      writer.endObject()
      return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }.joined()
  }
}
