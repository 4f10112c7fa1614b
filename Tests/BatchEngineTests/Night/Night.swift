import BatchEngine
import DurableFiles
import HTTPCore
import JobJournal
import JobModel
import Locking
import Pacing
import TestSupport
import Testing
import VideoService

/// An output directory, a service, and as many runs over them as a test wants.
final class Night: Sendable {
  /// How a run ends, when it does not end by itself.
  enum Cut: Sendable {
    case none
    /// A signal comes after so long.
    case interrupt(after: Duration)
    /// The process dies after so many calls that change the disk.
    case crash(afterCalls: Int)
  }

  struct Options: Sendable {
    /// Told of each place in the manifest before it is read, on a thread that may block.
    var onRead: @Sendable (Int) -> Void = { _ in }
    var limits = RunLimits()
    var cut = Cut.none
    var mayPay = true
    var retriesFinalFailures = false
    var resubmitsInDoubt = false
    var forces = false
    /// Fast enough never to matter, unless a test is about it.
    var submitRate = 1000.0
    var queryRate = 10_000.0
    var account = "account-1"
  }

  let seed: UInt64
  let directory: TemporaryDirectory
  let clock: NightClock
  let service: NightService
  let jobs: [Job]
  private let troubles = Locked<[String]>([])
  private let looks = Locked(0)

  init(seed: UInt64, jobs: [Job], rules: NightRules = .calm) {
    self.seed = seed
    self.jobs = jobs
    directory = TemporaryDirectory()
    clock = NightClock()
    service = NightService(clock: clock, seed: seed)
    service.state.withLock { $0.rules = rules }
  }

  /// The same directory, service and clock, with another manifest.
  init(continuing other: Night, jobs: [Job]) {
    seed = other.seed
    self.jobs = jobs
    directory = other.directory
    clock = other.clock
    service = other.service
  }

  /// Jobs of every price and length, each with its id as prompt.
  static func jobs(_ count: Int) -> [Job] {
    (0..<count).map { index in
      let request = VideoRequest.make(
        mode: index % 5 == 4 ? .referenceVideo : .imageToVideo, prompt: "job-\(index)",
        resolution: index.isMultiple(of: 2) ? .p720 : .p1080,
        duration: ClipLength.allCases[index % 3], audio: index % 4 < 2)
      return .make(
        id: "job-\(index)", line: index + 1, request: request, fingerprint: .make(index + 1))
    }
  }

  static let noon = JournalHeader(
    generation: 1, service: "night", salt: "salt", at: Timestamp.make())

  private struct Source: JobSource {
    let jobs: [Job]
    var onRead: @Sendable (Int) -> Void = { _ in }
    var count: Int { jobs.count }
    func entry(at index: Int) -> ManifestEntry {
      onRead(index)
      return .job(jobs[index])
    }
  }

  /// The journal as a new process finds it.
  func journal(_ files: any FileOperations = SystemFiles()) throws -> Journal {
    if directory.names.contains(Journal.fileName) {
      return try Journal.open(in: directory.path, now: .make(), files: files)
    }
    return try Journal.create(in: directory.path, header: Self.noon, files: files)
  }

  private var shelf: VideoShelf { VideoShelf(directory: directory.path, files: SystemFiles()) }

  /// How often a decision has looked at a video's file.
  var looksAtFiles: Int { looks.withLock { $0 } }

  /// - Parameter run: the run under way when the process began.
  private func planner(_ options: Options, run: String?) -> Planner {
    let (shelf, looks) = (shelf, looks)
    var planner = Planner { file in
      looks.withLock { $0 += 1 }
      return shelf.check(file)
    }
    planner.forces = options.forces
    planner.run = run
    planner.retriesFinalFailures = options.retriesFinalFailures
    planner.resubmitsInDoubt = options.resubmitsInDoubt
    return planner
  }

  /// What remains to be decided.
  func plan() throws -> (plan: Plan, state: BatchState) {
    let state = try journal().state
    return (try plan(state, Options()), state)
  }

  private func plan(_ state: BatchState, _ options: Options) throws -> Plan {
    let now = Timestamp(milliseconds: clock.inner.wallMilliseconds)
    return try Plan(
      source: Source(jobs: jobs), state: state, planner: planner(options, run: state.run?.id),
      now: now)
  }

  /// One process: from its start to its end.
  func run(_ options: Options = Options()) async throws -> StopReason? {
    try await NightGate.shared.alone { try await self.runAlone(options) }
  }

