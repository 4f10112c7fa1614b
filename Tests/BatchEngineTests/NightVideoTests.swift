import BatchEngine
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs over an in-memory service: a paid video is lost only when it is.
@Suite(.enabled(if: isSoak, soakReason), .timeLimit(.minutes(10))) struct NightVideoTests {
  static let price = NightTests.price

  private static func night(seed: UInt64, jobs: Int, _ rules: NightRules = .calm) -> Night {
    var rules = rules
    rules.taskSeconds = 30...30
    return Night(seed: seed, jobs: NightTests.equalJobs(jobs), rules: rules)
  }

  private func video(_ night: Night, _ id: String) throws -> KeptVideo? {
    try night.plan().state.jobs[JobID(id)]?.video
  }

  /// What the service says of the expiry is believed only where it can be true; a file host that does
  /// not have the file yet has not lost it.
  @Test(arguments: NightRules.Expiry.allCases, [true, false])
  func wrongExpiryAndPassingRefusalsLoseNothing(
    expiry: NightRules.Expiry, lastsLong: Bool
  ) async throws {
    var rules = NightRules.calm
    rules.expiry = expiry
    let night = Self.night(seed: 81, jobs: 3, rules)
    let end = night.clock.inner.now + .seconds(lastsLong ? 4 * 3600 : 40)
    night.service.state.withLock { $0.filesAreRefusedUntil = end }
    var options = Night.Options()
    options.limits.maxCost = Self.price * 3
    for _ in 0..<3 {
      #expect(try await night.run(options) == nil)
      night.clock.inner.advance(by: .seconds(2 * 3600))
    }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.kept == 3)
  }

  /// A machine whose clock is a day ahead or behind takes no video for lost.
  @Test(arguments: [-90_000_000, 90_000_000, 4_000_000_000], [0, 1])
  func wrongClockOfTheMachineLosesNothing(step: Int64, stepsBefore: Int) async throws {
    let night = Self.night(seed: 82, jobs: 3)
    if stepsBefore == 1 { night.clock.inner.jumpWall(byMilliseconds: step) }
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(10))
    _ = try await night.run(options)
    try #require(night.service.tasks.count == 3)
    if stepsBefore == 0 { night.clock.inner.jumpWall(byMilliseconds: step) }
    night.service.state.withLock { $0.filesAreRefusedUntil = night.clock.inner.now + .seconds(50) }
    options.cut = .none
    for _ in 0..<2 { #expect(try await night.run(options) == nil) }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.kept == 3)
  }

  /// A `Date` that is a day ahead contradicts this machine's clock: one of them is wrong.
  @Test func wrongDateOfTheServiceLosesNothing() async throws {
    let night = Self.night(seed: 93, jobs: 2)
    night.service.dateAhead.withLock { $0 = 90_000 }
    night.service.state.withLock { $0.filesAreRefusedUntil = .seconds(1800) }
    for _ in 0..<3 {
      #expect(try await night.run() == nil)
      night.clock.inner.advance(by: .seconds(900))
    }
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 2)
    #expect(try night.plan().plan.kept == 2)
  }

  /// The service keeps videos for a day; one that it does not have after six hours may come back.
  @Test func videoThatIsRefusedTooEarlyIsNotPaidAgain() async throws {
    var rules = NightRules.calm
    rules.lifeSeconds = 60...60
    let night = Self.night(seed: 83, jobs: 1, rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(10))
    _ = try await night.run(options)
    night.clock.inner.advance(by: .seconds(6 * 3600))
    options.cut = .none
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 1)
    guard case .completed? = try night.plan().state.jobs[JobID("job-0")]?.latest?.phase else {
      Issue.record("it waits at the service, as far as is known")
      return
    }
  }

  @Test func videoThatIsGoneIsPaidAgainAfterTwoRefusalsMinutesApart() async throws {
    var rules = NightRules.calm
    rules.lifeSeconds = 86_400...86_400
    let night = Self.night(seed: 84, jobs: 1, rules)
    let options = Night.Options()
    night.service.state.withLock { $0.filesAreRefusedUntil = .seconds(3600) }
    #expect(try await night.run(options) == nil)
    try #require(night.service.tasks.count == 1)
    night.clock.inner.advance(by: .seconds(26 * 3600))
    let before = night.clock.inner.now
    #expect(try night.plan().plan.submissionCount == 1, "what it may cost is shown before")
    #expect(try await night.run(options) == nil)
    let arrivals = night.service.state.withLock { $0.arrivals.map(\.at) }
    try #require(arrivals.count == 2)
    #expect(arrivals[1] - before >= .seconds(300))
    #expect(night.complaints == [])
    let state = try night.plan().state
    #expect(state.jobs[JobID("job-0")]?.cost == Self.price * 2)
    #expect(try night.plan().plan.kept == 1)
  }

  /// A video that turns out to be lost although its URL should live was in no plan: no one has
  /// agreed to pay for it again.
  @Test func lossThatThePlanDidNotShowIsPaidByTheNextCommand() async throws {
    var rules = NightRules.calm
    rules.lifeSeconds = 60...60
    rules.expiry = .text
    let night = Self.night(seed: 85, jobs: 1, rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(10))
    _ = try await night.run(options)
    night.clock.inner.advance(by: .seconds(14 * 3600))
    options.cut = .none
    #expect(try night.plan().plan.submissionCount == 0)
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 1)
    #expect(try night.plan().plan.submissionCount == 1)
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 2)
    #expect(try night.plan().plan.kept == 1)
  }

  /// Bytes that were paid for are kept, whatever they are: fetched twice, and never paid for again.
  @Test func unrecognizedFileIsKeptAndInspectedAgain() async throws {
    var rules = NightRules.calm
    rules.files = .same
    let night = Self.night(seed: 86, jobs: 2, rules)
    #expect(try await night.run() == nil)
    #expect(night.service.state.withLock { $0.downloads } == 4)
    for id in ["job-0", "job-1"] {
      let file = try #require(try video(night, id)?.file)
      #expect(file.isUnverified)
      #expect(file.path == "unverified/\(id).1.mp4")
      #expect(file.warnings.count == 1)
      #expect(night.directory.bytes(of: file.path)?.starts(with: [0x1A, 0x45]) == true)
    }
    // Another command tries once more, at no cost.
    #expect(try await night.run() == nil)
    #expect(night.service.state.withLock { $0.downloads } == 6)
    #expect(night.service.tasks.count == 2)
    night.service.state.withLock { $0.rules.files = nil }
    #expect(try await night.run() == nil)
    #expect(night.service.tasks.count == 2)
    #expect(night.complaints == [])
    #expect(try night.plan().plan.kept == 2)
    let file = try #require(try video(night, "job-0")?.file)
    #expect(!file.isUnverified && file.path == "videos/job-0.mp4")
    #expect(night.directory.bytes(of: "unverified/job-0.1.mp4") == nil)
  }

  /// What is not the same twice, or is an error page, is no video; it is neither kept nor paid for
  /// again.
  @Test(arguments: [NightRules.Foreign.changing, .page])
  func whatIsNoVideoIsNotKept(files: NightRules.Foreign) async throws {
    var rules = NightRules.calm
    rules.files = files
    let night = Self.night(seed: 92, jobs: 1, rules)
    for _ in 0..<2 { #expect(try await night.run() == nil) }
    #expect(night.service.tasks.count == 1)
    #expect(night.service.state.withLock { $0.downloads } == 12)
    #expect(try video(night, "job-0") == nil)
    night.service.state.withLock { $0.rules.files = nil }
    #expect(try await night.run() == nil)
    #expect(try night.plan().plan.kept == 1)
    #expect(night.complaints == [])
  }

  /// What an older version did not understand, a newer one may.
  @Test func keptFileThatIsUnderstoodLaterBecomesTheVideo() async throws {
    var rules = NightRules.calm
    rules.files = .same
    let night = Self.night(seed: 87, jobs: 1, rules)
    #expect(try await night.run() == nil)
    let kept = try #require(try video(night, "job-0"))
    // As if this version understood it: a whole movie of the same size and time in its place.
    let movie = night.service.tasks[0].movie
    let file = VideoFile(
      unverified: kept.file.path, sizeBytes: Int64(movie.count), sha256: kept.file.sha256,
      warning: "not verified", modifiedAt: nil)
    night.directory.write(movie, to: kept.file.path)
    try await night.replace(kept, with: file, of: JobID("job-0"))
    night.clock.inner.advance(by: .seconds(48 * 3600))
    #expect(try await night.run() == nil)
    #expect(try video(night, "job-0")?.file.path == "videos/job-0.mp4")
    #expect(try video(night, "job-0")?.file.isUnverified == false)
    #expect(night.directory.bytes(of: kept.file.path) == nil)
    #expect(night.service.tasks.count == 1)
  }

  /// The old video of a job that changed is not lost when the new one is not understood.
  @Test func unrecognizedFileOfAChangedJobKeepsTheOldVideo() async throws {
    let night = Self.night(seed: 88, jobs: 1)
    #expect(try await night.run() == nil)
    let changed = Night(
      continuing: night,
      jobs: [
        .make(
          id: "job-0", request: .make(prompt: "job-0", audio: true), fingerprint: .make(9))
      ])
    changed.service.state.withLock { $0.rules.files = .same }
    #expect(try await changed.run() == nil)
    let job = try #require(try changed.plan().state.jobs[JobID("job-0")])
    #expect(job.video?.file.isUnverified == true)
    let old = try #require(job.older.first)
    #expect(changed.directory.bytes(of: old.file.path) == night.service.tasks[0].movie)
    changed.service.state.withLock { $0.rules.files = nil }
    #expect(try await changed.run() == nil)
    let after = try #require(try changed.plan().state.jobs[JobID("job-0")])
    #expect(after.video?.file.path == "videos/job-0.mp4")
    for kept in after.keptVideos {
      #expect(changed.directory.bytes(of: kept.file.path) != nil, "\(kept.file.path)")
    }
  }

  /// The service may tell of a failure before its own retries end.
  @Test func failureThatBecomesAVideoIsNotPaidTwice() async throws {
    var rules = NightRules.calm
    rules.failedFirst = 1
    rules.failedFirstSeconds = 25
    let night = Self.night(seed: 89, jobs: 4, rules)
    var options = Night.Options()
    options.limits.maxCost = Self.price * 4
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 4)
    #expect(try night.plan().plan.kept == 4)
  }

  /// The failure counted in an earlier process, and is asked about once more before it is paid for
  /// again.
  @Test func failureOfAnEarlierProcessIsAskedAboutOnceMore() async throws {
    var rules = NightRules.calm
    rules.failedFirst = 1
    rules.failedFirstSeconds = 900
    let night = Self.night(seed: 90, jobs: 2, rules)
    var options = Night.Options()
    options.limits.retries = 0
    #expect(try await night.run(options) == nil)
    let failed = try night.plan().state.jobs.values
    #expect(failed.allSatisfy { $0.cost == .zero })
    night.clock.inner.advance(by: .seconds(1800))
    #expect(try await night.run(options) == nil)
    #expect(night.complaints == [])
    #expect(night.service.tasks.count == 2)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 2)
    #expect(state.jobs.values.allSatisfy { $0.cost == Self.price })
  }

  @Test func failureCountsAfterHalfAMinute() async throws {
    var rules = NightRules.calm
    rules.passingFailure = 1
    let night = Self.night(seed: 91, jobs: 1, rules)
    #expect(try await night.run() == nil)
    let arrivals = night.service.state.withLock { $0.arrivals.map(\.at) }
    try #require(arrivals.count == 2)
    let end = try #require(night.service.tasks.first?.endsAt)
    #expect(arrivals[1] - end >= .seconds(30))
    #expect(night.complaints == [])
  }
}
