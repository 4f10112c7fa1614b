import JSONText
import Pacing

/// How long a catalog of finished videos takes until the first new job is submitted, and what the
/// command needs in all.
enum ResumeBenchmark: Benchmark {
  static let name = "resume"
  static let summary = "a manifest of which nearly all is finished, up to its first submission"
  static let options = [
    BenchmarkOption(name: "lines", fallback: 1_000_000, meaning: "how many lines"),
    BenchmarkOption(name: "fresh", fallback: 1000, meaning: "how many of them are new"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what the lines are made from"),
  ]
  /// A million lines on two processors.
  private static let limitSeconds = 10

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    let (lines, fresh) = (values["lines"], min(values["fresh"], values["lines"]))
    try await BatchUnderTest.within(simulator: [
      "--task-seconds", "0.1", "--tier", "unlimited", "--progress", "none",
    ]) { world in
      let catalog = FinishedCatalog(directory: world.directory, service: world.identity)
      try await catalog.make(lines: lines, fresh: fresh, seed: values["seed"])
      let start = Double(SystemClock().wallMilliseconds) / 1000
      let (seconds, usage) = try world.run(
        manifest: catalog.manifest,
        [
          "--concurrency", "1000", "--poll-interval", "0.1", "--submit-rate", "100000",
          "--query-rate", "100000",
        ])
      let tasks = try await world.ledger().tasks
      guard tasks.count == fresh else {
        throw ChildProcess.Failure(description: "submitted \(tasks.count) jobs of \(fresh)")
      }
      let first = tasks.map(\.created).min() ?? start
      let last = tasks.map { $0.created + $0.length }.max() ?? start
      writer.member("lines", lines)
      writer.member("fresh", fresh)
      writer.member("first_submission_seconds", rounded(first - start))
      writer.member("limit_seconds", limitSeconds)
      writer.member("last_task_end_seconds", rounded(last - start))
      writer.member("seconds", rounded(seconds))
      writer.member("cpu_seconds", rounded(usage.cpuSeconds))
      writer.member("peak_memory_bytes", usage.peakMemoryBytes)
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
