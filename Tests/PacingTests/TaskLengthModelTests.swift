import TestSupport
import Testing

@testable import Pacing

@Suite struct TaskLengthModelTests {
  private func seconds(_ seconds: Double) -> Duration { Duration(seconds: seconds) }

  private func teach(
    _ model: inout TaskLengthModel, _ mix: LengthMix, _ count: Int, classKey: Int = 0,
    seed: UInt64 = 1
  ) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<count {
      let length = seconds(mix.draw(&random))
      model.observeEnd(classKey, from: .zero, between: length, and: length)
    }
  }

  /// The age at which half of the tasks have ended.
  private func median(_ model: inout TaskLengthModel, _ classKey: Int = 0) -> Double {
    model.curve(of: classKey).quantile(0.5, after: 0)
  }

  @Test func beforeAnythingIsKnownFourOfFiveTakeOneToFiveMinutes() {
    var model = TaskLengthModel()
    let curve = model.curve(of: 3)
    #expect(abs(curve.survival(at: 60) - 0.9) < 0.01)
    #expect(abs(curve.survival(at: 300) - 0.1) < 0.01)
    #expect(curve.survival(at: 0) == 1)
    #expect(curve.survival(at: 1_000_000) < 0.01)
  }

  static let mixes: [LengthMix] = [
    .logNormal(median: 75, sigma: 0.5), .logNormal(median: 75, sigma: 0.2),
    .bimodal(40, 180, secondShare: 0.3, sigma: 0.2), .logNormal(median: 1.5, sigma: 0.5),
    .logNormal(median: 2400, sigma: 0.3),
  ]

  @Test(arguments: mixes) func theCurveFollowsTheLengthsSeen(mix: LengthMix) {
    for seed in 1...3 as ClosedRange<UInt64> {
      var model = TaskLengthModel()
      teach(&model, mix, 300, seed: seed)
      var random = SeededGenerator(seed: seed + 100)
      let others = (0..<2000).map { _ in mix.draw(&random) }.sorted()
      let curve = model.curve(of: 0)
      for part in [0.1, 0.3, 0.5, 0.7, 0.9] {
        let age = others[Int(part * 2000)]
        #expect(abs(curve.survival(at: age) - (1 - part)) < 0.1, "seed \(seed)")
      }
      let mean = others.reduce(0, +) / 2000
      #expect(abs(curve.meanSeconds / mean - 1) < 0.15, "seed \(seed)")
    }
  }

  @Test func classesAreKnownApartAndAnUnknownOneBeginsWithAll() {
    var model = TaskLengthModel()
    teach(&model, .logNormal(median: 40, sigma: 0.2), 100, classKey: 1)
    teach(&model, .logNormal(median: 180, sigma: 0.2), 100, classKey: 2)
    #expect(abs(median(&model, 1) - 40) < 4)
    #expect(abs(median(&model, 2) - 180) < 18)
    let unknown = model.curve(of: 3)
    #expect(abs(unknown.survival(at: 90) - 0.5) < 0.1)
  }

  /// Tasks that run longer than all before, none of which has ended.
  @Test func longerLengthsAreNoticedBeforeTheFirstOfThemEnds() {
    var model = TaskLengthModel()
    teach(&model, .logNormal(median: 60, sigma: 0.2), 200)
    #expect(model.curve(of: 0).survival(at: 120) < 0.05)
    for _ in 0..<60 {
      model.observeRunning(0, from: .zero, to: .seconds(70))
      model.observeRunning(0, from: .seconds(70), to: .seconds(140))
      _ = model.curve(of: 0)
    }
    #expect(model.curve(of: 0).survival(at: 120) > 0.5)
  }

  /// Half of the tasks are lost sight of at a random age: what is seen of them counts.
  @Test func unfinishedTasksDoNotMakeLengthsLookShort() {
    var model = TaskLengthModel()
    var random = SeededGenerator(seed: 4)
    let mix = LengthMix.logNormal(median: 75, sigma: 0.4)
    for _ in 0..<400 {
      let (length, sight) = (mix.draw(&random), Double.random(in: 0...150, using: &random))
      if sight < length {
        model.observeRunning(0, from: .zero, to: seconds(sight))
      } else {
        model.observeEnd(0, from: .zero, between: seconds(length), and: seconds(length))
      }
    }
    #expect(abs(median(&model) - 75) < 8)
  }

  @Test func endsThatAreKnownOnlyToAnIntervalAreEnough() {
    var model = TaskLengthModel()
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      let length = LengthMix.logNormal(median: 75, sigma: 0.2).draw(&random)
      let low = (length / 10).rounded(.down) * 10
      model.observeRunning(0, from: .zero, to: seconds(low))
      model.observeEnd(0, from: seconds(low), between: seconds(low), and: seconds(low + 10))
      _ = model.curve(of: 0)
    }
    #expect(abs(median(&model) - 75) < 5)
  }

  static let shifts: [(LengthMix, LengthMix, Double)] = [
    (.logNormal(median: 75, sigma: 0.5), .logNormal(median: 300, sigma: 0.3), 300),
    (.logNormal(median: 300, sigma: 0.3), .logNormal(median: 20, sigma: 0.3), 20),
    (.logNormal(median: 75, sigma: 0.1), .logNormal(median: 110, sigma: 0.1), 110),
    (.logNormal(median: 110, sigma: 0.1), .logNormal(median: 75, sigma: 0.1), 75),
  ]

  @Test(arguments: shifts) func aShiftIsFollowedWithinEightyTasks(
    old: LengthMix, new: LengthMix, median expected: Double
  ) {
    for seed in 1...4 as ClosedRange<UInt64> {
      var model = TaskLengthModel()
      teach(&model, old, 400, seed: seed)
      var random = SeededGenerator(seed: seed)
      for _ in 0..<80 {
        _ = model.curve(of: 0)
        let length = seconds(new.draw(&random))
        model.observeEnd(0, from: .zero, between: length, and: length)
      }
      #expect(abs(median(&model) / expected - 1) < 0.15, "seed \(seed)")
    }
  }

  @Test(arguments: mixes) func withoutAShiftNothingIsForgottenAtOnce(mix: LengthMix) {
    for seed in 1...2 as ClosedRange<UInt64> {
      var model = TaskLengthModel()
      var random = SeededGenerator(seed: seed)
      for count in 1...1000 {
        let length = mix.draw(&random)
        model.observeRunning(0, from: .zero, to: seconds(length / 2))
        model.observeEnd(
          0, from: seconds(length / 2), between: seconds(length), and: seconds(length))
        _ = model.curve(of: 0)
        if count >= 400 { #expect(model.knownEnds(of: 0) > 200, "seed \(seed), \(count)") }
      }
    }
  }

  @Test func anEarlierRunsLengthsAreTheBeginningOfTheNext() {
    var random = SeededGenerator(seed: 1)
    var model = TaskLengthModel()
    let earlier = LengthMix.logNormal(median: 40, sigma: 0.2)
    model.recall([1: (0..<256).map { _ in Int64(earlier.draw(&random) * 1000) }])
    #expect(abs(median(&model, 1) - 40) < 4)
    // What is seen now outweighs it soon.
    teach(&model, .logNormal(median: 60, sigma: 0.2), 60, classKey: 1)
    #expect(median(&model, 1) > 46)
  }

  @Test func noInputBreaksTheModel() {
    var model = TaskLengthModel(typical: .seconds(-5)...(.seconds(-1)))
    let odd: [Duration] = [
      .zero, .seconds(-10), .nanoseconds(1), Duration(seconds: .infinity), .seconds(86_400 * 365),
    ]
    for start in odd {
      for end in odd {
        model.observeRunning(0, from: start, to: end)
        model.observeEnd(0, from: start, between: end, and: start)
        let curve = model.curve(of: 0)
        #expect(curve.meanSeconds.isFinite && curve.meanSeconds > 0)
        for age in odd { #expect((0...1).contains(curve.survival(at: age.inSeconds))) }
      }
    }
    model.recall([7: [.min, -1, 0, 1, .max]])
    #expect(model.curve(of: 7).meanSeconds.isFinite)
  }
}
