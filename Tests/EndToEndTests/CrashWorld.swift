import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A simulated service under which runs crash again and again, and the invariants that must
/// hold after each of them.
struct CrashWorld {
  let simulator: SimulatorProcess
  /// What the service does with `client_business_id`.
  let businessIDs: String

  static func start(businessIDs: String, _ options: String...) async throws -> CrashWorld {
    let simulator = try await SimulatorProcess.start(
      arguments: [
        "--business-ids", businessIDs, "--task-seconds", "0.02...0.15", "--tier", "unlimited",
        "--balance", "unlimited",
      ] + options)
    return CrashWorld(simulator: simulator, businessIDs: businessIDs)
  }

  /// A program in a fresh directory with a manifest of jobs that no other case has.
  func program(case name: String, jobs: Int) -> BuiltProgram {
    let program = simulator.client()
    let lines = (0..<jobs).map { Examples.job("job-\($0)", "\(name) number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    return program
  }

  let arguments = [
    "run", "jobs.jsonl", "--yes", "--poll-interval", "0.02", "--submit-rate", "1000",
    "--query-rate", "5000", "--settle", "0.1", "--quiet",
  ]

  /// Runs to the end after whatever happened, and checks the promises.
  ///
  /// - Parameter label: names the case in a failure.
  func finishAndCheck(
    _ program: BuiltProgram, jobs: Int, label: String
  ) async throws {
    var program = program
    program.name = "wanbatch"
    program.environment["WANBATCH_FAULT"] = nil
    let outcome = await program.run(arguments)
    #expect([0, 1].contains(outcome.exitCode), "\(label): \(outcome.errors.suffix(600))")
    let results = try Results(in: program.file("jobs.out"))
    let inDoubt = results.count("in_doubt")
    #expect(results.count("completed") + inDoubt == jobs, "\(label): \(results.text.suffix(600))")
    if businessIDs == "honoured" { #expect(inDoubt == 0, "\(label)") }

    // The service's books: no prompt paid twice, and every task of ours accounted for.
    let prompts = Set(results.rows.compactMap { $0["request"]?["prompt"]?.string })
    let tasks = (try simulator.ledger()["tasks"]?.array ?? []).filter { task in
      task["request"]?["prompt"]?.string.map { prompts.contains($0) } ?? false
    }
    let paid = tasks.compactMap { $0["request"]?["prompt"]?.string }
    #expect(Set(paid).count == paid.count, "\(label): paid twice")
    let known = Set(results.rows.compactMap { $0["task_id"]?.string })
    let unknown = tasks.compactMap { $0["id"]?.string }.filter { !known.contains($0) }
    #expect(unknown.count <= inDoubt, "\(label): lost \(unknown)")
    let amount = Results.cents(results.totals["cost"]?["amount"])
    #expect(amount == 75 * results.count("completed"), "\(label)")
    for name in TextFile.names(in: program.file("jobs.out")) {
      let text = TextFile.read(program.file("jobs.out/" + name))
      #expect(!text.contains("key-for-a-test"), "\(label): the key is in \(name)")
    }
  }
}
