import JSONText
import Pacing

/// How soon the ends of tasks are found, and with how many queries: by the adaptive planner, by
/// the documented schedule, and by the best schedule that knows the distribution of lengths.
///
/// Time is only arithmetic here. The planner learns from some tasks, and is then measured on
/// others of the same distribution without learning more.
enum PollingBenchmark: Benchmark {
  static let name = "polling"
  static let summary = "queries and delay until the ends of tasks are found, on the same lengths"
  static let options = [
    BenchmarkOption(name: "tasks", fallback: 5000, meaning: "tasks to measure in a round"),
    BenchmarkOption(name: "taught", fallback: 200, least: 0, meaning: "tasks to learn from"),
    BenchmarkOption(name: "rounds", fallback: 5, meaning: "planners that are taught anew"),
    BenchmarkOption(name: "seed", fallback: 1, least: 0, meaning: "what the lengths are made from"),
  ]
  /// The documented schedule: first after 5 s, then every 10 s.
  private static let pace = 5.0

  static func run(_ values: OptionValues, into writer: inout JSONWriter) async throws {
    values.write(options, to: &writer)
    var decisions = 0
    let time = ContinuousClock().measure {
      for lengths in PollingLengths.all {
        writer.key(lengths.name)
        writer.beginObject()
        decisions += measure(lengths, values, &writer)
        writer.endObject()
      }
    }
    writer.member(
      "microseconds_per_query", (time.inSeconds * 1e7 / Double(max(1, decisions))).rounded() / 10)
  }

  /// - Returns: how many queries were decided on.
  private static func measure(
    _ lengths: PollingLengths, _ values: OptionValues, _ writer: inout JSONWriter
  ) -> Int {
    var random = SeededRandom(seed: values["seed"])
    let measured = (0..<values["rounds"]).map { _ in lengths.draw(values["tasks"], &random) }
    let taught = measured.map { _ in lengths.draw(values["taught"], &random) }
    let all = measured.flatMap { $0 }
    let documented = PollingDiscovery.fixed(all, ages: [pace], gap: 2 * pace)
    documented.write("documented", against: documented, to: &writer)
    let mean = all.reduce(0, +) / Double(all.count)
    let price = QueryPlanner.usualPrice(pace: pace, meanSeconds: mean)
    let ages = PollingOptimum.ages(lengths.draw(100_000, &random), price: price)
    let optimum = PollingDiscovery.fixed(all, ages: ages, gap: 2 * pace)
    optimum.write("blind_optimum", against: documented, to: &writer)
    var decisions = 0
    for (name, floor, showsProgress) in [
      ("adaptive", 0.0, false), ("adaptive_with_floor", pace, false),
      ("adaptive_with_progress", 0, true), ("adaptive_with_progress_and_floor", pace, true),
    ] {
      var discovery = PollingDiscovery()
      for (lessons, lengths) in zip(taught, measured) {
        var planner = QueryPlanner(
          floor: Duration(seconds: floor), pace: Duration(seconds: pace), allowance: 1e9)
        for length in lessons {
          decisions += planner.follow(length: length, showsProgress: showsProgress).queries
        }
        discovery.add(.planned(lengths, by: planner, showsProgress: showsProgress))
      }
      discovery.write(name, against: documented, to: &writer)
      decisions += discovery.queries
    }
    return decisions
  }
}
