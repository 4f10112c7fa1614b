import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ReadmeTests {
  /// The lines after `$ ` in the README's console blocks.
  private static var commands: [String] {
    let folder = Examples.path("").split(separator: "/").dropLast().joined(separator: "/")
    return TextFile.read("/\(folder)/README.md").split(separator: "\n")
      .filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }

  /// Runs every command of the README, in its order and in one directory, as a reader would.
  @Test func everyCommandDoesWhatItSays() async throws {
    let simulator = try await SimulatorProcess.start("--task-seconds", "0.05...0.2")
    let program = simulator.client()
    for name in TextFile.names(in: Examples.path(""))
    where name.hasSuffix(".jsonl") || name.hasSuffix(".csv") {
      program.directory.write(TextFile.read(Examples.path(name)).utf8, to: "manifests/" + name)
    }
    var left: [String] = []
    for command in Self.commands where try await !perform(command, program) { left.append(command) }
    #expect(
      left == [
        "swift test", "export TOAPIS_API_KEY=your-key",
        "export TOAPIS_BASE_URL=http://127.0.0.1:8787",
      ], "all others are tried")
    #expect(Self.commands.count >= 20)
    await simulator.stop()
  }

  /// What the text says that a command prints, by how the command begins.
  private static let promises: [(command: String, words: String)] = [
    ("swift run wanbatch run manifests/demo.jsonl", "12 jobs: 12 to submit for ¥36.00"),
    ("wanbatch plan manifests/nightly.jsonl", "to submit for ¥"),
    ("wanbatch run manifests/nightly.jsonl --max-cost", "completed"),
    ("wanbatch run manifests/catalog.jsonl", "6 jobs: 6 completed"),
    ("wanbatch convert", #""prompt":"slow turntable of "#),
    ("wanbatch run manifests/nightly.jsonl --yes --json", #"{"type":"totals""#),
    ("wanbatch plan manifests/catalog.jsonl", "1 to submit for ¥"),
    ("wanbatch report", "nightly-for-review"),
    ("wanbatch status manifests/nightly.out --failed", "nothing has failed"),
    ("wanbatch costs", "total"),
    ("wanbatch balance", "credits left"),
  ]

  /// A command line taken apart as a shell does, as far as quotes go.
  private static func words(of command: String) -> [String] {
    var words: [String] = []
    for (place, part) in command.split(separator: "\"", omittingEmptySubsequences: false)
      .enumerated()
    {
      if place.isMultiple(of: 2) {
        words += part.split(separator: " ").map(String.init)
      } else {
        words.append(String(part))
      }
    }
    return words
  }

  /// - Returns: whether the command was one to try.
  private func perform(_ command: String, _ program: BuiltProgram) async throws -> Bool {
    var words = Self.words(of: command)
    // The tests can't run themselves, and the key is in the environment already.
    if command == "swift test" || words[0] == "export" { return false }
    if words.starts(with: ["swift", "run"]) { words.removeFirst(2) }
    // The address of a simulator of this test stands in for the one in the text.
    words.removeAll { $0.hasPrefix("TOAPIS_BASE_URL=") }
    try #require(words.removeFirst() == "wanbatch", "\(command)")
    if words.first == "simulate" {
      let process = program.start(words.map { $0 == "8787" ? "0" : $0 })
      defer { process.send(SIGKILL) }
      for _ in 0..<2000 where process.output.isEmpty {
        // A bounded wait for another process, which no test clock can drive.
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(process.output.contains("127.0.0.1"), "\(command)")
      return true
    }
    let outcome = await program.run(words)
    #expect(outcome.exitCode == 0, "\(command)\n\(outcome.errors)")
    for promise in Self.promises where command.hasPrefix(promise.command) {
      #expect(
        (outcome.output + outcome.errors).contains(promise.words),
        "\(command)\n\(outcome.output)\(outcome.errors)")
    }
    return true
  }
}
