import DurableFiles
import JSONText
import JobJournal
import JobModel

/// What the program itself costs: CPU and memory of a batch, its start, and the replay of a long
/// journal.
enum OverheadBenchmark: Benchmark {
  static let name = "overhead"
  static let summary = "CPU and memory of a batch, time to start, replay of a long journal"
  static let options = [
    BenchmarkOption(name: "jobs", fallback: 3000, meaning: "jobs to count CPU over"),
    BenchmarkOption(name: "records", fallback: 1_000_000, meaning: "records of the journal"),
    BenchmarkOption(name: "starts", fallback: 20, meaning: "starts to take the quickest of"),
  ]

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    let jobs = values["jobs"]
    writer.member("jobs", jobs)
    try await measureBatch(jobs, &writer)
    var quickest = Double.infinity
    for _ in 0..<values["starts"] {
      let span = try ContinuousClock().measure {
        _ = try ChildProcess(BatchUnderTest.program, ["--version"]).wait()
      }
      quickest = min(quickest, span.inMilliseconds)
    }
    writer.member("version_ms", (quickest * 100).rounded() / 100)
    try await measureReplay(values["records"], &writer)
  }

  /// Seven queries a job or so: tasks of three seconds, asked every half second.
  private static func measureBatch(_ jobs: Int, _ writer: inout JSONWriter) async throws {
    let world = try BatchUnderTest(simulator: [
      "--task-seconds", "2...4", "--tier", "unlimited", "--progress", "none",
    ])
    do {
      let (seconds, usage) = try world.run(
        jobs: jobs,
        [
          "--concurrency", "1000", "--poll-interval", "0.5", "--submit-rate", "100000",
          "--query-rate", "100000",
        ])
      let ledger = try await world.ledger()
      let queries = ledger["requests"]?["GET /v1/videos/generations/{id}"]?["200"]?.int ?? 0
      writer.member("seconds", (seconds * 1000).rounded() / 1000)
      writer.member("cpu_ms_per_job", (usage.cpuSeconds * 1e6 / Double(jobs)).rounded() / 1000)
      writer.member("queries_per_job", (Double(queries) * 100 / Double(jobs)).rounded() / 100)
      writer.member("peak_memory_bytes", usage.peakMemoryBytes)
    } catch {
      try world.end()
      throw error
    }
    try world.end()
  }

  private static func measureReplay(_ records: Int, _ writer: inout JSONWriter) async throws {
    let world = try BatchUnderTest(simulator: [])
    defer { try? world.end() }
    let files = SystemFiles()
    let now = Timestamp(seconds: 1_800_000_000)
    let header = JournalHeader(generation: 1, service: "benchmark", salt: "00", at: now)
    let journal = try Journal.create(in: world.directory, header: header, files: files)
    // Five records a job, as an orderly run leaves them.
    var batch: [BatchRecord] = []
    for number in 0..<max(1, records / 5) {
      batch += JournalRecords.job(number, at: now)
      guard batch.count >= 10_000 else { continue }
      try await journal.writer.append(batch)
      batch = []
    }
    try await journal.writer.append(batch)
    var found = 0
    let path = world.directory + "/" + Journal.fileName
    let span = try ContinuousClock().measure {
      found = try JournalReplay(path: path, files: files).records
    }
    writer.member("replayed_records", found)
    writer.member("replay_seconds", (span.inMilliseconds).rounded() / 1000)
  }
}

extension Duration {
  fileprivate var inMilliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}
