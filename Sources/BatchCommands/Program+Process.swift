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

  /// - Parameters:
  ///   - files: how files are changed; tests hand in one that fails.
  ///   - failureRecheck: how long after a task was seen to have failed it is asked about once more.
  package static func ofThisProcess(
    files: any FileOperations, failureRecheck: Duration = .seconds(30)
  ) -> Program {
    Program(
      arguments: Array(CommandLine.arguments.dropFirst()),
      environment: variables(), files: files, failureRecheck: failureRecheck)
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
}
