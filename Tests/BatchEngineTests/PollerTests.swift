import HTTPCore
import JobJournal
import JobModel
import Locking
import Pacing
import TestSupport
import Testing
import VideoService

@testable import BatchEngine

/// Answers status queries as a test wants, by the task's number and the time.
private final class StatusService: HTTPTransport {
  /// The status and body of an answer; `ID` in it stands for the task that was asked about.
  typealias Script = @Sendable (_ task: Int, _ now: Duration) -> (status: Int, body: String)

  private let clock: TestClock
  private let script: Script
  private let asked = Locked<[Int]>([])

  init(_ clock: TestClock, _ script: @escaping Script) {
    self.clock = clock
    self.script = script
  }

  /// The tasks that were asked about.
  var queries: [Int] { asked.withLock { $0 } }

  func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure> {
    let task = Int(request.url.split(separator: "-").last ?? "") ?? -1
    asked.withLock { $0.append(task) }
    var (status, body) = script(task, clock.now)
    body.replace("ID", with: "task-\(task)")
    return .success(HTTPResponse(head: HTTPResponseHead(status: status), body: Array(body.utf8)))
  }

  func receive(
    _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure> {
    .failure(HTTPFailure(phase: .neverSent, kind: .unavailable, message: "no downloads here"))
  }

  static let running = (200, #"{"id":"ID","status":"in_progress","progress":10}"#)
  static let failed = (
    200, #"{"id":"ID","status":"failed","error":{"code":"generation_failed","message":"m"}}"#
  )
  static let unknown = (404, #"{"error":{"code":"task_not_found","message":"none","type":"t"}}"#)
  static func completed(_ task: Int) -> (status: Int, body: String) {
    (
      200,
      #"{"id":"ID","status":"completed","result":{"data":[{"url":"https://f.example/\#(task).mp4"}]}}"#
    )
  }
}

@Suite(.timeLimit(.minutes(1))) struct PollerTests {
  private let directory = TemporaryDirectory()
  private let clock = TestClock()
  private let halt = Halt()

  private func poller(
    _ limits: RunLimits = RunLimits(), _ script: @escaping StatusService.Script
  ) throws -> (poller: Poller, service: StatusService, limiter: RateLimiter) {
    let service = StatusService(clock, script)
    let header = JournalHeader(generation: 1, service: "tests", salt: "salt", at: .make())
    let journal = try Journal.create(in: directory.path, header: header, files: FaultyFiles())
    let client = VideoClient(
      endpoint: try #require(ServiceEndpoint("https://video.example")),
      key: try #require(APIKey("poller-key")), transport: service)
    func limiter(_ kind: ServiceTier.RequestKind) -> RateLimiter {
      RateLimiter(
        bucket: TokenBucket(rate: 50, burst: 500, at: clock.now), kind: kind, mayRise: false,
        clock: clock)
    }
    let queryLimiter = limiter(.query)
    let tools = EngineTools(
      limits: limits, prices: .published,
      access: ServiceAccess(.init(client: client, account: "account-1")),
      ledger: JobLedger(journal: journal, clock: clock, halt: halt) { _ in }, halt: halt,
      count: SubmissionCount(limits: limits, halt: halt), windowOpensAt: { _ in nil },
      clock: clock, submitLimiter: limiter(.submit), queryLimiter: queryLimiter,
      random: RandomSource(SeededGenerator(seed: 1)), freshRun: Run(id: "run-1", settings: []),
      executor: nil, say: { _ in })
    return (Poller(tools: tools, lengths: TaskLengthModel()), service, queryLimiter)
  }

  private func watch(_ numbers: some Sequence<Int>, _ poller: Poller) async {
    for number in numbers {
      let awaited = JobRunner.Awaited(
        task: TaskID("task-\(number)"), kind: TaskKind(.make()),
        acceptedAt: Timestamp(milliseconds: clock.wallMilliseconds))
      poller.watch(
        awaited, job: JobID("job-\(number)"), for: SubmissionQueue.Ticket(index: number))
    }
  }

  /// Lets the poller ask, and moves the time on whenever somebody sleeps, until so many tasks have
  /// ended, or `isOver`.
  private func endings(_ count: Int, of poller: Poller) async -> [(index: Int, how: TaskEnding)] {
    let clock = clock
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await poller.run() }
      group.addTask {
        while !Task.isCancelled {
          clock.advanceToNextWaking()
          await Task.yield()
        }
      }
      var endings: [(index: Int, how: TaskEnding)] = []
      while endings.count < count {
        endings += await poller.nextEndings().map { ($0.ticket.index, $0.how) }
      }
      group.cancelAll()
      return endings
    }
  }

  @Test func endedTaskComesOutOnceWithItsTicket() async throws {
    let (poller, service, _) = try poller { task, now in
      if now < .seconds(60 + task) { return StatusService.running }
      return task.isMultiple(of: 3) ? StatusService.failed : StatusService.completed(task)
    }
    await watch(0..<60, poller)
    let endings = await endings(60, of: poller)
    #expect(endings.map(\.index).sorted() == Array(0..<60))
    for (index, how) in endings {
      switch how {
      case .completed(let video):
        #expect(video.url == "https://f.example/\(index).mp4")
        #expect(!index.isMultiple(of: 3))
      case .failed: #expect(index.isMultiple(of: 3))
      default: Issue.record("\(index) ended as \(how)")
      }
    }
    // An ended task is asked about no more.
    let last = Dictionary(service.queries.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(last.keys.sorted() == Array(0..<60))
    #expect(poller.outlook() == nil)
  }

  @Test func endingsThatNobodyAskedForYetComeTogether() async throws {
    let (poller, _, _) = try poller { task, _ in StatusService.completed(task) }
    await watch(0..<5, poller)
    let run = Task { await poller.run() }
    while poller.outlook() != nil || clock.sleeperCount > 0 {
      clock.advanceToNextWaking()
      await Task.yield()
    }
    run.cancel()
    await run.value
    let endings = await poller.nextEndings()
    #expect(endings.map(\.ticket.index).sorted() == Array(0..<5))
  }

  @Test func taskThatTakesTooLongIsLeftAndNeverAskedTooSoon() async throws {
    var limits = RunLimits()
    limits.taskTimeout = .seconds(300)
    let asked = Locked<[Duration]>([])
    let (poller, _, _) = try poller(limits) { _, now in
      asked.withLock { $0.append(now) }
      return StatusService.running
    }
    await watch([7], poller)
    let endings = await endings(1, of: poller)
    #expect(endings.map(\.index) == [7])
    #expect(endings.map(\.how) == [.stillRunning])
    let times = asked.withLock { $0 }
    let last = try #require(times.last)
    #expect(last > .seconds(295) && last <= .seconds(300), "\(last)")
    #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .seconds(5) })
    #expect(halt.reason == nil)
  }

  @Test func unknownTaskIsAskedForTheWholeSettlingTime() async throws {
    var limits = RunLimits()
    limits.settle = .seconds(60)
    let asked = Locked<[Duration]>([])
    let (poller, _, _) = try poller(limits) { _, now in
      asked.withLock { $0.append(now) }
      return StatusService.unknown
    }
    await watch([7], poller)
    guard case .unknownTask? = await endings(1, of: poller).first?.how else {
      Issue.record("it is not unknown")
      return
    }
    let times = asked.withLock { $0 }
    #expect(times.count > 1)
    #expect(try #require(times.last) - #require(times.first) >= .seconds(60))
  }

  @Test func whatIsWaitedForIsLetGoWhenTheRunIsCutShort() async throws {
    let (poller, service, _) = try poller { _, _ in StatusService.running }
    await watch(0..<20, poller)
    let run = Task { await poller.run() }
    await clock.sleepers()
    halt.stop(.interrupted(signal: 2))
    await run.value
    let endings = await poller.nextEndings()
    #expect(endings.map(\.ticket.index).sorted() == Array(0..<20))
    #expect(endings.allSatisfy { $0.how == .stillRunning })
    // Whatever comes afterwards is let go as well.
    await watch([99], poller)
    let late = await poller.nextEndings()
    #expect(late.map(\.ticket.index) == [99])
    #expect(late.map(\.how) == [.stillRunning])
    #expect(service.queries.isEmpty)
    #expect(clock.sleeperCount == 0)
  }

  @Test func cancelledWaiterGetsNothingAndTakesNothing() async throws {
    let (poller, _, _) = try poller { _, _ in StatusService.running }
    let waiter = Task { await poller.nextEndings() }
    for _ in 0..<20 { await Task.yield() }
    waiter.cancel()
    #expect(await waiter.value.isEmpty)
    await watch([3], poller)
    halt.stop(.interrupted(signal: 2))
    await poller.run()
    #expect(await poller.nextEndings().map(\.ticket.index) == [3])
  }

  @Test func refusedKeyStopsTheRunAndLeavesItsTask() async throws {
    let (poller, _, _) = try poller { _, _ in (401, #"{"error":{"message":"no"}}"#) }
    await watch([1], poller)
    let endings = await endings(1, of: poller)
    #expect(endings.map(\.how) == [.stillRunning])
    #expect(halt.reason?.code == "key_refused")
  }

  /// A task that is watched while the poller waits for a later one is asked about in its time.
  @Test func laterTaskThatEndsEarlierIsNotHeldUp() async throws {
    let (poller, service, _) = try poller { task, now in
      task == 1 || now > .seconds(3000) ? StatusService.completed(task) : StatusService.running
    }
    await watch([0], poller)
    let run = Task { await poller.run() }
    // Long after the first is rarely asked about any more.
    while clock.now < .seconds(1000) {
      await clock.sleepers()
      clock.advanceToNextWaking()
    }
    await clock.sleepers()
    await watch([1], poller)
    while !service.queries.contains(1) {
      clock.advanceToNextWaking()
      await Task.yield()
    }
    #expect(await poller.nextEndings().map(\.ticket.index) == [1])
    #expect(clock.now < .seconds(1600))
    run.cancel()
    await run.value
  }

  @Test func everyQueryTakesOneTokenAndNoMore() async throws {
    let (poller, service, limiter) = try poller { task, now in
      now < .seconds(30) ? StatusService.running : StatusService.completed(task)
    }
    await watch(0..<30, poller)
    _ = await endings(30, of: poller)
    // Nothing is held any more: the bucket is full again after as long as it takes to fill.
    #expect(service.queries.count >= 30)
    clock.advance(by: .seconds(10))
    for _ in 0..<500 { try await limiter.acquire() }
  }

  @Test func queriesThatFailComeLessAndLessOftenUntilOneIsAnswered() async throws {
    let asked = Locked<[[Duration]]>(Array(repeating: [], count: 10))
    let (poller, _, limiter) = try poller { task, now in
      asked.withLock { $0[task].append(now) }
      return now < .seconds(300) ? (503, "") : StatusService.completed(task)
    }
    await watch(0..<10, poller)
    #expect(await endings(10, of: poller).count == 10)
    for times in asked.withLock({ $0 }) {
      let failed = times.filter { $0 < .seconds(300) }
      #expect((5...15).contains(failed.count), "\(failed.count) in five minutes")
      // The first answer says that the service is well, and nobody waits out his own time.
      #expect((times.last ?? .zero) < .seconds(335))
    }
    #expect(limiter.rate == 50)
  }
}
