import BatchEngine
import JobModel
import Pacing

/// A command line, taken apart by its syntax.
struct ParsedArguments: Sendable {
  private(set) var operands: [String] = []
  /// The options given, flags with an empty value.
  private(set) var options: [String: String] = [:]
  /// The options given, in their order, those that may be repeated as often as they were.
  private(set) var sequence: [(name: String, value: String)] = []
  /// The options that were not given now but remembered.
  private(set) var remembered: Set<String> = []
  /// Whether help was asked for.
  private(set) var asksForHelp = false

  /// - Throws: ``UsageError`` that names the nearest right option.
  init(_ words: some Sequence<String>, _ syntax: CommandSyntax) throws(UsageError) {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        break
      }
      if word == "-h" || word == "--help" {
        asksForHelp = true
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      try takeOption(word, &words, syntax)
    }
    if has("quiet"), has("verbose") {
      throw UsageError("--quiet and --verbose exclude each other; give one of them")
    }
    guard syntax.operandCount.contains(operands.count) else {
      let problem =
        operands.count < syntax.operandCount.lowerBound
        ? "\(syntax.operands) is missing"
        : "too many operands: '\(operands[syntax.operandCount.upperBound])'"
      throw UsageError("\(problem); usage: wanbatch \(syntax.name) \(syntax.operands) [options]")
    }
  }

  private mutating func takeOption(
    _ word: String, _ words: inout ArraySlice<String>, _ syntax: CommandSyntax
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].drop { $0 == "-" })
    guard parts[0] == "--" + name,
      let option = syntax.options.first(where: { $0.name == name })
    else {
      let hint = nearest(to: name, among: syntax.options.map(\.name)).map {
        "; did you mean --\($0)?"
      }
      throw UsageError(
        "unknown option '\(parts[0])'\(hint ?? "; see wanbatch \(syntax.name) --help")")
    }
    guard options[name] == nil || option.isRepeatable else {
      throw UsageError("--\(name) was given twice")
    }
    let value: String
    switch (option.value, parts.count == 2 ? String(parts[1]) : nil) {
    case (nil, nil): value = ""
    case (nil, _?): throw UsageError("--\(name) takes no value")
    case (_?, let given?): value = given
    case (let placeholder?, nil):
      guard let next = words.popFirst() else {
        throw UsageError("--\(name) needs a value: --\(name) \(placeholder)")
      }
      value = next
    }
    options[name] = value
    sequence.append((name, value))
  }

  /// Adds options that were remembered, where none was given now.
  mutating func fillIn(_ settings: [String]) {
    for setting in settings {
      let parts = setting.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first.map(String.init), options[name] == nil else { continue }
      options[name] = parts.count == 2 ? String(parts[1]) : ""
      remembered.insert(name)
    }
  }
}

extension ParsedArguments {
  func has(_ name: String) -> Bool { options[name] != nil }

  func text(_ name: String) -> String? { options[name] }

  /// All values of an option that may be repeated.
  func all(_ name: String) -> [String] {
    sequence.filter { $0.name == name }.map(\.value)
  }

  func share(_ name: String) throws(UsageError) -> Share? {
    try value(name, "a number such as 25, or a percentage such as 2.5%") { Share($0) }
  }

  func window(_ name: String) throws(UsageError) -> DailyWindow? {
    try value(name, "two times of day such as 22:00-06:00") { DailyWindow($0) }
  }

  func whole(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    try value(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A number above zero, fractions allowed.
  func rate(_ name: String) throws(UsageError) -> Double? {
    try value(name, "a number from 0.001 to 100000") { text in
      Double(text).flatMap { (0.001...100_000).contains($0) ? $0 : nil }
    }
  }

  /// Seconds, fractions allowed.
  func seconds(_ name: String, least: Double = 0) throws(UsageError) -> Duration? {
    try value(name, "seconds from \(least) to 31536000") { text in
      Double(text).flatMap { (least...31_536_000).contains($0) ? Duration(seconds: $0) : nil }
    }
  }

  func money(_ name: String) throws(UsageError) -> Money? {
    try value(name, "an amount in CNY such as 100 or 0.75") { Money($0) }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _: Choice.Type = Choice.self
  ) throws(UsageError) -> Choice? {
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return try value(name, "one of \(words)") { Choice(rawValue: $0) }
  }

  private func value<Value>(
    _ name: String, _ expected: String, _ read: (String) -> Value?
  ) throws(UsageError) -> Value? {
    guard let text = options[name] else { return nil }
    guard let value = read(text) else {
      throw UsageError("--\(name): expected \(expected), got '\(text)'")
    }
    return value
  }
}