  private func runAlone(_ options: Options) async throws -> StopReason? {
    let clock = clock
    let files = NightFiles(
      journal: directory.text(of: Journal.fileName) ?? "", note: { clock.note() })
    try shelf.prepare()
    let journal = try journal(files)
    let plan = try plan(journal.state, options)
    let watch = Watch(recordsBefore: files.lines)
    if case .crash(let calls) = options.cut { files.die(afterCalls: calls) }
    let halt = Halt()
    let ledger = JobLedger(journal: journal, clock: clock, halt: halt) { watch.take($0) }
    service.state.withLock { state in
      state.isDurable = { files.isDurable($0) }
      state.onArrival = { watch.arrived($0) }
      state.concurrency = options.limits.concurrency
      state.cap = options.limits.maxCost
      state.askedAt = [:]
      state.pollInterval = options.limits.pollInterval
    }
    let executor = TurnExecutor()
    let conductor = Conductor(
      clock: clock, executor: executor, limit: clock.inner.now + .seconds(72 * 3600),
      isBusy: {
        // After a stop what was to be sent is withdrawn, which may wait for its turn to be written.
        let isSending = watch.isSending && halt.maySend
        return !files.isDead && (isSending || files.lines != watch.records)
      },
      onTrouble: { trouble in
        self.troubles.withLock { $0.append("\(trouble)") }
        halt.stop(.broken("\(trouble)"))
      })
    defer { conductor.end() }
    let parts = try parts(options, plan, files, ledger, halt)
    return await withTaskExecutorPreference(executor) {
      await withTaskGroup(of: Void.self) { group in
        if case .interrupt(let span) = options.cut {
          group.addTask {
            if (try? await clock.sleep(until: clock.now + span)) != nil {
              halt.stop(.interrupted(signal: 2))
            }
          }
        }
        let reason = await BatchRun(parts).perform(plan)
        group.cancelAll()
        return reason
      }
    }
  }

  private func parts(
    _ options: Options, _ plan: Plan, _ files: NightFiles, _ ledger: JobLedger, _ halt: Halt
  ) throws -> EngineParts {
    // The ledger has taken it over from the journal.
    let state = ledger.state
    let client = VideoClient(
      endpoint: try #require(ServiceEndpoint(NightService.host)),
      key: try #require(APIKey("night-key")), transport: service)
    var random = SeededGenerator(seed: seed &+ UInt64(state.jobs.count))
    let past = PastUse(state)
    func limiter(_ kind: ServiceTier.RequestKind, rate: Double, burst: Double) -> RateLimiter {
      RateLimiter(
        bucket: past.bucket(of: kind, Ceiling(rate: rate, burst: burst), clock: clock), kind: kind,
        mayRise: false,
        lesson: past.lesson(of: kind, account: options.account, isRateGiven: true, clock: clock),
        clock: clock
      ) { [clock] learned in
        ledger.learn(RateLesson(learned, of: kind, account: options.account, clock: clock))
      }
    }
    return EngineParts(
      source: plan.source(extending: Source(jobs: jobs, onRead: options.onRead)),
      planner: planner(options, run: state.run?.id),
      limits: options.limits, prices: .published,
      access: ServiceAccess(.init(client: client, account: options.account)), transport: service,
      ledger: ledger, halt: halt,
      shelf: VideoShelf(directory: directory.path, files: files), clock: clock,
      submitLimiter: limiter(.submit, rate: options.submitRate, burst: 50),
      queryLimiter: limiter(.query, rate: options.queryRate, burst: 500),
      // Keys must differ between the processes of a night.
      random: RandomSource(SeededGenerator(seed: random.next() &+ UInt64(service.tasks.count))),
      freshRun: Run(id: "run-\(clock.now)", settings: []),
      state: state, allowsPrivateAddresses: false, mayPay: options.mayPay,
      say: { _ in })
  }

  /// Ends the run under way, as a command does that has decided everything.
  func endRun() async throws {
    let journal = try journal()
    guard let run = journal.state.run else { return }
    try await JobLedger(journal: journal, clock: clock, halt: Halt(), listener: { _ in })
      .record([.runEnded(id: run.id, exitCode: 1)])
  }

  /// Records that a kept video's file is another one.
  func replace(_ kept: KeptVideo, with file: VideoFile, of job: JobID) async throws {
    try await JobLedger(journal: try journal(), clock: clock, halt: Halt(), listener: { _ in })
      .record(
        .refetched(attempt: kept.attempt, file, kept.remote, replaced: nil), of: job)
  }

  /// Everything that was wrong so far.
  var complaints: [String] { troubles.withLock { $0 } + service.complaints }
}

/// Follows the journal, to know of work that is on its way between threads.
private final class Watch: Sendable {
  private struct State {
    var records = 0
    var sending: Set<String> = []
  }

  private let state: Locked<State>

  /// - Parameter recordsBefore: written when the journal was opened.
  init(recordsBefore: Int) { state = Locked(State(records: recordsBefore)) }

  var records: Int { state.withLock { $0.records } }
  /// Whether an intent is durable and its request has not arrived.
  var isSending: Bool { state.withLock { !$0.sending.isEmpty } }

  func take(_ record: BatchRecord) {
    state.withLock { state in
      state.records += 1
      guard case .job(let job, let event) = record.event else { return }
      switch event {
      case .intended: state.sending.insert(job.text)
      case .withdrawn: state.sending.remove(job.text)
      default: break
      }
    }
  }

  func arrived(_ job: String) { state.withLock { _ = $0.sending.remove(job) } }
}
