import BatchEngine
import BatchReport
import CurlHTTP
import DurableFiles
import HTTPCore
import JobJournal
import JobModel
import ManifestReading
import Pacing
import VideoService

/// One run over an output directory that is ready, with a plan that is agreed: do, account.
struct RunSession {
  let program: Program
  let options: RunOptions
  let service: ServiceChoice
  let directory: OutputDirectory
  let journal: Journal
  let proposal: Proposal
  /// The command that goes on when this one stops early.
  let nextCommand: String
  /// The `run` that this is, as it can be typed again; `nil` for another command.
  let typedRun: String?

  var console: Console { program.console }
  private var isQuiet: Bool { options.arguments.has("quiet") }

  private var talk: ProgressDisplay.Talk {
    isQuiet ? .quiet : options.arguments.has("verbose") ? .verbose : .usual
  }

  /// Where things stand before the first step.
  private var progressBoard: ProgressBoard {
    let plan = proposal.plan
    let settled = plan.count(of: .keepFailure) + plan.invalid
    return ProgressBoard(
      total: plan.items.count + plan.kept + settled, completed: plan.kept, failed: settled,
      toSpend: plan.cost(by: options.planning.prices), budget: options.limits.maxCost,
      state: journal.state)
  }

  func run() async throws -> Int32 {
    let startedAt = program.now
    let halt = Halt()
    let signals = Signals(halt: halt)
    defer {
      // While a terminal that was stopped holds up the last words, a second signal still ends it.
      console.finish()
      signals.end()
    }
    let plan = proposal.plan
    // Nothing to do needs no transport, and no libcurl.
    let transport = plan.items.isEmpty ? nil : try service.transport(options.arguments, program)
    let clock: any BatchClock = transport.map { TransportClock($0) } ?? SystemClock()
    let display = ProgressDisplay(progressBoard, console: console, talk: talk, clock: clock)
    let bound = ServiceChoice.binding(of: journal.state, journal.header)
    let ledger = JobLedger(journal: journal, clock: clock, halt: halt) { display.take($0) }
    var end = End()
    if bound != service.identity {
      try await ledger.record([.rebound(service: service.identity)])
    }
    let past = PastUse(ledger.state)
    if let transport {
      try proposal.shelf.prepare()
      end = try await withTaskExecutorPreference(transport.executor) {
        try await work(ledger, past, halt, transport, clock, display)
      }
    }
    var reason = end.reason
    if options.arguments.has("prune"), reason == nil {
      do throws(StopReason) {
        try await prune(ledger, halt)
      } catch {
        reason = error
      }
    }
    return try await account(
      ledger, reason: reason, creditsUsed: end.creditsUsed, startedAt: startedAt,
      downloadTroubles: display.downloadTroubles)
  }

  /// How the work of a run ended.
  private struct End: Sendable {
    var reason: StopReason?
    /// What the service counted meanwhile.
    var creditsUsed: String?
  }

  /// Carries the plan out, on the transport's own thread.
  private func work(
    _ ledger: JobLedger, _ past: PastUse, _ halt: Halt, _ transport: CurlTransport,
    _ clock: any BatchClock,
    _ display: ProgressDisplay
  ) async throws -> End {
    let plan = proposal.plan
    var end = End()
    let access = try service.access(
      options.arguments, program, transport: transport, timeout: options.limits.requestTimeout,
      salt: journal.header.salt)
    // Its parts hold the state, and are gone before the ledger changes it.
    let batch = await BatchRun(
      engineParts(ledger, past, halt, access, transport, clock) { display.take($0) })
    var creditsBefore: Credits?
    if plan.submissionCount > 0 {
      creditsBefore = await Credits.look(access.current.client, halt, clock)
      if creditsBefore?.isUsedUp ?? false {
        let message = "the key has no credits left"
        halt.stop(.serviceRefuses(cause: StopCause.balance.rawValue, message: message))
      }
    }
    if !isQuiet { console.say(PlanText.oneLine(plan, prices: options.planning.prices)) }
    end.reason = await withTaskGroup(of: Void.self) { group in
      group.addTask { await display.run { await batch.timeLeft(queued: $0) } }
      let reason = await batch.perform(plan)
      group.cancelAll()
      return reason
    }
    if let before = creditsBefore,
      let after = await Credits.look(access.current.client, halt, clock)
    {
      end.creditsUsed = after.used(since: before)
    }
    return end
  }

  private func prune(_ ledger: JobLedger, _ halt: Halt) async throws(StopReason) {
    let pruning = Pruning(ledger: ledger, shelf: proposal.shelf, halt: halt)
    let count = try await pruning.prune(proposal.plan.left)
    if count > 0, !isQuiet {
      console.say("\(counted(count, "video")) moved to removed/")
    }
  }

  private func engineParts(
    _ ledger: JobLedger, _ past: PastUse, _ halt: Halt, _ access: ServiceAccess,
    _ transport: CurlTransport, _ clock: any BatchClock,
    say: @escaping @Sendable (EngineNotice) -> Void
  ) async -> EngineParts {
    let limits = options.limits
    let random = RandomSource(SystemRandomNumberGenerator())
    let window = options.submitWindow
    var parts = EngineParts(
      source: proposal.plan.source(extending: proposal.source), planner: proposal.planner,
      limits: limits, prices: options.planning.prices,
      access: access, transport: transport, ledger: ledger, halt: halt, shelf: proposal.shelf,
      clock: clock,
      submitLimiter: limiter(of: .submit, after: past, access, ledger, clock, say: say),
      queryLimiter: limiter(of: .query, after: past, access, ledger, clock, say: say),
      random: random,
      freshRun: Run(
        id: random.hex(words: 1), settings: options.settings,
        only: options.arguments.all("only")),
      state: ledger.state, allowsPrivateAddresses: service.isAtPrivateAddress,
      mayPay: proposal.isAgreed,
      say: say)
    let path = directory.path
    parts.freeBytes = { FileLook.freeBytes(near: path) }
    parts.executor = transport.executor
    parts.windowOpensAt = { window?.opensAt(after: $0) }
    return parts
  }
}
