import BatchEngine
import JobModel
import TestSupport
import Testing

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
}
