/// The help text of commands, for a terminal of 80 columns.
enum CommandHelp {
  static let width = 80
  /// The widest option with its help beside it; of wider ones it begins in the next line.
  private static let widestWord = 19

  /// What `wanbatch COMMAND --help` prints.
  static func text(of syntax: CommandSyntax) -> String {
    let words = ["usage: wanbatch", syntax.name, syntax.operands, "[options]"]
    var lines = [words.filter { !$0.isEmpty }.joined(separator: " "), "", syntax.summary, ""]
    for topic in CommandSyntax.Topic.allCases {
      let options = syntax.options.filter { $0.topic == topic }
      if !options.isEmpty { lines += ["\(topic.rawValue):"] + rows(options) + [""] }
    }
    if !syntax.details.isEmpty { lines += [syntax.details, ""] }
    lines.append("examples:")
    for example in syntax.examples { lines += ["  \(example.line)", "      \(example.does)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rows(_ options: [CommandSyntax.Option]) -> [String] {
    let widest = options.map(\.word.count).filter { $0 <= widestWord }.max() ?? 0
    let indent = String(repeating: " ", count: widest + 4)
    return options.flatMap { option -> [String] in
      let help = wrapped(option.help, width: width - indent.count)
      guard option.word.count <= widest else {
        return ["  \(option.word)"] + help.map { indent + $0 }
      }
      let gap = String(repeating: " ", count: widest - option.word.count + 2)
      return ["  \(option.word)\(gap)\(help[0])"] + help.dropFirst().map { indent + $0 }
    }
  }

  /// A text in lines of at most so many columns, unless a word is longer; at least one line.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines = [""]
    // A default of one word stays together.
    let words = text.replacing("(default ", with: "(default\u{A0}").split(separator: " ")
    for word in words.map({ String($0.replacing("\u{A0}", with: " ")) }) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// What `wanbatch --help` prints.
  static func overview(of commands: [CommandSyntax]) -> String {
    let widest = commands.map(\.name.count).max() ?? 0
    let list = commands.flatMap { command in
      let gap = String(repeating: " ", count: widest - command.name.count + 2)
      let summary = wrapped(command.summary, width: width - widest - 4)
      let rest = summary.dropFirst().map { String(repeating: " ", count: widest + 4) + $0 }
      return ["  \(command.name)\(gap)\(summary[0])"] + rest
    }
    return """
      usage: wanbatch COMMAND …

      Makes videos from a manifest of jobs with model wan2.6-flash, and accounts for
      every cent.

      commands:
      \(list.joined(separator: "\n"))

      options:
        --help     this text; after a command, the command's
        --version  the version

      exit codes:
        0    every job has its video
        1    the run ended; some job failed, is invalid or in doubt
        2    wrong usage or manifest, no key, no agreement to spend, another
             service: nothing was submitted
        3    stopped before the end: run it again to go on
        4    the directory is in use by another run
        5    the directory is damaged, or was written by a newer version
        128+ interrupted by a signal: run it again to go on

      examples:
        wanbatch run manifests/demo.jsonl --simulate
            try everything, with no key and at no cost
        wanbatch plan nightly.jsonl
            check a manifest and see what it would cost
        wanbatch run nightly.jsonl --max-cost 100
            make the videos, for at most ¥100

      """
  }
}
