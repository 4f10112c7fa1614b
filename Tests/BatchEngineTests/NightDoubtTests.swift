import BatchEngine
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs over an in-memory service: what may be proven about a submission in doubt.
@Suite(.enabled(if: isSoak, soakReason), .timeLimit(.minutes(10))) struct NightDoubtTests {
  static let price = NightTests.price

  /// Jobs from pictures, the last of them from a reference video.
  private static func mixedJobs(_ count: Int) -> [Job] {
    (0..<count).map { index in
      let mode: VideoMode = index == count - 1 ? .referenceVideo : .imageToVideo
      return .make(
        id: "job-\(index)", line: index + 1, request: .make(mode: mode, prompt: "job-\(index)"),
        fingerprint: .make(index + 1))
    }
  }

  private func phase(_ night: Night, _ id: String) throws -> Attempt.Phase? {
    try night.plan().state.jobs[JobID(id)]?.latest?.phase
  }

  private func isInDoubt(_ night: Night, _ id: String) throws -> Bool {
    if case .inDoubt? = try phase(night, id) { return true }
    return false
  }

  /// An answer with a task id is the task of its submission, whatever key it repeats: before, it was
  /// in doubt, was "proven" not to exist, and was paid for again.
  @Test func answerThatRepeatsAnotherKeyIsPaidOnce() async throws {
    let night = Night(seed: 61, jobs: NightTests.equalJobs(3))
    night.service.state.withLock { $0.mishaps["job-1"] = [.acceptedUnderOtherKey] }
    var options = Night.Options()
    options.limits.concurrency = 1
    options.limits.maxCost = Self.price * 3
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.kept == 3)
  }

  /// A service that answers with changed keys may store others than were sent: then "not found" says
  /// nothing, even where a control task is found.
  @Test func whereAKeyCameBackChangedNothingIsProven() async throws {
    let night = Night(seed: 62, jobs: NightTests.equalJobs(3))
    night.service.state.withLock { state in
      state.mishaps["job-0"] = [.acceptedUnderOtherKey]
      state.mishaps["job-2"] = [.lostUnderOtherKey]
    }
    var options = Night.Options()
    options.limits.concurrency = 1
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try isInDoubt(night, "job-2"))
  }

  /// What one process has learned of rewritten keys holds for the next one, after a compaction too.
  @Test func rewrittenKeysAreRememberedByTheNextProcess() async throws {
    let first = Night(seed: 60, jobs: NightTests.equalJobs(2))
    first.service.state.withLock { $0.mishaps["job-0"] = [.acceptedUnderOtherKey] }
    var options = Night.Options()
    options.limits.concurrency = 1
    #expect(try await first.run(options) == nil)
    let night = Night(continuing: first, jobs: NightTests.equalJobs(4))
    night.service.state.withLock { $0.mishaps["job-2"] = [.lostUnderOtherKey] }
    for _ in 0..<2 { #expect(try await night.run(options) == nil) }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 4)
    #expect(try isInDoubt(night, "job-2"))
    let state = try night.plan().state
    var copy = BatchState()
    for record in state.snapshot(at: .make()) { try copy.apply(record) }
    #expect(copy.rewritesKeys)
  }

  /// A success in a shape that is not known has created a task, as far as can be told.
  @Test func successThatCannotBeReadIsNeverDisproved() async throws {
    let night = Night(seed: 59, jobs: NightTests.equalJobs(3))
    night.service.state.withLock { $0.mishaps["job-1"] = [.acceptedInAnotherShape] }
    var options = Night.Options()
    options.limits.concurrency = 1
    options.limits.maxCost = Self.price * 4
    for _ in 0..<3 { #expect(try await night.run(options) == nil) }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try isInDoubt(night, "job-1"))
  }

  @Test func answerThatNamesAnothersTaskStaysInDoubtWithIt() async throws {
    let night = Night(seed: 63, jobs: NightTests.equalJobs(2))
    night.service.state.withLock { $0.mishaps["job-1"] = [.otherTask("video_1")] }
    var options = Night.Options()
    options.limits.concurrency = 1
    for _ in 0..<2 {
      #expect(try await night.run(options) == nil)
      guard case .inDoubt(_, TaskID("video_1"))? = try phase(night, "job-1") else {
        Issue.record("\(String(describing: try phase(night, "job-1")))")
        return
      }
    }
    #expect(night.service.state.withLock { $0.submissions } == 2)
    #expect(try night.plan().plan.kept == 1)
    // A person may insist.
    options.resubmitsInDoubt = true
    #expect(try await night.run(options) == nil)
    #expect(try night.plan().plan.kept == 2)
    #expect(night.complaints == [])
  }

  /// The service may honor the key for one mode only.
  @Test func controlOfAnotherModeProvesNothing() async throws {
    var rules = NightRules.calm
    rules.keys = .imagesOnly
    let night = Night(seed: 64, jobs: Self.mixedJobs(3), rules: rules)
    night.service.state.withLock { $0.mishaps["job-2"] = [.lostAfter] }
    for _ in 0..<2 { #expect(try await night.run() == nil) }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try isInDoubt(night, "job-2"))
  }

  /// A job is made; in the next process the submission of another is created and its answer lost,
  /// while look-ups lag behind by 12 s.
  private func nightWithLaggingLookUps(seed: UInt64) async throws -> Night {
    let first = Night(seed: seed, jobs: NightTests.equalJobs(1))
    #expect(try await first.run() == nil)
    let night = Night(continuing: first, jobs: NightTests.equalJobs(2))
    night.service.state.withLock { state in
      state.mishaps["job-1"] = [.lostAfter]
      state.lag = .seconds(12)
    }
    return night
  }

  /// A clock that is set back makes a fresh doubt look older than the control task is; one that is set
  /// forward makes it look a day old.
  @Test(arguments: [-3_600_000, -20_000, 0, 20_000, 90_000_000])
  func clockThatIsSetBetweenTwoProcessesProvesNothing(step: Int64) async throws {
    let night = try await nightWithLaggingLookUps(seed: 65)
    night.clock.inner.jumpWall(byMilliseconds: step)
    var options = Night.Options()
    options.limits.settle = .seconds(2)
    for _ in 0..<2 {
      #expect(try await night.run(options) == nil)
      #expect(night.complaints == [], "\(step)")
      #expect(night.service.tasks.count == 2, "\(step)")
      night.clock.inner.advance(by: .seconds(30))
    }
    #expect(try night.plan().plan.kept == 2)
  }

  /// As above, and the clock is set while the submission is in doubt: after a kill, and perhaps a
  /// restart of the machine.
  @Test(arguments: [-3_600_000, 0, 90_000_000], [true, false])
  func clockThatIsSetAfterTheDoubtProvesNothing(step: Int64, reboots: Bool) async throws {
    let night = try await nightWithLaggingLookUps(seed: 66)
    var options = Night.Options()
    options.limits.settle = .seconds(2)
    options.cut = .interrupt(after: .milliseconds(800))
    _ = try await night.run(options)
    try #require(night.service.tasks.count == 2)
    night.clock.inner.jumpWall(byMilliseconds: step)
    if reboots { night.clock.inner.reboot() }
    options.cut = .none
    for _ in 0..<2 {
      #expect(try await night.run(options) == nil)
      night.clock.inner.advance(by: .seconds(30))
    }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 2)
    #expect(try night.plan().plan.kept == 2)
  }

  /// A job is made, and so long after it the submission of another is lost. Look-ups of the first say
  /// that keys work, and not how soon; the next accepted submission settles it, unless it comes too
  /// late.
  @Test(arguments: [(2, true), (25, false)])
  func lateDoubtIsSettledByTheNextAcceptedSubmission(
    hours: Int64, isSettled: Bool
  ) async throws {
    let first = Night(seed: 67, jobs: NightTests.equalJobs(1))
    #expect(try await first.run() == nil)
    first.clock.inner.advance(by: .seconds(2 * 3600))
    let second = Night(continuing: first, jobs: NightTests.equalJobs(2))
    second.service.state.withLock { $0.mishaps["job-1"] = [.lostBefore] }
    #expect(try await second.run() == nil)
    #expect(try isInDoubt(second, "job-1"))
    second.clock.inner.advance(by: .seconds(hours * 3600))
    second.clock.inner.reboot()
    let third = Night(continuing: second, jobs: NightTests.equalJobs(3))
    #expect(try await third.run() == nil)
    #expect(third.complaints == [])
    #expect(try third.plan().plan.kept == (isSettled ? 3 : 2))
    #expect(try isInDoubt(third, "job-1") == !isSettled)
  }

  /// One 400 may be a passing fault, and must not cost the proof of what is lost later.
  @Test func onePassingRefusalDoesNotDisarmTheProof() async throws {
    let night = Night(seed: 68, jobs: NightTests.equalJobs(4))
    night.service.state.withLock { state in
      state.mishaps["job-0"] = [.answer(400)]
      state.mishaps["job-3"] = [.lostAfter]
    }
    var options = Night.Options()
    options.limits.concurrency = 1
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 4)
    #expect(try night.plan().plan.kept == 4)
    let keyed = night.service.state.withLock { $0.arrivals.map(\.hasKey) }
    #expect(keyed == [true, false, true, true, true])
  }

  /// A second doubt that is given up must not make the first one forgotten.
  @Test func doubtsThatWereGivenUpOneAfterTheOtherComeBackOneAfterTheOther() async throws {
    var rules = NightRules.calm
    rules.keys = .ignored
    let night = Night(seed: 69, jobs: NightTests.equalJobs(2), rules: rules)
    night.service.state.withLock { $0.mishaps["job-1"] = [.lostBefore, .lostBefore, .answer(422)] }
    var options = Night.Options()
    #expect(try await night.run(options) == nil)
    options.resubmitsInDoubt = true
    #expect(try await night.run(options) == nil)
    let twice = try #require(try night.plan().state.jobs[JobID("job-1")])
    #expect(twice.costInDoubt == Self.price * 2)
    #expect(try await night.run(options) == nil)
    let thrice = try #require(try night.plan().state.jobs[JobID("job-1")])
    #expect(thrice.costInDoubt == Self.price * 2, "the third was refused, the two others may exist")
    #expect(thrice.supplanted.map(\.intent.number) == [1])
    #expect(thrice.latest?.intent.number == 2)
  }
}
