/// What can be typed after a command's name.
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

  /// What options are about: the help shows them together.
  enum Topic: String, CaseIterable, Sendable {
    case work = "what to make"
    case money = "money"
    case pace = "pace"
    case trouble = "failures and doubt"
    case service = "service and key"
    case words = "what is said"
    case other = "options"
  }

  /// An option: `--name`, or `--name VALUE`.
  struct Option: Sendable {
    let name: String
    /// What stands for the value; `nil` for an option without one.
    let value: String?
    let help: String
    let topic: Topic
    let isRepeatable: Bool

    init(
      _ name: String, _ value: String?, _ help: String, _ topic: Topic = .other,
      isRepeatable: Bool = false
    ) {
      self.name = name
      self.value = value
      self.help = help
      self.topic = topic
      self.isRepeatable = isRepeatable
    }

    /// The option as it is typed.
    var word: String { "--\(name)\(value.map { " \($0)" } ?? "")" }
  }
}
