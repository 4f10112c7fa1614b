import BatchEngine
import JobModel
import Locking
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whole runs over an in-memory service: budgets and bounds.
@Suite(.enabled(if: isSoak, soakReason), .timeLimit(.minutes(10))) struct NightMoneyTests {
  static let price = NightTests.price

  @Test func capIsNeverPassedAndUsedUpToTheLastVideo() async throws {
    let night = Night(seed: 21, jobs: NightTests.equalJobs(20))
    var options = Night.Options()
    options.limits.maxCost = Self.price * 7
    #expect(try await night.run(options) == .budget)
    #expect(night.service.tasks.count == 7)
    #expect(try night.plan().plan.kept == 7)
    // A continued run has no fresh budget.
    #expect(try await night.run(options) == .budget)
    #expect(night.service.tasks.count == 7)
  }

  @Test func refundMayBeSpentAgain() async throws {
    var rules = NightRules.calm
    rules.passingFailure = 1
    let night = Night(seed: 22, jobs: NightTests.equalJobs(1), rules: rules)
    var options = Night.Options()
    options.limits.maxCost = Self.price
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 2)
    #expect(night.complaints == [])
  }

  @Test func refundOfAnEarlierRunIsNoMoneyOfThisOne() async throws {
    var rules = NightRules.calm
    rules.passingFailure = 1
    rules.taskSeconds = 1000...1000
    let night = Night(seed: 23, jobs: NightTests.equalJobs(6), rules: rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(60))
    _ = try await night.run(options)
    #expect(night.service.tasks.count == 6)
    try await night.endRun()
    night.service.state.withLock { $0.rules = .calm }
    options.cut = .none
    options.limits.maxCost = Self.price * 2
    #expect(try await night.run(options) == .budget)
    #expect(night.service.tasks.count == 6 + 2)
  }

  @Test func moneyInDoubtStaysReserved() async throws {
    var rules = NightRules.calm
    rules.keys = .ignored
    let night = Night(seed: 24, jobs: NightTests.equalJobs(4), rules: rules)
    night.service.state.withLock { $0.mishaps["job-0"] = [.lostBefore] }
    var options = Night.Options()
    options.limits.maxCost = Self.price * 3
    #expect(try await night.run(options) == .budget)
    #expect(night.service.tasks.count == 2)
    #expect(try await night.run(options) == .budget)
    #expect(night.service.tasks.count == 2)
  }

  @Test func foundTasksThatFailDoNotPassTheBound() async throws {
    var rules = NightRules.calm
    rules.passingFailure = 1
    rules.taskSeconds = 300...400
    let night = Night(seed: 25, jobs: NightTests.equalJobs(12), rules: rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(60))
    _ = try await night.run(options)
    #expect(night.service.tasks.count == 12)
    night.service.state.withLock { $0.rules = .calm }
    options.cut = .none
    options.limits.concurrency = 2
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(try night.plan().plan.kept == 12)
  }

  @Test func foundDoubtsThatAreProvenDoNotPassTheBound() async throws {
    let night = Night(seed: 26, jobs: NightTests.equalJobs(12))
    night.service.state.withLock { state in
      for index in 1..<12 { state.mishaps["job-\(index)"] = [.lostBefore] }
    }
    var options = Night.Options()
    // One accepted, so that there is a witness, and the rest lost and not yet settled.
    options.cut = .interrupt(after: .seconds(50))
    _ = try await night.run(options)
    options.cut = .none
    options.limits.concurrency = 2
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(try night.plan().plan.kept == 12)
  }

  @Test func withoutAgreementNothingIsSubmittedAndWhatIsPaidIsFetched() async throws {
    let night = Night(seed: 27, jobs: NightTests.equalJobs(6))
    var options = Night.Options()
    options.limits.maxCost = Self.price * 4
    options.cut = .interrupt(after: .seconds(8))
    _ = try await night.run(options)
    let paid = night.service.tasks.count
    try #require(paid > 0)
    options.cut = .none
    options.mayPay = false
    _ = try await night.run(options)
    #expect(night.service.tasks.count == paid)
    #expect(try night.plan().plan.kept == paid)
  }

  @Test func unlistedJobIsCollectedAndNeverPaidAgain() async throws {
    let night = Night(seed: 28, jobs: NightTests.equalJobs(4))
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(8))
    _ = try await night.run(options)
    try #require(night.service.tasks.count == 4)
    let fewer = Night(continuing: night, jobs: Array(night.jobs.dropLast(2)))
    #expect(try await fewer.run() == nil)
    #expect(fewer.service.tasks.count == 4)
    let state = try fewer.plan().state
    #expect(state.jobs.values.allSatisfy { $0.video != nil })
    #expect(fewer.complaints == [])
  }

  /// Short jobs first, and long ones at the end of the manifest.
  private func mixedJobs() -> [Job] {
    (0..<40).map { index in
      let request = VideoRequest.make(
        prompt: "job-\(index)", duration: index < 30 ? .five : .fifteen)
      return .make(
        id: "job-\(index)", line: index + 1, request: request, fingerprint: .make(index + 1))
    }
  }

  /// The order in which jobs were submitted, by their places in the manifest.
  private func order(_ night: Night) -> [Int] {
    night.service.state.withLock { state in state.arrivals.compactMap { Int($0.job.dropFirst(4)) } }
  }

  /// Whether jobs came in the manifest's order, but for those that are submitted at the same time.
  private func isInOrder(_ places: [Int]) -> Bool {
    places.enumerated().allSatisfy { abs($0.offset - $0.element) < 4 }
  }

  /// However many are taken up at the same time, a limit and a cap are for the first ones.
  @Test(arguments: [true, false]) func whatIsScarceIsForTheFirst(isCapped: Bool) async throws {
    let night = Night(seed: 29, jobs: NightTests.equalJobs(60))
    var options = Night.Options()
    if isCapped {
      options.limits.maxCost = Self.price * 7
    } else {
      options.limits.submissions = 7
    }
    // The first one is read last of the first twenty.
    let others = Locked(0)
    options.onRead = { index in
      if index > 0 { others.withLock { $0 += 1 } }
      while index == 0, others.withLock({ $0 }) < 19 { sched_yield() }
    }
    #expect(try await night.run(options) == (isCapped ? .budget : .limit))
    #expect(order(night).sorted() == Array(0..<7))
  }

  /// What does not do for all goes to those that come first, in a run that goes on as well: its
  /// money is spent in part already.
  @Test func underACapTheOrderIsTheManifests() async throws {
    let jobs = mixedJobs()
    var options = Night.Options()
    options.limits.concurrency = 4
    let free = Night(seed: 28, jobs: jobs)
    #expect(try await free.run(options) == nil)
    try #require(!isInOrder(order(free)), "without a cap the long ones go first in the end")

    let night = Night(seed: 28, jobs: jobs)
    options.cut = .interrupt(after: .seconds(100))
    _ = try await night.run(options)
    let begun = order(night).count
    try #require((4..<30).contains(begun), "\(begun)")
    try #require(isInOrder(order(night)), "the end was not in sight yet")
    options.cut = .none
    // Enough for what is left by itself, and not for it and what the run has spent.
    options.limits.maxCost = try night.plan().plan.cost(by: .published)
    #expect(try await night.run(options) == .budget)
    let all = order(night)
    #expect(all.count < 40)
    #expect(all.sorted() == Array(0..<all.count), "\(all)")
  }
}
