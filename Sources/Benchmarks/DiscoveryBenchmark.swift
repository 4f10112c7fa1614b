import JSONText
import Pacing

/// How soon the built program finds the ends of tasks, in real time, and with how many queries.
///
/// The distributions of `polling` and the documented schedule, all of time divided by `scale`; the
/// program starts without having seen a task. The documented schedule and the optimum are
/// arithmetic on the same lengths, with answers that take no time. The program's delays hold the
/// travel of an answer and the waits for a processor, which are `scale` times as heavy here as in a
/// real batch. Two more things set it apart from `polling`. The service tells times to the second,
/// which is longer than a task here: lengths are learned from the program's own queries. And while
/// jobs wait for a place an end is worth more, so that the program asks more often, on purpose;
/// give as many places as jobs to see it without that.
enum DiscoveryBenchmark: Benchmark {
  static let name = "discovery"
  static let summary = "the program's queries and delays in real time, beside the documented ones"
  static let options = [
    BenchmarkOption(name: "jobs", fallback: 600, meaning: "how many jobs"),
    BenchmarkOption(name: "concurrency", fallback: 200, meaning: "tasks at a time"),
    BenchmarkOption(name: "scale", fallback: 50, meaning: "how much faster all of time runs"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what task lengths come from"),
  ]
  /// The documented schedule: first after 5 s, then every 10 s.
  private static let pace = 5.0

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    values.write(options, to: &writer)
    let scale = Double(values["scale"])
    let mixes = [
      ("lognormal(75,0.5)", "lognormal(\(75 / scale),0.5)"),
      ("bimodal(40,180,0.3,0.2)", "bimodal(\(40 / scale),\(180 / scale),0.3,0.2)"),
    ]
    for (name, lengths) in mixes {
      for progress in ["none", "number"] {
        let ledger = try await measure(lengths, progress: progress, values)
        let documented = PollingDiscovery.fixed(
          ledger.lengths, ages: [pace / scale], gap: 2 * pace / scale)
        writer.key("\(name), progress \(progress)")
        writer.beginObject()
        documented.write("documented", against: documented, to: &writer)
        optimum(ledger.lengths, scale).write("blind_optimum", against: documented, to: &writer)
        ledger.discovery.write("program", against: documented, to: &writer)
        writer.endObject()
      }
    }
  }

  /// The best schedule for somebody who knew these lengths as a distribution, and saw no progress.
  private static func optimum(_ lengths: [Double], _ scale: Double) -> PollingDiscovery {
    let real = lengths.map { $0 * scale }
    let mean = real.reduce(0, +) / Double(max(1, real.count))
    let price = QueryPlanner.usualPrice(pace: pace, meanSeconds: mean)
    let ages = PollingOptimum.ages(real, price: price).map { $0 / scale }
    return .fixed(lengths, ages: ages, gap: 2 * pace / scale)
  }

  private static func measure(
    _ lengths: String, progress: String, _ values: OptionValues
  ) async throws -> LedgerFigures {
    try await BatchUnderTest.within(simulator: [
      "--task-seconds", lengths, "--progress", progress, "--tier", "unlimited",
      "--balance", "unlimited", "--seed", "\(values["seed"])",
    ]) { world in
      _ = try world.run(
        jobs: values["jobs"],
        [
          "--concurrency", "\(values["concurrency"])",
          "--poll-interval", "\(pace / Double(values["scale"]))",
          "--submit-rate", "100000", "--query-rate", "100000",
        ])
      return try await world.ledger()
    }
  }
}
