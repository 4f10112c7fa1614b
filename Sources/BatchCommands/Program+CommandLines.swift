import JobModel

/// Command lines to type next.
extension Program {
  /// A command line that does the same again, without what must be agreed to anew.
  func repeated(_ arguments: ParsedArguments, _ operand: String) -> String {
    let once: Set = ["json", "yes", "force", "retry-failed", "resubmit-in-doubt"]
    let known = RunCommand.runSyntax.options.filter { !once.contains($0.name) }
    let options = known.flatMap { option -> [String] in
      if option.value == nil { return arguments.has(option.name) ? ["--\(option.name)"] : [] }
      let given = arguments.all(option.name)
      // What was remembered and not given now has no place in the sequence.
      let values = given.isEmpty ? arguments.text(option.name).map { [$0] } ?? [] : given
      return values.map { "--\(option.name) \(shellWord($0))" }
    }
    return ([shellWord(operand)] + options).joined(separator: " ")
  }

  /// A command line that brings a manifest to its directory once more.
  ///
  /// - Returns: `nil` for a manifest that came from standard input.
  func runCommand(manifest: String, output: String, isSimulated: Bool) -> String? {
    guard manifest != "standard input", !manifest.isEmpty else { return nil }
    var words = ["wanbatch run", shellWord(manifest)]
    if (try? RunCommand.defaultOutput(manifest, isSimulated: isSimulated)) != output {
      words.append("--output \(shellWord(output))")
    }
    if isSimulated { words.append("--simulate") }
    return words.joined(separator: " ")
  }

  /// A word as a shell takes it unchanged.
  func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || "-_./:=,%+@".utf8.contains($0) }
    if isPlain, !text.isEmpty { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
