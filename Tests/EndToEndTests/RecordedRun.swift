import JSONText
import TestSupport
import Testing

/// A finished run of three jobs against a simulated service, kept as material: its journal line by
/// line, and every task that the service was paid for.
///
/// One job ends as a video, one fails for good, and one fails in passing and is a video at the
/// second attempt.
struct RecordedRun {
  /// A task, and the attempt that caused it.
  struct PaidTask {
    var id: String
    var job: String
    var attempt: Int64
    /// The task as the simulator's state file has it, with its line feed.
    var entry: String
  }

  static let apiKey = "key-for-a-test"
  private static let manifest = [
    ("plain", "number 1"), ("policy", "[policy] number 2"), ("retry", "[fail-once] number 3"),
  ]
  static let pace = [
    "--yes", "--poll-interval", "0.02", "--submit-rate", "1000", "--query-rate", "5000",
    "--settle", "0.1", "--quiet",
  ]

  let businessIDs: String
  let port: UInt16
  private let directory: TemporaryDirectory
  /// The journal's lines, each with its line feed.
  let lines: [[UInt8]]
  let records: [JSONValue]
  let tasks: [PaidTask]

  /// The output directory at the end.
  var output: String { directory.file("jobs.out") }
  var journal: [UInt8] { lines.flatMap { $0 } }

  static func make(businessIDs: String) async throws -> RecordedRun {
    let directory = TemporaryDirectory()
    TextFile.write(
      manifest.map { Examples.job($0.0, $0.1) }.joined(), to: directory.file("jobs.jsonl"))
    let port = try #require(LoopbackPort.free())
    let state = directory.file("state.jsonl")
    let simulator = try await startService(businessIDs, port: port, state: state)
    let outcome = await program(in: directory, port: port).run(["run", "jobs.jsonl"] + pace)
    await simulator.stop()
    try #require(outcome.exitCode == 1, "\(outcome.errors)")

    let text = TextFile.read(directory.file("jobs.out/journal.jsonl"))
    let lines = text.split(separator: "\n").map { Array($0.utf8) + [UInt8(ascii: "\n")] }
    let records = try lines.map { try JSONValue.parse($0) }
    let entries = TextFile.read(state).split(separator: "\n")
    let tasks = try entries.map { entry in
      let id = try #require(try JSONValue.parse(entry.utf8)["id"]?.string)
      let accepted = try #require(records.first { $0["task"]?.string == id })
      return PaidTask(
        id: id, job: try #require(accepted["job"]?.string),
        attempt: try #require(accepted["attempt"]?.int), entry: entry + "\n")
    }
    try #require(tasks.count == 4)
    return RecordedRun(
      businessIDs: businessIDs, port: port, directory: directory, lines: lines, records: records,
      tasks: tasks)
  }

  /// A service that knows the tasks of a state file, at the address that the journal is bound to.
  static func startService(
    _ businessIDs: String, port: UInt16, state: String
  ) async throws -> SimulatorProcess {
    try await SimulatorProcess.start(
      "--port", "\(port)", "--state-file", state, "--business-ids", businessIDs,
      "--task-seconds", "0.02...0.04", "--tier", "unlimited", "--balance", "unlimited")
  }

  static func program(in directory: TemporaryDirectory, port: UInt16) -> BuiltProgram {
    var program = BuiltProgram(in: directory)
    program.environment = [
      "TOAPIS_API_KEY": apiKey, "TOAPIS_BASE_URL": "http://127.0.0.1:\(port)",
    ]
    program.countFailuresSoon()
    return program
  }
}
