import BatchEngine
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs over an in-memory service: submitting.
@Suite(.enabled(if: isSoak, soakReason), .timeLimit(.minutes(10))) struct NightTests {
  /// Jobs of one price, so that sums are easy.
  static func equalJobs(_ count: Int) -> [Job] {
    (0..<count).map {
      .make(
        id: "job-\($0)", line: $0 + 1, request: .make(prompt: "job-\($0)"),
        fingerprint: .make($0 + 1))
    }
  }

  static let price = Money(micros: 750_000)

  @Test func calmNightMakesEveryVideoAndPaysOnce() async throws {
    let night = Night(seed: 1, jobs: Night.jobs(60))
    var options = Night.Options()
    options.limits.concurrency = 10
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 60)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 60)
    #expect(plan.items.isEmpty)
    let paid = Money.sum(state.jobs.values.map(\.cost))
    #expect(paid == night.service.tasks.map(\.price).reduce(.zero, +))
  }

  @Test func secondRunAsksForNothing() async throws {
    let night = Night(seed: 2, jobs: Self.equalJobs(5))
    #expect(try await night.run() == nil)
    let before = night.service.state.withLock { [$0.submissions, $0.queries, $0.downloads] }
    #expect(try await night.run() == nil)
    #expect(night.service.state.withLock { [$0.submissions, $0.queries, $0.downloads] } == before)
  }

  @Test func slotsStayFullWhileThereIsWork() async throws {
    var rules = NightRules.calm
    rules.taskSeconds = 100...100
    let night = Night(seed: 3, jobs: Self.equalJobs(40), rules: rules)
    var options = Night.Options()
    options.limits.concurrency = 8
    let start = night.clock.inner.now
    #expect(try await night.run(options) == nil)
    let tasks = night.service.tasks
    let unfinished = tasks.map { task in
      tasks.count { $0.createdAt <= task.createdAt && task.createdAt < $0.endsAt }
    }
    #expect(unfinished.max() == 8)
    #expect(night.complaints == [])
    // Five waves of 100 s, each noticed at most 10 s late, and room for a slow machine.
    #expect(night.clock.inner.now - start < .seconds(5 * 110 + 60))
  }

  @Test func lostAnswerIsFoundByItsKeyAndPaidOnce() async throws {
    let night = Night(seed: 4, jobs: Self.equalJobs(3))
    night.service.state.withLock { $0.mishaps["job-1"] = [.lostAfter] }
    #expect(try await night.run() == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.kept == 3)
  }

  @Test func provenLossIsSubmittedAgainWithinTheSameBudget() async throws {
    let night = Night(seed: 5, jobs: Self.equalJobs(3))
    night.service.state.withLock { $0.mishaps["job-1"] = [.lostBefore] }
    var options = Night.Options()
    options.limits.maxCost = Self.price * 3
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    let (plan, state) = try night.plan()
    #expect(plan.kept == 3)
    #expect(state.jobs[JobID("job-1")]?.withdrawn == 1)
  }

  @Test func lostAnswerWithoutLookUpsStaysInDoubtUntilSomebodyInsists() async throws {
    var rules = NightRules.calm
    rules.keys = .ignored
    let night = Night(seed: 6, jobs: Self.equalJobs(3), rules: rules)
    night.service.state.withLock { $0.mishaps["job-1"] = [.lostBefore] }
    #expect(try await night.run() == nil)
    #expect(try await night.run() == nil)
    #expect(night.service.state.withLock { $0.submissions } == 3)
    let state = try night.plan().state
    #expect(state.jobs[JobID("job-1")]?.costInDoubt == Self.price)
    var options = Night.Options()
    options.resubmitsInDoubt = true
    #expect(try await night.run(options) == nil)
    #expect(night.service.state.withLock { $0.submissions } == 4)
    let settled = try night.plan()
    #expect(settled.plan.kept == 3)
    #expect(settled.state.jobs[JobID("job-1")]?.costInDoubt == Self.price)
  }

  @Test func refusedKeyIsLeftOutForTheRestOfTheRun() async throws {
    var rules = NightRules.calm
    rules.keys = .refused
    let night = Night(seed: 7, jobs: Self.equalJobs(100), rules: rules)
    #expect(try await night.run() == nil)
    #expect(night.complaints == [])
    let (plan, _) = try night.plan()
    #expect(plan.kept == 100)
    // Only the first handful was on its way before that was known.
    let carried = night.service.state.withLock { $0.arrivals.count(where: \.hasKey) }
    #expect((1...40).contains(carried))
    let next = Night(continuing: night, jobs: Self.equalJobs(101))
    #expect(try await next.run() == nil)
    let keyed = next.service.state.withLock { $0.arrivals.count(where: \.hasKey) }
    #expect(keyed == carried + 1, "the next run tries the key again")
  }

  @Test func refusedRequestCostsNothingAndFailsOnce() async throws {
    let night = Night(seed: 8, jobs: Self.equalJobs(4))
    // The first is refused with its key and without it.
    night.service.state.withLock { $0.mishaps["job-2"] = [.answer(400), .answer(400)] }
    var options = Night.Options()
    options.limits.concurrency = 1
    #expect(try await night.run(options) == nil)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 3)
    #expect(plan.count(of: .keepFailure) == 1)
    #expect(state.jobs[JobID("job-2")]?.cost == .zero)
    // By then a key had been accepted, so that the field can't have been the reason.
    #expect(night.service.state.withLock { $0.submissions } == 4)
    #expect(try await night.run(options) == nil)
    #expect(night.service.state.withLock { $0.submissions } == 4)
    options.retriesFinalFailures = true
    night.service.state.withLock { $0.mishaps = [:] }
    #expect(try await night.run(options) == nil)
    #expect(try night.plan().plan.kept == 4)
  }

  @Test(arguments: [
    (401, "key_refused"), (402, "insufficient_balance"), (403, "not_allowed"),
    (302, "wrong_address"), (404, "wrong_address"), (405, "wrong_address"),
  ])
  func firstRefusalOfTheKeyStopsSubmittingAndFetchesWhatIsPaid(
    _ status: Int, _ code: String
  ) async throws {
    let night = Night(seed: 9, jobs: Self.equalJobs(500))
    night.service.state.withLock { $0.mishaps["job-9"] = [.answer(status)] }
    let reason = try await night.run()
    #expect(reason?.code == code)
    #expect(night.complaints == [])
    let (plan, state) = try night.plan()
    let tasks = night.service.tasks.count
    #expect(plan.kept == tasks)
    #expect(plan.submissionCount == 500 - tasks)
    // The refusal is there after 0.4 s at most, and the time moves in steps of 0.1 s.
    let arrivals = night.service.state.withLock { $0.arrivals }
    let refused = try #require(arrivals.first { $0.job == "job-9" })
    let last = try #require(arrivals.map(\.at).max())
    #expect(last - refused.at < .milliseconds(700), "nothing leaves after it")
    #expect(tasks < 500)
    #expect(state.jobs[JobID("job-9")]?.withdrawn == 1)
  }

  @Test func throttledSubmissionWaitsAsTold() async throws {
    let night = Night(seed: 10, jobs: Self.equalJobs(1))
    night.service.state.withLock { $0.mishaps["job-0"] = [.answer(429, retryAfter: "90")] }
    #expect(try await night.run() == nil)
    let arrivals = night.service.state.withLock { $0.arrivals.map(\.at) }
    try #require(arrivals.count == 2)
    #expect((90.0..<93).contains((arrivals[1] - arrivals[0]).inSeconds))
    #expect(try night.plan().plan.kept == 1)
  }

  @Test func absurdRetryAfterIsBounded() async throws {
    let night = Night(seed: 11, jobs: Self.equalJobs(1))
    let words = ["999999999999", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]
    night.service.state.withLock { state in
      state.mishaps["job-0"] = words.map { .answer(429, retryAfter: $0) }
    }
    #expect(try await night.run() == nil)
    let arrivals = night.service.state.withLock { $0.arrivals.map(\.at) }
    #expect(zip(arrivals.dropFirst(), arrivals).allSatisfy { $0 - $1 < .seconds(610) })
    #expect(try night.plan().plan.kept == 1)
  }

  @Test func silentServiceEndsTheRunInTime() async throws {
    var rules = NightRules.calm
    rules.neverSent = 1
    let night = Night(seed: 13, jobs: Self.equalJobs(20), rules: rules)
    let reason = try await night.run()
    #expect(reason?.code == "unreachable")
    #expect(night.clock.inner.now < .seconds(3600 + 700))
    #expect(try night.plan().plan.submissionCount == 20)
    night.service.state.withLock { $0.rules = .calm }
    #expect(try await night.run() == nil)
    #expect(try night.plan().plan.kept == 20)
    #expect(night.complaints == [])
  }

  @Test func troubledGatewayPutsAHandfulInDoubtAndNotEverything() async throws {
    var rules = NightRules.calm
    rules.gateway = 1
    let night = Night(seed: 14, jobs: Self.equalJobs(200), rules: rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(60))
    _ = try await night.run(options)
    let state = try night.plan().state
    // Whatever became of them meanwhile, few have left at all.
    let left = night.service.state.withLock { $0.submissions }
    #expect((1...20).contains(left), "\(left)")
    #expect(state.jobs.values.count { $0.latest?.isUncertain ?? false } <= 12)
  }

  @Test func failureThatCanPassIsTriedOnceMore() async throws {
    var rules = NightRules.calm
    rules.passingFailure = 1
    let night = Night(seed: 15, jobs: Self.equalJobs(3), rules: rules)
    #expect(try await night.run() == nil)
    #expect(night.service.tasks.count == 6)
    let state = try night.plan().state
    #expect(state.jobs.values.allSatisfy { $0.cost == .zero && $0.submissions == 2 })
  }

  @Test func finalFailureIsKept() async throws {
    var rules = NightRules.calm
    rules.finalFailure = 1
    let night = Night(seed: 16, jobs: Self.equalJobs(3), rules: rules)
    #expect(try await night.run() == nil)
    #expect(try await night.run() == nil)
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.count(of: .keepFailure) == 3)
  }
}
