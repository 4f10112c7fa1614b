import TestSupport
import Testing

@testable import Pacing

@Suite(.timeLimit(.minutes(2))) struct QueryPlannerTests {
  private static let mix = LengthMix.logNormal(median: 75, sigma: 0.5)

  private func tasks(
    _ count: Int, every seconds: Double, seed: UInt64 = 1, _ mix: LengthMix = mix
  ) -> [PollSimulation.Task] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map {
      PollSimulation.Task(accepted: Double($0) * seconds, length: mix.draw(&random))
    }
  }

  @Test func outlookIsKnownOnceEndsAre() throws {
    var planner = QueryPlanner(floor: .seconds(5), allowance: 50)
    let early = planner.watch(0, since: .zero)
    let unknown = planner.outlook(of: early, now: .zero)
    #expect(unknown == nil)
    for _ in 0..<50 {
      let watch = planner.watch(0, since: .zero)
      planner.noteEnd(watch, found: .seconds(60), length: .seconds(60))
    }
    let known = planner.outlook(of: early, now: .zero)
    let outlook = try #require(known)
    #expect((50.0...75).contains(outlook.fresh.inSeconds))
    #expect((55.0...90).contains(outlook.rest.inSeconds))
    let muchLater = planner.outlook(of: early, now: .seconds(50))
    let later = try #require(muchLater)
    #expect(later.rest < outlook.rest, "what has passed need not be waited for")
  }

  @Test func whileNothingIsKnownTheDocumentedScheduleIsKept() {
    var planner = QueryPlanner(floor: .seconds(5), allowance: 50)
    var watch = planner.watch(0, since: .seconds(100))
    var ages: [Double] = []
    for _ in 0..<4 {
      let now = planner.nextQuery(of: &watch, now: watch.lastQuery ?? .seconds(100))
      ages.append((now - .seconds(100)).inSeconds)
      planner.noteRunning(&watch, progress: nil, sent: now)
    }
    #expect(ages == [5, 15, 25, 35])
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func noTaskIsAskedMoreOftenThanTheFloor(
    seed: UInt64
  ) {
    for floor in [1, 5, 7.3] {
      var planner = QueryPlanner(floor: Duration(seconds: floor), allowance: 1e9)
      planner.urgency = 1000
      let run = PollSimulation(tasks(100, every: 1, seed: seed), planner: planner)
      #expect(run.shortestGap >= floor - 1e-9, "seed \(seed)")
      #expect(run.shortestGap <= floor + 0.01, "an urgent planner goes to the floor")
    }
  }

  @Test func aThousandTasksAtFiftyQueriesASecondAreAllServed() {
    let run = PollSimulation(
      tasks(2500, every: 0.085), planner: QueryPlanner(floor: .seconds(5), allowance: 50),
      rate: 50)
    let documented = Discovery.documented(tasks(2500, every: 0.085).map(\.length))
    // The documented schedule would take 9.5 queries a task: 110 a second.
    #expect(run.discovery.tasks == 2500)
    #expect(run.discovery.product <= documented.product * 0.8)
    #expect(run.discovery.queriesPerTask <= 6 && run.discovery.meanDelay <= 9)
    #expect(run.longestGap <= 70 && run.discovery.worstDelay <= 60)
    #expect(run.shortestGap >= 5 - 1e-9)
    // When the run is full, a tenth of the allowance is left.
    let steady = run.instants.count { $0 >= 120 && $0 < 200 }
    #expect(Double(steady) <= 80 * 50 * 0.93)
    #expect(Double(steady) >= 80 * 50 * 0.8)
  }

  @Test func aBurstOfTasksIsSpreadAndServed() {
    let run = PollSimulation(
      tasks(1000, every: 0), planner: QueryPlanner(floor: .seconds(5), allowance: 50), rate: 50)
    #expect(run.discovery.tasks == 1000)
    // Nothing is known of them, so the whole allowance is theirs: nobody waits for his second turn
    // longer than it takes to ask all.
    #expect(run.longestGap <= 30)
    #expect(run.discovery.queriesPerTask <= 6.5 && run.discovery.meanDelay <= 9)
  }

  @Test func aDearerDelayIsShorterAndTakesMoreQueries() {
    var runs: [PollSimulation] = []
    for urgency in [1.0, 4] {
      var planner = QueryPlanner(floor: .seconds(1), pace: .seconds(5), allowance: 1e9)
      planner.urgency = urgency
      runs.append(PollSimulation(tasks(300, every: 1), planner: planner))
    }
    #expect(runs[1].discovery.meanDelay < runs[0].discovery.meanDelay * 0.7)
    #expect(runs[1].discovery.queriesPerTask < runs[0].discovery.queriesPerTask * 2.5)
  }

  @Test func aModelThatIsWrongByAFactorOfTwentyCostsOneLongestGap() {
    var planner = QueryPlanner(floor: .seconds(5), allowance: 1e9)
    for _ in 0..<100 { _ = planner.follow(0, length: 1200, from: .zero) }
    let ages = planner.follow(0, length: 45, from: .zero)
    #expect(ages == [60])
  }

  @Test func tasksOfAnEarlierRunAreAskedAccordingToTheirAge() {
    var planner = QueryPlanner(floor: .seconds(5), allowance: 50)
    for _ in 0..<50 { _ = planner.follow(0, length: 80, from: .zero) }
    var old = planner.watch(0, since: .zero)
    #expect(planner.nextQuery(of: &old, now: .seconds(3600)) == .seconds(3600))
    var young = planner.watch(0, since: .zero)
    #expect(planner.nextQuery(of: &young, now: .seconds(10)) >= .seconds(55))
    #expect(planner.count == 2)
    planner.leave(old)
    planner.leave(young)
    #expect(planner.count == 0)
  }

  /// A shift in the middle, and how many tasks later it has been taken in.
  static let shifts: [(LengthMix, LengthMix)] = [
    (.logNormal(median: 75, sigma: 0.5), .logNormal(median: 300, sigma: 0.3)),
    (.logNormal(median: 300, sigma: 0.3), .logNormal(median: 20, sigma: 0.3)),
    (.logNormal(median: 75, sigma: 0.1), .logNormal(median: 110, sigma: 0.1)),
  ]

  @Test(arguments: shifts) func shiftedLengthsAreFoundWellAgain(old: LengthMix, new: LengthMix) {
    let all =
      tasks(300, every: 2, old)
      + tasks(450, every: 2, new).map { task in
        PollSimulation.Task(accepted: task.accepted + 600, length: task.length)
      }
    let run = PollSimulation(all, planner: QueryPlanner(floor: .seconds(5), allowance: 50))
    // Those accepted after 150 of the new kind; the documented schedule on the same.
    let later = 450..<750
    let documented = Discovery.documented(all[later].map(\.length))
    let queries = Double(run.queries[later].reduce(0, +)) / 300
    let delay = run.delays[later].reduce(0, +) / 300
    #expect(queries <= documented.queriesPerTask && delay <= documented.meanDelay)
    #expect(run.discovery.worstDelay <= 61)
  }

  @Test func theServicesWordOfTheLengthIsTakenOnlyWithinWhatWasSeen() {
    for length in [Duration.seconds(-50), .zero, .seconds(1_000_000), .seconds(30)] {
      var planner = QueryPlanner(floor: .seconds(5), allowance: 50)
      for _ in 0..<20 {
        var watch = planner.watch(0, since: .zero)
        _ = planner.nextQuery(of: &watch, now: .zero)
        planner.noteRunning(&watch, progress: nil, sent: .seconds(60))
        planner.noteEnd(watch, found: .seconds(70), length: length)
      }
      let mean = planner.expected(of: 0)?.mean ?? 0
      #expect((60...70).contains(mean), "\(length): \(mean) s")
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func noInputBreaksThePlanner(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let odd: [Double] = [
      -1e9, -1, 0, 1e-9, 0.5, 5, 100, 1e5, 1e9, .infinity, -.infinity, .nan,
    ]
    func any() -> Double { odd.randomElement(using: &random) ?? 0 }
    var planner = QueryPlanner(
      floor: Duration(seconds: min(any(), 100)), allowance: any())
    for _ in 0..<30 {
      let since = Duration(seconds: any())
      var watch = planner.watch(Int.random(in: 0...2, using: &random), since: since)
      for _ in 0..<10 {
        let now = Duration(seconds: any())
        let next = planner.nextQuery(of: &watch, now: now)
        #expect(next >= since || next >= now, "seed \(seed)")
        planner.noteRunning(&watch, progress: any(), sent: Duration(seconds: any()))
        planner.urgency = any()
      }
      planner.noteEnd(
        watch, found: Duration(seconds: any()), length: Duration(seconds: any()))
    }
  }
}
