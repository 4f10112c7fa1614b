import JobModel
import Pacing
import VideoService

/// Owns all video tasks that are waited for, and decides whom to ask next.
///
/// Whoever waits for a task calls ``ending(of:job:isFresh:)``; ``run()`` does the asking, until
/// it is cancelled.
actor Poller {
  private struct Entry {
    let job: JobID
    let since: Duration
    let waiter: CheckedContinuation<TaskEnding, Never>
    var lastQuery: Duration?
    var missingSince: Duration?
    /// The last status that is not known, which is told once.
    var strangeStatus: String?
  }

  /// Queries under way at the same time; more would only queue up in the transport.
  private static let mostQueries = 64

  private let tools: EngineTools
  private let schedule: any PollSchedule
  private var entries: [TaskID: Entry] = [:]
  private var agenda = EarliestFirst<TaskID>()
  private var queries = 0
  private var unreachableSince: Duration?
  private let alarm = Alarm()

  init(tools: EngineTools, schedule: any PollSchedule) {
    self.tools = tools
    self.schedule = schedule
    let alarm = alarm
    tools.halt.onStop { alarm.ring() }
  }

  /// Waits until a task has ended.
  ///
  /// - Parameter isFresh: whether it was accepted just now; a task found at the start is asked
  ///   about at once.
  func ending(of task: TaskID, job: JobID, isFresh: Bool) async -> TaskEnding {
    if tools.halt.cutsWorkShort { return .stillRunning }
    let now = tools.clock.now
    return await withCheckedContinuation { waiter in
      let entry = Entry(job: job, since: now, waiter: waiter)
      entries[task] = entry
      agenda.insert(task, at: isFresh ? nextQuery(of: entry, now: now) : now)
      alarm.ring()
    }
  }

  /// Asks about tasks when they are due, until the surrounding task is cancelled or the run is
  /// cut short.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled, !tools.halt.cutsWorkShort {
        guard let (instant, _) = agenda.first, queries < Self.mostQueries else {
          await alarm.wait(until: nil, clock: tools.clock)
          continue
        }
        if instant > tools.clock.now {
          await alarm.wait(until: instant, clock: tools.clock)
          continue
        }
        guard await mayQuery(), let task = agenda.removeFirst() else { break }
        guard entries[task] != nil else { continue }
        queries += 1
        group.addTask { await self.query(task) }
      }
      group.cancelAll()
    }
    release()
  }

  private func mayQuery() async -> Bool {
    do {
      try await tools.queryLimiter.acquire()
      return true
    } catch {
      return false
    }
  }

  /// Lets all waiters go; their tasks are collected another time.
  private func release() {
    for entry in entries.values { entry.waiter.resume(returning: .stillRunning) }
    entries = [:]
    agenda = EarliestFirst()
  }

  private func query(_ task: TaskID) async {
    entries[task]?.lastQuery = tools.clock.now
    let pass = tools.access.current
    let answer = await pass.client.status(of: task)
    await tools.queryLimiter.learn(from: answer.limits, throttled: answer.outcome.isThrottled)
    queries -= 1
    if case .refused(.keyRefused, _) = answer.outcome, await tools.access.renew(after: pass) {
      reschedule(task, tools.clock.now)
    } else {
      digest(answer.outcome, of: task)
    }
    alarm.ring()
  }

  private func digest(_ outcome: StatusOutcome, of task: TaskID) {
    guard let entry = entries[task] else { return }
    let now = tools.clock.now
    switch outcome {
    case .completed(_, let video):
      finish(task, .completed(video))
    case .failed(_, let failure):
      finish(task, .failed(failure))
    case .unfinished(let progress):
      unreachableSince = nil
      entries[task]?.missingSince = nil
      if !progress.isKnownStatus, entry.strangeStatus != progress.status {
        entries[task]?.strangeStatus = progress.status
        tools.say(.unknownStatus(entry.job, progress.status))
      }
      reschedule(task, now)
    case .notFound(let message):
      unreachableSince = nil
      let since = entry.missingSince ?? now
      entries[task]?.missingSince = since
      if now - since >= tools.limits.settle {
        finish(task, .unknownTask(message: message))
      } else {
        reschedule(task, now)
      }
    case .throttled:
      unreachableSince = nil
      reschedule(task, now)
    case .refused(let cause, let message):
      // Without queries there is nothing left to wait for; the tasks go on by themselves.
      tools.halt.stop(.serviceRefuses(cause: cause.rawValue, message: message))
      finish(task, .stillRunning)
    case .unavailable(let message):
      tools.say(.queryTrouble(message))
      let since = unreachableSince ?? now
      unreachableSince = since
      if now - since >= tools.limits.giveUpAfter {
        tools.halt.stop(.unreachable(message: message))
      }
      reschedule(task, now)
    }
  }

  private func reschedule(_ task: TaskID, _ now: Duration) {
    guard let entry = entries[task] else { return }
    if now - entry.since >= tools.limits.taskTimeout {
      finish(task, .stillRunning)
    } else {
      agenda.insert(task, at: nextQuery(of: entry, now: now))
    }
  }

  private func nextQuery(of entry: Entry, now: Duration) -> Duration {
    schedule.nextQuery(acceptedAt: entry.since, lastQuery: entry.lastQuery, now: now)
  }

  private func finish(_ task: TaskID, _ ending: TaskEnding) {
    if ending != .stillRunning { unreachableSince = nil }
    entries.removeValue(forKey: task)?.waiter.resume(returning: ending)
  }
}
