import JSONText
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A recorded run whose journal ends early, with the world as a crash could have left it then.
///
/// A record is durable before its effect, so a task can exist only when its intent is among the
/// records that survived, and must exist when they name it. Whether the request of an intent
/// without an answer had arrived nobody knows: both worlds are possible. A finished video is in
/// the same way there, not there, or either.
struct Rollback {
  let run: RecordedRun
  /// How many bytes of the journal survived.
  let cut: Int
  /// Places, among ``pending``, of the tasks that had been created.
  var sent: Set<Int> = []
  /// Whether a video that may be on the disk is there.
  var keepsVideos = false

  init(_ run: RecordedRun, cut: Int) {
    self.run = run
    self.cut = cut
  }

  var label: String {
    "\(run.businessIDs), cut at \(cut) of \(run.journal.count), sent \(sent.sorted()) of "
      + "\(pending.count), \(keepsVideos ? "with" : "without") videos"
  }

  /// The records that survived. The last one may lack its line feed.
  private var records: ArraySlice<JSONValue> {
    var count = 0
    var end = 0
    while count < run.lines.count, end + run.lines[count].count - 1 <= cut {
      end += run.lines[count].count
      count += 1
    }
    return run.records[..<count]
  }

  private func survives(_ type: String, _ job: String, _ attempt: Int64? = nil) -> Bool {
    records.contains { record in
      record["type"]?.string == type && record["job"]?.string == job
        && (attempt == nil || record["attempt"]?.int == attempt)
    }
  }

  /// Tasks whose intent survived, but not the service's answer.
  var pending: [RecordedRun.PaidTask] {
    run.tasks.filter { task in
      survives("intent", task.job, task.attempt) && !survives("accepted", task.job, task.attempt)
    }
  }

  /// The tasks that exist, as lines of the simulator's state file.
  private var state: String {
    let pending = pending
    let created = Set(sent.map { pending[$0].id })
    let exist = run.tasks.filter { task in
      survives("accepted", task.job, task.attempt) || created.contains(task.id)
    }
    return exist.map(\.entry).joined()
  }

  /// Sets the world up, resumes until nothing is left to do, and checks the promises.
  func resumeAndCheck() async throws {
    let directory = TemporaryDirectory()
    try restore(to: directory.file("jobs.out"))
    directory.write(state.utf8, to: "state.jsonl")
    let simulator = try await RecordedRun.startService(
      run.businessIDs, port: run.port, state: directory.file("state.jsonl"))
    do {
      try await resume(in: directory, simulator)
    } catch {
      Issue.record("\(label): \(error)")
    }
    await simulator.stop()
  }

  private func resume(in directory: TemporaryDirectory, _ simulator: SimulatorProcess) async throws
  {
    let output = directory.file("jobs.out")
    let program = RecordedRun.program(in: directory, port: run.port)
    // Without retries, which wait for seconds: the next command makes them at once.
    let arguments = ["resume", "jobs.out", "--retries", "0"] + RecordedRun.pace
    var outcome = await program.run(arguments)
    if records.isEmpty {
      // No crash leaves this behind: a journal begins with its first line.
      #expect(outcome.exitCode == 5, "\(label): \(outcome.errors)")
      #expect(try simulator.ledger()["tasks"]?.array?.isEmpty == true, "\(label)")
    } else {
      let first = try Results(in: output)
      if first.rows.contains(where: { $0["error"]?["retryable"]?.bool == true }) {
        outcome = await program.run(arguments)
      }
      let results = try Results(in: output)
      // The failure that is final is one at every end.
      #expect(outcome.exitCode == 1, "\(label): \(outcome.errors)")
      checkAccount(results, tasks: try simulator.ledger()["tasks"]?.array ?? [])
      checkVideos(results, in: output)
    }
    let texts = TextFile.names(in: output).map { TextFile.read(output + "/" + $0) }
    for text in texts + [outcome.output, outcome.errors] where text.contains(RecordedRun.apiKey) {
      Issue.record("\(label): the key is in a file or a message")
    }
  }

  private func restore(to output: String) throws {
    try #require(mkdir(output, 0o755) == 0 && mkdir(output + "/videos", 0o755) == 0)
    TextFile.write(bytes: Array(run.journal[..<cut]), to: output + "/journal.jsonl")
    try #require(link(run.output + "/manifest.jsonl", output + "/manifest.jsonl") == 0)
    for job in ["plain", "retry"] {
      guard survives("fetched", job) || keepsVideos && survives("completed", job) else { continue }
      let name = "/videos/\(job).mp4"
      try #require(link(run.output + name, output + name) == 0)
    }
  }

  /// No job is paid twice, no task is forgotten, and the amounts are those of the service's books.
  private func checkAccount(_ results: Results, tasks: [JSONValue]) {
    var paid: [String: Int] = [:]
    for task in tasks {
      let isRefunded = task["refunded"]?.bool == true
      let prompt = task["request"]?["prompt"]?.string
      guard let row = results.rows.first(where: { $0["request"]?["prompt"]?.string == prompt })
      else {
        Issue.record("\(label): a task of no job")
        continue
      }
      let isInDoubt = row["status"]?.string == "in_doubt"
      if !isRefunded, !isInDoubt { paid[prompt ?? "", default: 0] += 1 }
      let isKnown = row["task_id"]?.string == task["id"]?.string
      #expect(isKnown || isRefunded || isInDoubt, "\(label): lost \(task)")
      // Where keys are honoured, a task that exists is always found again.
      #expect(!isInDoubt || isRefunded || run.businessIDs != "honoured", "\(label): \(row)")
    }
    for row in results.rows {
      let prompt = row["request"]?["prompt"]?.string ?? ""
      let count = tasks.count { $0["request"]?["prompt"]?.string == prompt }
      #expect(
        count <= (prompt.contains("[fail-once]") ? 2 : 1), "\(label): \(prompt) \(count) times")
      let isFinal = prompt.contains("[policy]")
      let status = row["status"]?.string ?? ""
      #expect([isFinal ? "failed" : "completed", "in_doubt"].contains(status), "\(label): \(row)")
    }
    #expect(paid.values.allSatisfy { $0 == 1 }, "\(label): paid twice")
    #expect(paid.count == results.count("completed"), "\(label): \(results.text)")
    let cost = results.totals["cost"]
    #expect(Results.cents(cost?["amount"]) == 75 * paid.count, "\(label)")
    #expect(Results.cents(cost?["in_doubt"]) == 75 * results.count("in_doubt"), "\(label)")
  }

  private func checkVideos(_ results: Results, in output: String) {
    for row in results.rows where row["status"]?.string == "completed" {
      let path = output + "/" + (row["video"]?["path"]?.string ?? "")
      #expect(Int64(TextFile.size(path)) == row["video"]?["bytes"]?.int, "\(label): \(path)")
    }
  }
}
