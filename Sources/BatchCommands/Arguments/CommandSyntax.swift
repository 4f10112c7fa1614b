/// What can be typed after a command's name, and its help.
struct CommandSyntax: Sendable {
  let name: String
  /// The operands as the usage line shows them, such as `MANIFEST`.
  let operands: String
  /// How many operands there must be.
  let operandCount: ClosedRange<Int>
  /// One sentence.
  let summary: String
  let options: [Option]
  /// Three command lines, each with a word of what it does.
  let examples: [(line: String, does: String)]
  /// What the options leave unsaid, shown after them.
  var details = ""

  /// An option: `--name`, or `--name VALUE`.
  struct Option: Sendable {
    let name: String
    /// What stands for the value; `nil` for an option without one.
    let value: String?
    let help: String
    let isRepeatable: Bool

    init(_ name: String, _ value: String?, _ help: String, isRepeatable: Bool = false) {
      self.name = name
      self.value = value
      self.help = help
      self.isRepeatable = isRepeatable
    }
  }

  /// The help text of the command.
  var help: String {
    let words = ["usage: wanbatch", name, operands, "[options]"].filter { !$0.isEmpty }
    var lines = [words.joined(separator: " "), "", summary, ""]
    if !options.isEmpty {
      lines.append("options:")
      let words = options.map { "--\($0.name)\($0.value.map { " \($0)" } ?? "")" }
      let width = words.map(\.count).max() ?? 0
      for (word, option) in zip(words, options) {
        lines.append(
          "  \(word)\(String(repeating: " ", count: width - word.count))  \(option.help)")
      }
      lines.append("")
    }
    if !details.isEmpty { lines += [details, ""] }
    lines.append("examples:")
    for example in examples { lines += ["  \(example.line)", "      \(example.does)"] }
    return lines.joined(separator: "\n") + "\n"
  }
}
