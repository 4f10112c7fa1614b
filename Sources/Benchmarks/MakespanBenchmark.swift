import JSONText

/// How long a batch takes, beside a perfect scheduler that knows every task's length.
enum MakespanBenchmark: Benchmark {
  static let name = "makespan"
  static let summary = "a batch against the simulator, beside a perfect scheduler"
  static let options = [
    BenchmarkOption(name: "jobs", fallback: 2000, meaning: "how many jobs"),
    BenchmarkOption(name: "concurrency", fallback: 100, meaning: "tasks at a time"),
    BenchmarkOption(
      name: "submit-rate", fallback: 0, least: 0,
      meaning: "submissions a second, with ten seconds' burst; 0 for no limit"),
    BenchmarkOption(
      name: "task-median-ms", fallback: 2000, meaning: "the median of lognormal task lengths"),
    BenchmarkOption(
      name: "sigma-percent", fallback: 50, least: 0,
      meaning: "the standard deviation of the logarithm, in hundredths"),
    BenchmarkOption(
      name: "long-percent", fallback: 0, least: 0,
      meaning: "so many jobs take three times as long, and stand last"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what task lengths come from"),
  ]

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    let (jobs, concurrency) = (values["jobs"], values["concurrency"])
    let rate = values["submit-rate"]
    let (median, sigma) = (values["task-median-ms"], values["sigma-percent"])
    let (measured, ledger) = try await BatchUnderTest.within(simulator: [
      "--task-seconds", "lognormal(\(Double(median) / 1000),\(Double(sigma) / 100))",
      "--tier", "unlimited", "--balance", "unlimited", "--seed", "\(values["seed"])",
      "--longer-takes-longer",
    ]) { world in
      let firstLong = jobs - jobs * values["long-percent"] / 100
      let measured = try world.run(
        jobs: jobs, shape: { $0 < firstLong ? .small : .long },
        [
          "--concurrency", "\(concurrency)", "--poll-interval", "0.1", "--query-rate", "100000",
          "--submit-rate", rate == 0 ? "100000" : "\(rate)",
        ])
      return (measured, try await world.ledger())
    }
    let lengths = ledger.lengthsInOrder
    let ideal = listSeconds(lengths.sorted(by: >), concurrency: concurrency, rate: Double(rate))
    let inOrder = listSeconds(lengths, concurrency: concurrency, rate: Double(rate))
    writer.member("jobs", jobs)
    writer.member("concurrency", concurrency)
    writer.member("submit_rate", rate)
    writer.member("task_median_ms", median)
    writer.member("sigma_percent", sigma)
    writer.member("long_percent", values["long-percent"])
    writer.member("seconds", rounded(measured.seconds))
    writer.member("ideal_seconds", rounded(ideal))
    writer.member("efficiency", rounded(ideal / measured.seconds))
    writer.member("in_order_seconds", rounded(inOrder))
    writer.member("efficiency_in_order", rounded(inOrder / measured.seconds))
    writer.member("queries_per_job", rounded(ledger.discovery.queriesPerTask))
    writer.member("mean_delay_seconds", rounded(ledger.discovery.meanDelay))
    writer.member("p95_delay_seconds", rounded(ledger.discovery.p95Delay))
    writer.member("cpu_ms_per_job", rounded(measured.usage.cpuSeconds * 1000 / Double(jobs)))
    writer.member("peak_memory_bytes", measured.usage.peakMemoryBytes)
  }

  /// The time that tasks take in an order, each begun as soon as there is a place and a submission
  /// is allowed, every end being known at once.
  ///
  /// The longest first is within a third of the optimum at worst (Graham 1969), and next to it for
  /// many tasks; nobody who cannot see into the future does that. The order of the manifest is what
  /// can be reached without knowing lengths: where jobs are all alike, nothing that is known when
  /// one is chosen tells it from the others, so that the next length is a fresh draw whichever is
  /// taken. Every order then has the same distribution of the end, and none is shorter on average;
  /// leaving a place idle, or learning of an end later, only adds to it. One batch may be luckier
  /// in another order, but nobody can say beforehand in which.
  static func listSeconds(_ lengths: [Double], concurrency: Int, rate: Double) -> Double {
    var places = Array(repeating: 0.0, count: max(1, min(concurrency, lengths.count)))
    var end = 0.0
    for (number, length) in lengths.enumerated() {
      let allowed = rate > 0 ? max(0, Double(number + 1) - rate * 10) / rate : 0
      // The place that is free first; a heap is not worth it for some hundreds.
      guard let place = places.indices.min(by: { places[$0] < places[$1] }) else { break }
      places[place] = max(places[place], allowed) + length
      end = max(end, places[place])
    }
    return end
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
