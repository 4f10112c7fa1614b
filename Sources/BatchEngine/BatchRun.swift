import DurableFiles
import HTTPCore
import JobModel
import Pacing
import VideoService

/// Carries a plan out: submits through a bounded group, polls, downloads through a second one.
///
/// One task group holds all children and three bounds hold inside it: submission slots, each held
/// from the submission to the task's end, the places of those that are being submitted, and
/// download slots. A child does one step of a job: the
/// submission, what follows the end of its task, the download; in between the poller has it.
/// Whatever frees a slot, the loop refills it at once.
package final class BatchRun: Sendable {
  private let runner: JobRunner
  private let tools: EngineTools
  private let poller: Poller
  private let reader: JobReader
  private let disk = BlockingWork(label: "disk")
  private let freeBytes: @Sendable () -> Int64?
  private let lobby = Lobby()
  private let turnstile = Turnstile()
  /// What the run under way had spent, or holds for what is in doubt, when this began.
  private let spent: Money

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
          clock: parts.clock, random: parts.random, delay: parts.limits.resubmitDelay)),
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

  private func refill(_ work: inout Work, _ group: inout TaskGroup<Finished>) async {
    if !work.awaiting.isEmpty { await takeUpAwaiting(&work) }
    while var ticket = work.found.popLast() {
      ticket.isFound = true
      start(ticket, &work, &group)
    }
    await orderLastLap(&work)
    while work.slots < tools.limits.concurrency, lobby.hasRoom, tools.halt.maySubmit,
      work.queued > 0, await mayAdd(to: &work), var ticket = await work.take()
    {
      ticket.place = lobby.enter()
      if !work.mayReorder { ticket.turn = turnstile.enter() }
      start(ticket, &work, &group)
    }
    setUrgency(&work)
    while work.downloading < tools.limits.downloads, let next = work.downloads.removeFirst() {
      work.downloading += 1
      group.addTask { [self] in
        let start = tools.clock.now
        var bytes: Int64?
        let (end, ticket) = await step(of: next.ticket) { job throws(StopReason) in
          var ticket = next.ticket
          ticket.triedDownloads.insert(next.what.attempt)
          let end = try await runner.fetch(next.what, of: job, &ticket)
          bytes = tools.ledger.state(of: job.id)?.video?.file.sizeBytes
          return (end, ticket)
        }
        return .download(ticket, end, took: tools.clock.now - start, bytes: bytes)
      }
    }
  }

  /// Towards the end the kinds of jobs that take longest go first, by what is known of them then.
  private func orderLastLap(_ work: inout Work) async {
    let left = work.queued
    guard work.mayReorder, left > 1, left < work.nextOrdering else { return }
    // Now and then is enough; what is learned in between changes little.
    work.nextOrdering = left - max(1, left / 20)
    let kinds = await work.queue.kinds
    guard kinds.count > 1 else {
      work.nextOrdering = 0
      return
    }
    let known = poller.expected(of: Array(kinds.keys))
    let lap = LastLap(
      expected: TaskKind.guessing(kinds.keys, from: known),
      places: tools.limits.concurrency, rate: tools.submitLimiter.rate)
    if lap.hasBegun(waiting: kinds) { await work.queue.putLongestFirst(lap) }
  }

  /// Jobs whose video came in meanwhile under an id that left take it over. Nothing is paid here
  /// beyond the plan: where none came, the job waits for another command.
  private func takeUpAwaiting(_ work: inout Work) async {
    for (id, var ticket) in work.awaiting {
      guard let state = tools.ledger.state(of: id), let latest = state.latest,
        latest.isFinal
      else { continue }
      work.awaiting[id] = nil
      // An older video of that id is of another request.
      guard let video = state.video, video.attempt == latest.intent.number else { continue }
      ticket.donor = Donors.Donor(id: id, video: video)
      work.found.append(ticket)
    }
  }

  /// Ends are looked for more eagerly while jobs wait for a slot.
  private static let eagerness = 3.0

  private func setUrgency(_ work: inout Work) {
    let isFull = work.slots >= tools.limits.concurrency
    let isHeldUp = isFull && tools.halt.maySubmit && work.queued > 0
    let urgency = isHeldUp ? Self.eagerness : 1
    guard urgency != work.urgency else { return }
    work.urgency = urgency
    poller.setUrgency(urgency)
  }

  /// Whether what is under way leaves room for more: on the disk, and in time to fetch what is
  /// finished before it expires.
  private func mayAdd(to work: inout Work) async -> Bool {
    if let (expiry, _) = work.downloads.first,
      expiry - .milliseconds(tools.clock.wallMilliseconds)
        < work.downloadTime * (2 * work.downloads.count / tools.limits.downloads)
    {
      return false
    }
    let open = work.slots + work.downloads.count + work.downloading
    let needed = work.videoBytes * Int64(open + 1)
    let now = tools.clock.now
    if work.roomAskedAt.map({ now - $0 >= Self.roomInterval }) ?? true {
      await askForRoom(&work, now)
    }
    guard let known = work.freeBytes, known < needed else { return true }
    // What was enough for others may have been given back meanwhile.
    await askForRoom(&work, now)
    guard let free = work.freeBytes, free < needed else { return true }
    // Something under way ends sooner or later, and then it is known better.
    if open == 0 { tools.halt.stop(.room(freeBytes: free)) }
    return false
  }

  /// How often the disk is asked for its room while there is enough.
  private static let roomInterval = Duration.seconds(1)

  private func askForRoom(_ work: inout Work, _ now: Duration) async {
    work.freeBytes = await disk.run(freeBytes)
    work.roomAskedAt = now
  }

  /// Jobs in doubt that lacked a witness get another chance once everything else is done and
  /// there is one: an attempt of this run that was accepted.
  private func retryUnproven(_ work: inout Work) async {
    guard work.isIdle, !work.hasRetriedUnproven, !work.unproven.isEmpty,
      work.queued == 0,
      tools.ledger.hasWitness(account: tools.access.current.account)
    else { return }
    work.hasRetriedUnproven = true
    work.found += work.unproven
    work.unproven = []
  }

  private func start(
    _ ticket: SubmissionQueue.Ticket, _ work: inout Work, _ group: inout TaskGroup<Finished>
  ) {
    work.slots += 1
    group.addTask { [self, queue = work.queue] in
      let (end, ticket) = await step(of: ticket, queue: queue) { job throws(StopReason) in
        var ticket = ticket
        ticket.job = job
        let end = try await runner.bring(&ticket, job)
        return (end, ticket)
      }
      return .slot(ticket, end)
    }
  }

  /// Goes on with a job whose task has ended; its slot is held until that is done.
  private func conclude(_ ending: Poller.Ending, _ group: inout TaskGroup<Finished>) {
    group.addTask { [self] in
      let (end, ticket) = await step(of: ending.ticket) { job throws(StopReason) in
        var ticket = ending.ticket
        let end = try await runner.conclude(ending.how, &ticket, job)
        return (end, ticket)
      }
      return .slot(ticket, end)
    }
  }

  /// Reads a ticket's job and does a step of it; what stops the run leaves the job settled.
  ///
  /// - Parameter queue: that the ticket comes from, when others of it follow.
  private func step(
    of ticket: SubmissionQueue.Ticket, queue: SubmissionQueue? = nil,
    _ perform: (Job) async throws(StopReason) -> (JobRunner.End, SubmissionQueue.Ticket)
  ) async -> (end: JobRunner.End, ticket: SubmissionQueue.Ticket) {
    do throws(StopReason) {
      if let job = ticket.job { return try await perform(job) }
      guard let job = try await reader.job(at: ticket.index, queue: queue) else {
        return (.settled, ticket)
      }
      return try await perform(job)
    } catch {
      tools.halt.stop(error)
      return (.settled, ticket)
    }
  }

  private func digest(
    _ finished: Finished, _ work: inout Work, _ group: inout TaskGroup<Finished>
  ) async {
    switch finished {
    case .slot(var ticket, .running(let awaited)):
      (ticket.place, ticket.turn) = (nil, nil)
      guard let job = ticket.job else { preconditionFailure("a job was submitted and not read") }
      poller.watch(awaited, job: job.id, for: ticket)
    case .slot(var ticket, let end):
      (ticket.place, ticket.turn) = (nil, nil)
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
