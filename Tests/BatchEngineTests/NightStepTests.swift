import BatchEngine
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs of a job or two over an in-memory service: which step follows which. They are quick,
/// and wait for their turn among long ones.
@Suite(.timeLimit(.minutes(10))) struct NightStepTests {
  /// - Parameter isChanged: whether somebody has edited it meanwhile.
  private static func job(isChanged: Bool = false) -> Job {
    .make(
      id: "job-0", request: .make(prompt: "job-0", audio: isChanged),
      fingerprint: .make(isChanged ? 2 : 1))
  }

  private static func night(
    seed: UInt64, _ jobs: [Job] = [job()], taskSeconds: Double = 100
  ) -> Night {
    var rules = NightRules.calm
    rules.taskSeconds = taskSeconds...taskSeconds
    return Night(seed: seed, jobs: jobs, rules: rules)
  }

  private func submissions(_ night: Night) -> Int {
    night.service.state.withLock { $0.submissions }
  }

  @Test func afterTheDownloadOfWhatWasSubmittedNothingIsDecidedAgain() async throws {
    let night = Self.night(seed: 71)
    #expect(try await night.run() == nil)
    #expect(night.looksAtFiles == 0, "the file was inspected when it came")
    #expect(night.complaints == [])
    #expect(try night.plan().plan.kept == 1)
    #expect(night.looksAtFiles == 1)
    #expect(submissions(night) == 1)
  }

  @Test func paidVideoOfAnEarlierProcessIsLookedAtWhenItIsHere() async throws {
    let night = Self.night(seed: 72)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(30))
    #expect(try await night.run(options) == .interrupted(signal: 2))
    #expect(try await night.run() == nil)
    #expect(night.looksAtFiles == 1)
    #expect(submissions(night) == 1)
    #expect(try night.plan().plan.kept == 1)
  }

  @Test func jobThatChangedWhileItsTaskRanIsSubmittedAfterItsOldVideoIsHere() async throws {
    let night = Self.night(seed: 73)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(30))
    #expect(try await night.run(options) == .interrupted(signal: 2))
    let changed = Night(continuing: night, jobs: [Self.job(isChanged: true)])
    #expect(try await changed.run() == nil)
    #expect(changed.complaints == [])
    #expect(submissions(changed) == 2)
    let arrivals = changed.service.state.withLock { $0.arrivals.map(\.at) }
    #expect(try #require(arrivals.last) > changed.service.tasks[0].endsAt)
    let (plan, state) = try changed.plan()
    #expect(plan.kept == 1)
    let job = try #require(state.jobs[JobID("job-0")])
    #expect(job.video?.fingerprint == .make(2))
    #expect(job.older.map(\.fingerprint) == [.make(1)], "the old one is paid for and kept")
  }

  @Test func forcedJobIsSubmittedOnce() async throws {
    let night = Self.night(seed: 74)
    #expect(try await night.run() == nil)
    try await night.endRun()
    var options = Night.Options()
    options.forces = true
    // The service's other half is not made to find a second payment strange: it is asked for.
    night.service.state.withLock { $0.tasks[0].isToldGone = true }
    #expect(try await night.run(options) == nil)
    #expect(submissions(night) == 2)
    #expect(night.complaints == [])
    #expect(try night.plan().state.jobs[JobID("job-0")]?.charges.count == 2)
    // The same run, continued: it was forced already.
    #expect(try await night.run(options) == nil)
    #expect(submissions(night) == 2)
  }

  /// What the plan shows as a download is one: nobody agreed to pay for it again.
  @Test func paidVideoIsFetchedThoughAllIsForced() async throws {
    let night = Self.night(seed: 75)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(30))
    #expect(try await night.run(options) == .interrupted(signal: 2))
    try await night.endRun()
    options.cut = .none
    options.forces = true
    #expect(try await night.run(options) == nil)
    #expect(submissions(night) == 1)
    #expect(night.complaints == [])
    #expect(try night.plan().plan.kept == 1)
  }

  @Test(arguments: [0, 1, 3]) func failedTaskIsTriedAgainAfterItsDelayAndSoOftenOnly(
    retries: Int
  ) async throws {
    var rules = NightRules.calm
    rules.taskSeconds = 60...60
    rules.passingFailure = 1
    let night = Night(seed: 76, jobs: [Self.job()], rules: rules)
    var options = Night.Options()
    options.limits.retries = retries
    options.limits.resubmitDelay = RetryDelay(first: .seconds(400), most: .seconds(400))
    #expect(try await night.run(options) == nil)
    let arrivals = night.service.state.withLock { $0.arrivals.map(\.at) }
    #expect(arrivals.count == 1 + retries)
    let ends = night.service.tasks.map(\.endsAt)
    for (end, next) in zip(ends, arrivals.dropFirst()) {
      // The upper half of the delay is random, and an end is found a little later than it is.
      #expect((200.0..<460).contains((next - end).inSeconds))
    }
    #expect(night.complaints == [])
    #expect(try night.plan().state.jobs[JobID("job-0")]?.cost == .zero)
  }
}
