import DurableFiles
import JSONText
import JobJournal
import JobModel
import Pacing

/// What the program itself costs: CPU and memory of a batch, its start, and the replay of a long
/// journal.
enum OverheadBenchmark: Benchmark {
  static let name = "overhead"
  static let summary = "CPU and memory of a batch, time to start, replay of a long journal"
  static let options = [
    BenchmarkOption(name: "jobs", fallback: 10_000, meaning: "jobs to count CPU over"),
    BenchmarkOption(name: "concurrency", fallback: 1000, meaning: "tasks at a time"),
    BenchmarkOption(name: "task-median-ms", fallback: 2000, meaning: "the median task length"),
    BenchmarkOption(
      name: "poll-interval-ms", fallback: 170, meaning: "least time between queries of a task"),
    BenchmarkOption(
      name: "slower", fallback: 5, meaning: "how many times slower it is done once more; 1: not"),
    BenchmarkOption(name: "records", fallback: 1_000_000, meaning: "records of the journal"),
    BenchmarkOption(name: "starts", fallback: 20, meaning: "starts to take the quickest of"),
  ]
  /// What a job may cost, and what a batch of a thousand tasks at a time may hold.
  private static let cpuLimitMilliseconds = 1.0
  private static let memoryLimitBytes = 60_000_000

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    try await measureBatch(values, slower: 1, &writer)
    if values["slower"] > 1 {
      writer.key("slower")
      writer.beginObject()
      try await measureBatch(values, slower: values["slower"], &writer)
      writer.endObject()
    }
    var quickest = Double.infinity
    for _ in 0..<values["starts"] {
      let span = try ContinuousClock().measure {
        _ = try ChildProcess(BatchUnderTest.program, ["--version"]).wait()
      }
      quickest = min(quickest, span.inSeconds * 1000)
    }
    writer.member("version_ms", (quickest * 100).rounded() / 100)
    try await measureReplay(values["records"], &writer)
  }

  /// Tasks that tell no progress, with a least interval such that a job is asked about seven times.
  /// The program keeps to one processor, and the simulator to the others if there are any.
  ///
  /// - Parameter slower: how many times longer tasks and interval are. A processor that sleeps
  ///   between two answers finds nothing in its caches, so a job costs more when there are few a
  ///   second; there is a figure for either.
  private static func measureBatch(
    _ values: OptionValues, slower: Int, _ writer: inout JSONWriter
  ) async throws {
    let jobs = values["jobs"]
    let median = Double(values["task-median-ms"] * slower) / 1000
    let interval = Double(values["poll-interval-ms"] * slower) / 1000
    let (measured, ledger, videoBytes) = try await BatchUnderTest.within(
      simulator: [
        "--task-seconds", "lognormal(\(median),0.3)",
        "--tier", "unlimited", "--balance", "unlimited", "--progress", "none",
      ], leavesOneCore: true
    ) { world in
      let measured = try world.run(
        jobs: jobs, shape: { _ in .medium }, onOneCore: true,
        [
          "--concurrency", "\(values["concurrency"])",
          "--poll-interval", "\(interval)",
          "--submit-rate", "100000", "--query-rate", "100000",
        ])
      return (measured, try await world.ledger(), world.videoBytes(jobs: jobs))
    }
    writer.member("jobs", jobs)
    writer.member("concurrency", values["concurrency"])
    writer.member("peak_unfinished", ledger.peakUnfinished)
    writer.member("on_one_core", BatchUnderTest.canPin)
    writer.member("seconds", rounded(measured.seconds))
    writer.member("jobs_per_second", rounded(Double(jobs) / measured.seconds))
    writer.member("cpu_ms_per_job", rounded(measured.usage.cpuSeconds * 1000 / Double(jobs)))
    writer.member("cpu_ms_per_job_limit", cpuLimitMilliseconds)
    let bare = try await bareMilliseconds(queries: ledger.discovery.queriesPerTask)
    writer.member("bare_client_cpu_ms_per_job", rounded(bare))
    writer.member(
      "cpu_ratio_to_bare_client",
      rounded(measured.usage.cpuSeconds * 1000 / Double(jobs) / bare))
    writer.member("queries_per_job", rounded(ledger.discovery.queriesPerTask))
    writer.member("mean_video_bytes", videoBytes / max(1, jobs))
    writer.member("peak_memory_bytes", measured.usage.peakMemoryBytes)
    writer.member("peak_memory_bytes_limit", memoryLimitBytes)
  }

  /// What the same traffic costs with nothing around it, at this moment on this machine.
  private static func bareMilliseconds(queries: Double) async throws -> Double {
    let jobs = 2000
    return try await BatchUnderTest.within(
      simulator: [
        "--task-seconds", "0", "--tier", "unlimited", "--balance", "unlimited",
        "--progress", "none",
      ], leavesOneCore: true
    ) { world in
      try world.bareClient(jobs: jobs, queries: Int(queries.rounded())) * 1000 / Double(jobs)
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func measureReplay(_ records: Int, _ writer: inout JSONWriter) async throws {
    let (found, seconds) = try await BatchUnderTest.within(simulator: []) { world in
      try await replay(records, in: world.directory)
    }
    writer.member("replayed_records", found)
    writer.member("replay_seconds", rounded(seconds))
  }

  /// Writes so many records, and reads them back.
  private static func replay(
    _ records: Int, in directory: String
  ) async throws -> (found: Int, seconds: Double) {
    let files = SystemFiles()
    let now = Timestamp(seconds: 1_800_000_000)
    let header = JournalHeader(generation: 1, service: "benchmark", salt: "00", at: now)
    let journal = try Journal.create(in: directory, header: header, files: files)
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
    let path = directory + "/" + Journal.fileName
    let span = try ContinuousClock().measure {
      found = try JournalReplay(path: path, files: files).records
    }
    return (found, span.inSeconds)
  }
}
