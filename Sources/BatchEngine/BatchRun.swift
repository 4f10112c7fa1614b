import DurableFiles
import HTTPCore
import JobModel
import Pacing

/// Carries a plan out: submits through a bounded group, polls, downloads through a second one.
///
/// One task group holds all children and three bounds hold inside it: submission slots, each held
/// from the submission to the task's end, the places of those that are being submitted, and
/// download slots. A child does one step of a job: the
/// submission, what follows the end of its task, the download; in between the poller has it.
/// Whatever frees a slot, the loop refills it at once.
package final class BatchRun: Sendable {
  let runner: JobRunner
  let tools: EngineTools
  let poller: Poller
  let reader: JobReader
  let disk = BlockingWork(label: "disk")
  let freeBytes: @Sendable () -> Int64?
  let lobby = Lobby()
  let turnstile = Turnstile()
  /// What the run under way had spent, or holds for what is in doubt, when this began.
  private let spent: Money

  /// Puts a run together; sends and writes nothing.
  ///
  /// Keeps no copy of the state: let go of the parts before ``perform(_:)``, or the first change to
  /// what is known copies all of it.
  package init(_ parts: EngineParts) {
    let tools = EngineTools(
      limits: parts.limits, prices: parts.prices, access: parts.access, ledger: parts.ledger,
      halt: parts.halt,
      count: SubmissionCount(limits: parts.limits, halt: parts.halt),
      windowOpensAt: parts.windowOpensAt, clock: parts.clock, submitLimiter: parts.submitLimiter,
      queryLimiter: parts.queryLimiter, random: parts.random,
      freshRun: parts.freshRun, executor: parts.executor, say: parts.say)
    let budget = Budget(
      cap: parts.limits.maxCost, spent: parts.state.spent, open: parts.state.openJobsOfRun)
    parts.halt.onStop { budget.close() }
    let downloader = Downloader(
      transport: parts.transport, shelf: parts.shelf, disk: disk,
      turns: ShelfTurns(
        parts.shelf, disk: disk, clock: parts.clock, downloads: parts.limits.downloads),
      allowsPrivateAddresses: parts.allowsPrivateAddresses)
    let trimming = VersionTrimming(tools: tools, shelf: parts.shelf, disk: disk)
    self.tools = tools
    reader = JobReader(parts.source, disk: disk)
    freeBytes = parts.freeBytes
    spent = parts.state.spent
    poller = Poller(tools: tools, lengths: TaskLengthModel(parts.state))
    runner = JobRunner(
      tools: tools, disk: disk, planner: parts.planner,
      submitting: Submitting(
        tools: tools, budget: budget,
        uploads: SourceUploads(
          tools: tools, disk: disk,
          probe: URLProbe(
            transport: parts.transport, allowsPrivateAddresses: parts.allowsPrivateAddresses)),
        window: SubmitWindow(
          clock: parts.clock, random: parts.random, delay: parts.limits.resubmitDelay,
          giveUpAfter: parts.limits.giveUpAfter)),
      reconciling: Reconciling(tools: tools),
      fetching: Fetching(tools: tools, downloader: downloader, trimming: trimming),
      takingBack: TakingBack(
        tools: tools, shelf: parts.shelf, disk: disk, trimming: trimming), budget: budget,
      mayPay: parts.mayPay)
  }

  /// Does what the plan says, and returns when nothing more can be done in this run.
  ///
  /// - Returns: why it stopped before every job was settled; `nil` when all are.
  package func perform(_ plan: Plan) async -> StopReason? {
    var work = Work(plan)
    // Where money or a limit may not do for all, the order of the manifest says who comes first.
    if let cap = tools.limits.maxCost {
      work.mayReorder = plan.cost(by: tools.prices).map { $0 + spent <= cap } ?? false
    }
    if tools.limits.submissions != nil || runner.planner.resubmitsInDoubt {
      work.mayReorder = false
    }
    await withTaskGroup(of: Finished.self) { group in
      group.addTask { [self] in
        await poller.run()
        return .poller
      }
      group.addTask { [self] in
        await untilCutShort()
        return .cutShort
      }
      awaitEndings(&group)
      awaitRoom(&group)
      await refill(&work, &group)
      while !work.isIdle, let finished = await group.next() {
        await digest(finished, &work, &group)
        // A cancelled child ends soon, and leaves what it was about to the next run.
        if tools.halt.cutsWorkShort {
          group.cancelAll()
        } else {
          await retryUnproven(&work)
          await refill(&work, &group)
        }
      }
      group.cancelAll()
    }
    do throws(StopReason) {
      try await tools.ledger.settle()
    } catch {
      // It is the reason to stop now.
    }
    return tools.halt.reason
  }

  /// How long the rest will take, by what the poller has learned of task times, the rate of
  /// submissions and the bound on tasks; `nil` while too little is known.
  ///
  /// - Parameter queued: jobs that are not submitted yet.
  package func timeLeft(queued: Int) async -> Duration? {
    guard let outlook = poller.outlook() else { return nil }
    guard queued > 0, tools.halt.maySubmit else { return outlook.rest }
    let perSecond = min(
      tools.submitLimiter.rate,
      Double(tools.limits.concurrency) / max(outlook.fresh.inSeconds, 0.001))
    return Duration(seconds: Double(queued) / max(perSecond, 0.001)) + outlook.fresh
  }

  /// Returns the moment work is to be cut short, so that no wait outlives it.
  private func untilCutShort() async {
    let alarm = Alarm()
    tools.halt.onStop { alarm.ring() }
    while !tools.halt.cutsWorkShort, !Task.isCancelled {
      await alarm.wait(until: nil, clock: tools.clock)
    }
  }

  private func awaitEndings(_ group: inout TaskGroup<Finished>) {
    group.addTask { [poller] in .endings(await poller.nextEndings()) }
  }

  private func awaitRoom(_ group: inout TaskGroup<Finished>) {
    group.addTask { [lobby, tools] in
      await lobby.waitForRoom(clock: tools.clock)
      return .room
    }
  }

  /// Jobs in doubt that lacked a control task, or a young one, get another chance once everything
  /// else is done and there is one: an attempt that was accepted.
  private func retryUnproven(_ work: inout Work) async {
    guard work.isIdle, !work.hasRetriedUnproven, !work.unproven.isEmpty, work.queued == 0
    else { return }
    let now = tools.clock.reading
    let provable = work.unproven.filter { ticket in
      guard let job = ticket.job, let attempt = tools.ledger.state(of: job.id)?.latest else {
        return false
      }
      let controls = tools.ledger.controls(
        for: attempt, of: job.id, sentBefore: now, limits: tools.limits)
      return !controls.isEmpty
    }
    guard !provable.isEmpty else { return }
    work.hasRetriedUnproven = true
    work.found += provable
    work.unproven = []
  }

  private func digest(
    _ finished: Finished, _ work: inout Work, _ group: inout TaskGroup<Finished>
  ) async {
    switch finished {
    case .slot(var ticket, .running(let awaited)):
      (ticket.place, ticket.turn) = (nil, nil)
      work.endFreeStep(of: &ticket)
      guard let job = ticket.job else { preconditionFailure("a job was submitted and not read") }
      poller.watch(awaited, job: job.id, for: ticket)
    case .slot(var ticket, let end):
      (ticket.place, ticket.turn) = (nil, nil)
      work.endFreeStep(of: &ticket)
      work.slots -= 1
      await follow(end, of: ticket, &work, &group)
    case .download(let ticket, let end, let took, let bytes):
      work.downloading -= 1
      // Moving averages: the newest downloads count for most.
      work.downloadTime = (work.downloadTime * 7 + took) / 8
      if let bytes { work.videoBytes = max(work.videoBytes * 7 / 8, bytes * 5 / 4) }
      await follow(end, of: ticket, &work, &group)
    case .turn(let ticket):
      work.turns -= 1
      await work.putBack(ticket)
    case .downloadTurn(let ticket, let download):
      work.turns -= 1
      await follow(.fetch(download, expiresAt: nil), of: ticket, &work, &group)
    case .endings(let endings):
      for ending in endings { conclude(ending, &group) }
      // None come when all is cut short; what is waited for is then left to the next run.
      if !endings.isEmpty { awaitEndings(&group) }
    case .room:
      if !tools.halt.cutsWorkShort { awaitRoom(&group) }
    case .poller, .cutShort:
      break
    }
  }

  private func follow(
    _ end: JobRunner.End, of ticket: SubmissionQueue.Ticket, _ work: inout Work,
    _ group: inout TaskGroup<Finished>
  ) async {
    switch end {
    case .settled, .running:
      break
    case .unproven:
      work.unproven.append(ticket)
    case .fetch(let download, let expiresAt):
      // Those that expire first go first; one without a date lives long enough.
      let urgency = Duration.milliseconds(expiresAt?.milliseconds ?? .max / 2)
      work.downloads.insert((ticket, download), at: urgency)
    case .fetchLater(let download, let span):
      work.turns += 1
      group.addTask { [self] in
        // What is paid for is brought home after a stop as well, unless all is cut short.
        _ = await tools.pause(span)
        return .downloadTurn(ticket, download)
      }
    case .again(let span):
      work.turns += 1
      group.addTask { [self] in
        // After a stop no turn is taken, so that none need be waited for.
        if span > .zero { await tools.halt.wait(for: span, clock: tools.clock) }
        return .turn(ticket)
      }
    }
  }
}
