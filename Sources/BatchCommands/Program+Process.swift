import DurableFiles
import JobJournal
import JobModel
import Pacing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Program {
  /// The program as this process was started.
  package static var ofThisProcess: Program {
    ofThisProcess(files: SystemFiles())
  }

  /// - Parameter files: how files are changed; tests hand in one that fails.
  package static func ofThisProcess(files: any FileOperations) -> Program {
    Program(
      arguments: Array(CommandLine.arguments.dropFirst()),
      environment: variables(), files: files)
  }

  private static func variables() -> [String: String] {
    let names = [
      "TOAPIS_API_KEY", "TOAPIS_BASE_URL", "SSL_CERT_FILE", "NO_COLOR", "TERM",
    ]
    var variables: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return variables
  }

  var now: Timestamp { Timestamp(milliseconds: SystemClock().wallMilliseconds) }

  /// One line about this process, for whoever finds the directory locked.
  var holder: String { "pid \(FileLook.processID) on \(FileLook.hostName) since \(now)" }

  /// The first line of a new journal.
  func header(_ service: ServiceChoice) -> JournalHeader {
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<2).map { _ in String(generator.next() as UInt64, radix: 16) }.joined()
    return JournalHeader(generation: 1, service: service.identity, salt: salt, at: now)
  }

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
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=,%+@".utf8.contains(byte)
      }
    }
    if isPlain, !text.isEmpty { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
