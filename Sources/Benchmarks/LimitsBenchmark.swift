import JSONText

/// Whether the program uses the submissions that its group allows, and is refused none.
///
/// The simulator enforces the contract's limits. From its first submission on, a bucket that was
/// full lets through its burst and what has flowed in since; nobody gets more accepted.
enum LimitsBenchmark: Benchmark {
  static let name = "limits"
  static let summary = "submissions accepted beside what the rate limit allowed, and refusals"
  static let options = [
    BenchmarkOption(
      name: "tier", fallback: 0, least: 0, choices: Tier.allCases.map(\.rawValue),
      meaning: "the group at the service"),
    BenchmarkOption(
      name: "jobs", fallback: 0, least: 0,
      meaning: "how many jobs; 0 for the burst and what a minute allows"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what task lengths come from"),
  ]

  /// The contract's groups.
  private enum Tier: String, CaseIterable {
    case `default`, vip, svip

    var submitsPerMinute: Int {
      switch self {
      case .default: 300
      case .vip: 1000
      case .svip: 2000
      }
    }

    var submitBurst: Int {
      switch self {
      case .default: 50
      case .vip: 167
      case .svip: 334
      }
    }
  }

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    let tier = Tier.allCases[values["tier"]]
    let rate = Double(tier.submitsPerMinute) / 60
    let burst = Double(tier.submitBurst)
    let jobs = values["jobs"] > 0 ? values["jobs"] : tier.submitBurst + tier.submitsPerMinute
    // So short that there is always a place, and so long that queries have something to find.
    let ledger = try await BatchUnderTest.within(simulator: [
      "--task-seconds", "1...3", "--tier", tier.rawValue, "--balance", "unlimited",
      "--seed", "\(values["seed"])",
    ]) { world in
      _ = try world.run(
        jobs: jobs, ["--tier", tier.rawValue, "--concurrency", "1000", "--poll-interval", "0.5"])
      return try await world.ledger()
    }
    let times = ledger.tasks.map(\.created)
    let span = (times.max() ?? 0) - (times.min() ?? 0)
    let accepted = Double(times.count)
    let allowed = burst + rate * span
    writer.member("tier", tier.rawValue)
    writer.member("jobs", jobs)
    writer.member("accepted_submissions", times.count)
    writer.member("allowed_submissions", rounded(allowed))
    writer.member("accepted_to_allowed", rounded(accepted / allowed))
    writer.member("span_seconds", rounded(span))
    writer.member("ideal_span_seconds", rounded(max(0, accepted - burst) / rate))
    writer.member("refused_submissions", ledger.submissions(answered: 429))
    writer.member("queries", ledger.queries(answered: 200))
    writer.member("refused_queries", ledger.queries(answered: 429))
    writer.member("ideal_refusals", 0)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
