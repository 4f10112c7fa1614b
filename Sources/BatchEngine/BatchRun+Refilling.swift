import JobModel
import Pacing

/// Filling the slots that are free.
extension BatchRun {
  /// Begins as much as the bounds let in: what is paid for first, then submissions, then downloads.
  func refill(_ work: inout Work, _ group: inout TaskGroup<Finished>) async {
    if !work.awaiting.isEmpty { await takeUpAwaiting(&work) }
    while let ticket = work.takeFound() { start(ticket, &work, &group) }
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
      download(next.what, for: next.ticket, &work, &group)
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
}
