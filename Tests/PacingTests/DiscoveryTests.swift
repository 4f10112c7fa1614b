import TestSupport
import Testing

@testable import Pacing

/// Finding ends with little delay and few queries, against the documented schedule on the same
/// lengths, by a planner that has learned from 200 tasks and nothing else.
@Suite(.timeLimit(.minutes(2))) struct DiscoveryTests {
  private struct Comparison {
    var ours = Discovery()
    var documented = Discovery()
    var ratio: Double { ours.product / documented.product }
  }

  private func compare(
    _ mix: LengthMix, floor: Double, measured: Int = 50,
    seeds: ClosedRange<UInt64> = 1...2,
    progress: (_ age: Double, _ length: Double) -> Double? = { _, _ in nil }
  ) -> Comparison {
    var comparison = Comparison()
    for seed in seeds {
      var random = SeededGenerator(seed: seed)
      var planner = QueryPlanner(
        floor: Duration(seconds: floor), pace: .seconds(5), allowance: 1e9)
      for _ in 0..<200 {
        _ = planner.follow(0, length: mix.draw(&random), from: .zero, progress: progress)
      }
      let lengths = (0..<measured).map { _ in mix.draw(&random) }
      comparison.ours.add(.planned(lengths, by: planner, progress: progress))
      comparison.documented.add(.documented(lengths))
    }
    return comparison
  }

  /// The product of queries per task and mean delay, relative to the documented schedule. The
  /// exact optimum of a schedule that knows the distribution is about 0.655, 0.466 and 0.313.
  static let goals: [(LengthMix, Double)] = [
    (.logNormal(median: 75, sigma: 0.5), 0.70),
    (.bimodal(40, 180, secondShare: 0.3, sigma: 0.2), 0.50),
    (.logNormal(median: 75, sigma: 0.2), 0.345),
  ]

  @Test(arguments: goals) func twoHundredLengthsAreEnoughToLearnFrom(
    mix: LengthMix, goal: Double
  ) {
    let comparison = compare(mix, floor: 0, measured: 250, seeds: 1...4)
    #expect(comparison.ratio <= goal)
  }

  static let mixes: [LengthMix] =
    goals.map(\.0) + [
      .logNormal(median: 20, sigma: 0.4), .logNormal(median: 150, sigma: 0.5),
      .logNormal(median: 300, sigma: 0.3), .fixed(50),
    ]

  @Test(arguments: mixes) func bothQueriesAndDelayStayBelowTheDocumentedSchedule(
    mix: LengthMix
  ) {
    for floor in [0.0, 5] {
      let comparison = compare(mix, floor: floor, measured: 80, seeds: 1...1)
      #expect(
        comparison.ours.queriesPerTask <= comparison.documented.queriesPerTask,
        "floor \(floor)")
      #expect(
        comparison.ours.meanDelay <= comparison.documented.meanDelay,
        "floor \(floor)")
    }
  }

  /// The simulator's progress: a while in the queue, then whole percents.
  private static func even(_ age: Double, _ length: Double) -> Double? {
    let queued = min(length / 10, 2)
    return age < queued ? 0 : ((age - queued) / (length - queued) * 100).rounded(.down) / 100
  }

  @Test(arguments: goals) func evenProgressBeatsEveryBlindSchedule(
    mix: LengthMix, goal: Double
  ) {
    #expect(compare(mix, floor: 0, progress: Self.even).ratio <= 0.1)
    #expect(compare(mix, floor: 5, progress: Self.even).ratio <= 0.2)
  }

  /// Progress that does not tell the end.
  enum Nonsense: CaseIterable {
    case nothing, half, all, clock, noise

    func progress(_ age: Double, _ length: Double) -> Double? {
      switch self {
      case .nothing: 0
      case .half: 0.5
      case .all: 1
      case .clock: min(0.99, age / 90)
      case .noise: (age * 7919).truncatingRemainder(dividingBy: 1)
      }
    }
  }

  @Test(arguments: Nonsense.allCases, [0.06, 0.5]) func progressThatTellsNothingDoesNoHarm(
    nonsense: Nonsense, sigma: Double
  ) {
    let mix = LengthMix.logNormal(median: 75, sigma: sigma)
    let blind = compare(mix, floor: 0, seeds: 1...1)
    let misled = compare(mix, floor: 0, seeds: 1...1, progress: nonsense.progress)
    #expect(misled.ratio <= blind.ratio * 1.03)
  }

  @Test func progressThatStopsBeingTrueIsSurvived() {
    let mix = LengthMix.logNormal(median: 75, sigma: 0.5)
    var random = SeededGenerator(seed: 5)
    var planner = QueryPlanner(floor: .seconds(5), allowance: 1e9)
    for _ in 0..<200 {
      _ = planner.follow(0, length: mix.draw(&random), from: .zero, progress: Self.even)
    }
    // From now on it stands at a half.
    let lengths = (0..<200).map { _ in mix.draw(&random) }
    let first = Discovery.planned(Array(lengths.prefix(60)), by: planner) { _, _ in 0.5 }
    #expect(first.worstDelay <= 60 && first.meanDelay <= 15)
    for length in lengths {
      _ = planner.follow(0, length: length, from: .zero) { _, _ in 0.5 }
    }
    let later = Discovery.planned(lengths, by: planner) { _, _ in 0.5 }
    let documented = Discovery.documented(lengths)
    #expect(later.product <= documented.product * 0.72)
  }
}
