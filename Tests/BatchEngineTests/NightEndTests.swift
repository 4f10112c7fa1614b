import BatchEngine
import Digest
import JobModel
import Pacing
import TestSupport
import Testing

/// Whole runs over an in-memory service: interruptions, downloads and broken disks.
@Suite(.enabled(if: isSoak, soakReason), .timeLimit(.minutes(10))) struct NightEndTests {
  @Test func interruptionDoesNotWaitForTheServicesWaitingTimes() async throws {
    let night = Night(seed: 31, jobs: NightTests.equalJobs(5))
    night.service.state.withLock { state in
      for index in 0..<5 { state.mishaps["job-\(index)"] = [.answer(429, retryAfter: "500")] }
    }
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(30))
    #expect(try await night.run(options) == .interrupted(signal: 2))
    #expect(night.clock.inner.now < .seconds(33))
  }

  @Test func interruptionDoesNotWaitForAnUploadsWaitingTime() async throws {
    let pictures = TemporaryDirectory()
    let path = pictures.write("picture".utf8, to: "a.png")
    let file = LocalFile(
      source: "a.png", path: path, sha256: SHA256.hash(Array("picture".utf8)).hex, sizeBytes: 7,
      mediaType: "image/png")
    let job = Job.make(
      id: "job-0", request: .make(sources: ["a.png"], prompt: "job-0"), files: [file])
    let night = Night(seed: 32, jobs: [job])
    night.service.state.withLock { $0.uploads = Array(repeating: 429, count: 9) }
    var options = Night.Options()
    options.limits.resubmitDelay = RetryDelay(first: .seconds(100), most: .seconds(300))
    options.cut = .interrupt(after: .seconds(10))
    #expect(try await night.run(options) == .interrupted(signal: 2))
    #expect(night.clock.inner.now < .seconds(12))
    night.service.state.withLock { $0.uploads = [] }
    options.cut = .none
    #expect(try await night.run(options) == nil)
    #expect(try night.plan().plan.kept == 1)
    #expect(night.service.tasks.first?.body.contains("https://files.example/up.png") == true)
  }

  @Test func fullOrFailingDiskStopsEverythingAndLosesNothing() async throws {
    for calls in stride(from: 0, to: 160, by: 7) {
      let night = Night(seed: UInt64(calls), jobs: NightTests.equalJobs(8))
      var options = Night.Options()
      options.cut = .crash(afterCalls: calls)
      let reason = try await night.run(options)
      if calls < 60 { #expect(reason?.code == "disk", "after \(calls) calls") }
      options.cut = .none
      #expect(try await night.run(options) == nil, "after \(calls) calls")
      #expect(night.complaints == [], "after \(calls) calls")
      #expect(try night.plan().plan.kept == 8, "after \(calls) calls")
    }
  }

  @Test func taskThatTakesTooLongIsLeftForLater() async throws {
    var rules = NightRules.calm
    rules.taskSeconds = 10_000...10_000
    let night = Night(seed: 33, jobs: NightTests.equalJobs(2), rules: rules)
    var options = Night.Options()
    options.limits.taskTimeout = .seconds(600)
    #expect(try await night.run(options) == nil)
    #expect((600.0..<630).contains(night.clock.inner.now.inSeconds))
    let (plan, _) = try night.plan()
    #expect(plan.count(of: .poll) == 2)
    options.limits.taskTimeout = .seconds(20_000)
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 2)
    #expect(try night.plan().plan.kept == 2)
  }

  @Test func videoThatExpiredIsPaidAgainOnceAndBothAreCounted() async throws {
    var rules = NightRules.calm
    rules.lifeSeconds = 5...5
    rules.taskSeconds = 5...5
    let night = Night(seed: 34, jobs: NightTests.equalJobs(1), rules: rules)
    var options = Night.Options()
    options.cut = .interrupt(after: .seconds(4))
    _ = try await night.run(options)
    night.clock.inner.advance(by: .seconds(25 * 3600))
    night.service.state.withLock { $0.rules = .calm }
    options.cut = .none
    // That it is lost is found out by one command, and paid for by the next, which shows it.
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 1)
    #expect(try await night.run(options) == nil)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 1)
    #expect(night.service.tasks.count == 2)
    #expect(state.jobs[JobID("job-0")]?.cost == NightTests.price * 2)
    #expect(night.complaints == [])
  }

  @Test func lostFileIsFetchedAgainForNothing() async throws {
    let night = Night(seed: 35, jobs: NightTests.equalJobs(3))
    #expect(try await night.run() == nil)
    night.directory.write("cut".utf8, to: "videos/job-1.mp4")
    let options = Night.Options()
    #expect(try await night.run(options) == nil)
    #expect(night.service.tasks.count == 3)
    #expect(try night.plan().plan.kept == 3)
    #expect(night.directory.bytes(of: "videos/job-1.mp4")?.count ?? 0 > 100)
  }

  @Test(arguments: [60.0, 600, 900]) func hostThatHasNoTimeIsWaitedFor(seconds: Double) async throws
  {
    let night = Night(seed: 38, jobs: NightTests.equalJobs(3))
    let ends = night.service.clock.now + .seconds(220)
    night.service.state.withLock { $0.filesAreBusyUntil = ends + .seconds(seconds) }
    #expect(try await night.run() == nil)
    #expect(try night.plan().plan.kept == 3)
    #expect(night.service.state.withLock { $0.downloads } <= 3 * 80)
    #expect(night.complaints == [])
  }

  @Test func absurdLengthIsAWarningAndNoCrash() async throws {
    let night = Night(seed: 36, jobs: NightTests.equalJobs(1))
    night.service.state.withLock { $0.claimedMilliseconds = .max - 1 }
    #expect(try await night.run() == nil)
    let (plan, state) = try night.plan()
    #expect(plan.kept == 1)
    #expect(state.jobs[JobID("job-0")]?.video?.file.warnings.count == 1)
  }

  @Test func redirectsAreFollowedAFewTimesAndNoMore() async throws {
    let night = Night(seed: 37, jobs: NightTests.equalJobs(2))
    night.service.state.withLock { state in
      state.redirects = ["video_1": "/elsewhere.mp4", "elsewhere": "/video_2.mp4"]
    }
    var options = Night.Options()
    options.limits.concurrency = 1
    #expect(try await night.run(options) == nil)
    #expect(try night.plan().plan.kept == 2)
    night.service.state.withLock { $0.redirects = ["video_3": "/video_3.mp4"] }
    let more = Night(continuing: night, jobs: NightTests.equalJobs(3))
    #expect(try await more.run() == nil)
    let (plan, _) = try more.plan()
    #expect(plan.kept == 2)
    #expect(plan.count(of: .fetch) == 1)
    // Six tries of six hops each, and those that worked.
    #expect(more.service.state.withLock { $0.downloads } <= 4 + 6 * 6)
  }
}
