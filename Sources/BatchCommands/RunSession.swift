import BatchEngine
import BatchReport
import CurlHTTP
import Digest
import DurableFiles
import HTTPCore
import JobJournal
import JobModel
import ManifestReading
import Pacing
import VideoService

/// One run over an output directory that is ready: plan, agree, do, account.
struct RunSession {
  let program: Program
  let options: RunOptions
  let service: ServiceChoice
  let directory: OutputDirectory
  let journal: Journal
  /// The command that goes on when this one stops early.
  let nextCommand: String
  /// Whether anything may be submitted; `collect` only brings home what is paid for.
  var mayPay = true

  private var console: Console { program.console }
  private var isQuiet: Bool { options.arguments.has("quiet") }

  func run() async throws -> Int32 {
    let startedAt = program.now
    let halt = Halt()
    let signals = Signals(halt: halt)
    defer { signals.end() }
    let source = try CheckedManifest(path: directory.path + "/" + OutputDirectory.manifestName)
    let shelf = VideoShelf(directory: directory.path, files: program.files)
    var planner = Planner { shelf.check($0) }
    planner.retriesFinalFailures = options.arguments.has("retry-failed")
    planner.resubmitsInDoubt = options.arguments.has("resubmit-in-doubt")
    var plan = try Plan(source: source, state: journal.state, planner: planner, now: startedAt)
    if !mayPay { plan = plan.withoutSubmissions }
    let isAgreed = try mayPay && agree(to: plan)
    let clock = SystemClock()
    let display = ProgressDisplay(
      ProgressBoard(total: source.count, completed: plan.kept), console: console,
      isQuiet: isQuiet)
    let ledger = JobLedger(journal: journal, clock: clock, halt: halt) { display.take($0) }
    var reason: StopReason?
    if (journal.state.reboundTo ?? journal.header.service) != service.identity {
      try await ledger.record([.rebound(service: service.identity)])
    }
    if let run = journal.state.run, run.settings != options.settings {
      try await ledger.record([.runBegan(Run(id: run.id, settings: options.settings))])
    }
    if !plan.items.isEmpty {
      try shelf.prepare()
      let parts = try await engineParts(
        plan.source(extending: source), planner, ledger, halt, shelf, clock,
        isAgreed: isAgreed, say: { display.take($0) })
      if !isQuiet { console.say(PlanText.oneLine(plan, prices: .published)) }
      let finalPlan = plan
      reason = await withTaskGroup(of: Void.self) { group in
        group.addTask { await display.run(clock: clock) }
        let reason = await BatchRun(parts).perform(finalPlan)
        group.cancelAll()
        return reason
      }
    }
    return try await account(
      source, shelf, ledger, kept: plan.kept, reason: reason, startedAt: startedAt)
  }

  /// Money is spent only when somebody agreed to the amount.
  ///
  /// - Returns: whether anything may be paid. A plan that costs nothing needs no agreement, and
  ///   then nothing is paid either, even if a video turns out to be lost.
  private func agree(to plan: Plan) throws -> Bool {
    if service.isSimulated || options.arguments.has("yes") { return true }
    // A cap is an agreement when it is given now, and for the run that it was given for.
    if options.limits.maxCost != nil,
      !options.arguments.remembered.contains("max-cost") || journal.state.run != nil
    {
      return true
    }
    let inDoubt = plan.count { if case .reconcile = $0 { true } else { false } }
    let resubmits = options.arguments.has("resubmit-in-doubt") ? inDoubt : 0
    guard plan.submissionCount + resubmits > 0 else { return false }
    var estimate = PlanText.oneLine(plan, prices: .published)
    if resubmits > 0 { estimate += "; \(resubmits) in doubt may be paid twice" }
    guard console.isInteractive else {
      throw CommandFailure(
        code: ExitCode.usage,
        message: "\(estimate); agree with --yes, or set a cap with --max-cost; nothing was sent")
    }
    let answer = console.ask("\(estimate)\ngo on? [y/N] ")
    guard ["y", "yes"].contains(answer.lowercased()) else {
      throw CommandFailure(code: ExitCode.usage, message: "not agreed; nothing was sent")
    }
    return true
  }

  private func engineParts(
    _ source: any JobSource, _ planner: Planner, _ ledger: JobLedger, _ halt: Halt,
    _ shelf: VideoShelf, _ clock: SystemClock, isAgreed: Bool,
    say: @escaping @Sendable (EngineNotice) -> Void
  ) async throws -> EngineParts {
    let key = try service.key(options.arguments, program)
    let transport = try service.transport(options.arguments, program)
    let limits = options.limits
    let random = RandomSource(SystemRandomNumberGenerator())
    let account = HMACSHA256.authenticate(
      key: Array(journal.header.salt.utf8), message: key.bytes)
    let state = journal.state
    return EngineParts(
      source: source, planner: planner, limits: limits, prices: .published,
      client: VideoClient(
        endpoint: service.endpoint, key: key, transport: transport,
        timeout: limits.requestTimeout),
      transport: transport, ledger: ledger, halt: halt, shelf: shelf, clock: clock,
      submitLimiter: RateLimiter(
        bucket: submitBucket(clock), clock: clock),
      queryLimiter: RateLimiter(
        bucket: TokenBucket(rate: limits.queryRate, burst: limits.queryBurst, at: clock.now),
        clock: clock),
      random: random, account: Hex.encode(account.prefix(8)),
      freshRun: Run(id: random.hex(words: 1), settings: options.settings),
      spent: Self.spent(state), allowsPrivateAddresses: service.isAtPrivateAddress,
      mayPay: isAgreed,
      say: say)
  }

  /// The submission allowance as the last submissions have left it: a restart does not get a
  /// fresh burst.
  private func submitBucket(_ clock: SystemClock) -> TokenBucket {
    let limits = options.limits
    let (now, wall) = (clock.now, program.now)
    let past = journal.state.recentSubmissions.map { time in
      now - .milliseconds(min(max(0, wall.milliseconds - time.milliseconds), 86_400_000))
    }
    var bucket = TokenBucket(
      rate: limits.submitRate, burst: limits.submitBurst, at: past.first ?? now)
    for instant in past { _ = bucket.reserve(at: instant) }
    return bucket
  }

  /// What the run under way has paid, and what it holds for submissions in doubt.
  private static func spent(_ state: BatchState) -> Money {
    guard let run = state.run?.id else { return .zero }
    var spent = Money.zero
    for job in state.jobs.values {
      for charge in job.charges where charge.run == run { spent += charge.amount ?? .zero }
      if let latest = job.latest, latest.isUncertain, latest.intent.run == run {
        spent += latest.intent.amount ?? .zero
      }
    }
    return spent
  }
}
