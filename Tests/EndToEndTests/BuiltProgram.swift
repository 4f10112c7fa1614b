import Dispatch
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built program, started as a user starts it.
struct BuiltProgram: Sendable {
  /// What came of a run of the program.
  struct Outcome: Sendable {
    var exitCode: Int32
    /// The signal that killed it, or 0.
    var signal: Int32
    var output: String
    var errors: String
  }

  /// A program that is running.
  final class Process: Sendable {
    let id: pid_t
    private let scratch: TemporaryDirectory
    private let directory: TemporaryDirectory

    fileprivate init(id: pid_t, scratch: TemporaryDirectory, in directory: TemporaryDirectory) {
      self.id = id
      self.scratch = scratch
      self.directory = directory
    }

    func send(_ signal: Int32) { kill(id, signal) }

    /// What it has printed so far.
    var output: String { TextFile.read(scratch.file("out")) }
    var errors: String { TextFile.read(scratch.file("err")) }

    /// Sends a signal the moment something holds, from a thread of its own: a test that waited
    /// and then sent it could come late on a busy machine.
    func send(_ signal: Int32, when holds: @escaping @Sendable () -> Bool) async {
      await waitUntil {
        guard holds() else { return false }
        self.send(signal)
        return true
      }
    }

    /// Waits until something holds or the program has ended, on a thread that may block; for ten
    /// seconds at most.
    func waitUntil(_ holds: @escaping @Sendable () -> Bool) async {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { [id] in
          for _ in 0..<20_000 {
            var information = siginfo_t()
            let hasEnded =
              waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0
              && information.si_signo != 0
            if hasEnded || holds() { break }
            // A bounded wait for another process, which no test clock can drive.
            usleep(500)
          }
          continuation.resume()
        }
      }
    }

    /// Waits for its end, on a thread that may block; kills it when it takes longer than a
    /// minute.
    func wait() async -> Outcome {
      let status: Int32 = await withCheckedContinuation { continuation in
        // Holds the number alone: the directory goes with the test, not with this thread.
        DispatchQueue.global().async { [id] in
          var status: Int32 = 0
          let timer = DispatchSource.makeTimerSource()
          timer.setEventHandler { kill(id, SIGKILL) }
          timer.schedule(deadline: .now() + 60)
          timer.resume()
          while waitpid(id, &status, 0) < 0, errno == EINTR {}
          timer.cancel()
          continuation.resume(returning: status)
        }
      }
      let signal = status & 0x7F
      return Outcome(
        exitCode: signal == 0 ? (status >> 8) & 0xFF : -1, signal: signal, output: output,
        errors: errors)
    }
  }

  /// The folder of the test runner, where the build puts the programs too.
  private static let folder: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let runner =
      count > 0
      ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      : CommandLine.arguments[0]
    let folder = runner.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/")
  }()

  /// `wanbatch`, or the same program with a disk that fails on request.
  var name = "wanbatch"
  let directory: TemporaryDirectory
  var environment: [String: String] = [:]
  /// A terminal that takes standard error in place of a file.
  var terminal: String?
  /// Signals that are ignored when the program starts, such as `HUP INT`; all others are not,
  /// whatever the tests were started with.
  var ignoredSignals = ""
  /// What the shell does to the program's descriptors, such as `>&-`.
  var redirection = ""

  /// Lets a failure of a task count after a moment, and not after half a minute.
  mutating func countFailuresSoon() {
    name = "FaultyProgram"
    environment["WANBATCH_FAILURE_RECHECK"] = "0.1"
  }

  init(in directory: TemporaryDirectory = TemporaryDirectory()) {
    self.directory = directory
  }

  /// The path of a name inside the directory.
  func file(_ name: String) -> String { directory.file(name) }

  private var path: String { Self.folder + "/" + name }

  /// Starts the program in the directory.
  func start(_ arguments: [String]) -> Process {
    let scratch = TemporaryDirectory()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, scratch.file("out"), flags, 0o600)
    posix_spawn_file_actions_addopen(
      &actions, 2, terminal ?? scratch.file("err"), terminal == nil ? flags : O_RDWR, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGHUP, SIGINT, SIGTERM] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // The shell only prepares the process; the program takes its place and its number.
    let ignore = ignoredSignals.isEmpty ? "" : "trap '' \(ignoredSignals); "
    let script = "\(ignore)cd \"$0\" && exec \"$@\" \(redirection)"
    let words = ["/bin/sh", "-c", script, directory.path, path] + arguments
    var inherited = ["PATH": "/usr/bin:/bin"]
    inherited.merge(environment) { $1 }
    let variables = inherited.map { "\($0)=\($1)" }
    var id: pid_t = 0
    let code = withCStrings(words) { argv in
      withCStrings(variables) { envp in
        posix_spawn(&id, "/bin/sh", &actions, &attributes, argv, envp)
      }
    }
    precondition(code == 0, "cannot start \(path): \(String(cString: strerror(code)))")
    return Process(id: id, scratch: scratch, in: directory)
  }

  func run(_ arguments: String...) async -> Outcome { await start(arguments).wait() }
  func run(_ arguments: [String]) async -> Outcome { await start(arguments).wait() }
}

private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
    return body(base)
  }
}
