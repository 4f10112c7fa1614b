import JobModel
import Locking
import Pacing
import VideoService

/// Owns all video tasks that are waited for, and asks them when ``QueryPlanner`` says.
///
/// ``watch(_:job:for:)`` takes a task over, ``run()`` does the asking until it is cancelled, and
/// ``nextEndings()`` says what came of it: a task that is waited for costs an entry here and no
/// waiting task of Swift's. Behind a lock and no actor: an answer is taken in on the thread on
/// which it came, without another trip through the executor.
final class Poller: Sendable {
  /// Queries under way at the same time; more would only queue up in the transport.
  private static let mostQueries = 64

  /// The part of a full allowance that polling leaves to look-ups, and to whoever else asks.
  private static let reserve = 0.1

  private let tools: EngineTools
  private let tasks: Locked<WatchedTasks>
  private let alarm = Alarm()
  private let bell = Alarm()

  /// A job whose task has ended, or is not waited for any more.
  typealias Ending = (ticket: SubmissionQueue.Ticket, how: TaskEnding)

  /// - Parameter lengths: how long earlier tasks took.
  init(tools: EngineTools, lengths: TaskLengthModel) {
    self.tools = tools
    tasks = Locked(WatchedTasks(tools: tools, lengths: lengths))
    let alarm = alarm
    tools.halt.onStop { alarm.ring() }
  }

  /// Takes over a job's task, to be asked about until it has ended.
  func watch(
    _ awaited: JobRunner.Awaited, job: JobID, for ticket: SubmissionQueue.Ticket
  ) {
    change { $0.watch(awaited, job: job, for: ticket) }
  }

  /// Changes the tasks, and wakes whom that concerns: whoever waits for the next query if it comes
  /// sooner now, and whoever waits for endings if there are any.
  private func change(_ body: @Sendable (inout WatchedTasks) -> Void) {
    let (isSooner, hasEndings, effects) = tasks.withLock { tasks in
      let before = tasks.queries < Self.mostQueries ? tasks.nextInstant : nil
      body(&tasks)
      let isSooner = tasks.nextInstant.map { now in before.map { now < $0 } ?? true } ?? false
      return (isSooner, tasks.hasEndings, tasks.takeEffects())
    }
    for effect in effects {
      switch effect {
      case .say(let notice): tools.say(notice)
      case .stop(let reason): tools.halt.stop(reason)
      }
    }
    if isSooner { alarm.ring() }
    if hasEndings { bell.ring() }
  }

  /// What has ended since the last call; waits for it.
  ///
  /// - Returns: nothing when the surrounding task was cancelled.
  func nextEndings() async -> [Ending] {
    while true {
      let endings = tasks.withLock { $0.takeEndings() }
      if !endings.isEmpty || Task.isCancelled { return endings }
      await bell.wait(until: nil, clock: tools.clock)
    }
  }

  /// How urgent it is to find ends: they hold others up that wait for a slot.
  func setUrgency(_ urgency: Double) { tasks.withLock { $0.urgency = urgency } }

  /// How long tasks of some kinds take; those of which too little is known are left out.
  func expected(of kinds: [Int]) -> [Int: LastLap.Expected] {
    tasks.withLock { $0.expected(of: kinds) }
  }

  /// How long the tasks that are waited for will still take, and one that begins now; `nil` while
  /// too little is known of them.
  func outlook() -> (rest: Duration, fresh: Duration)? { tasks.withLock { $0.outlook() } }

  /// Asks about tasks when they are due, until the surrounding task is cancelled or the run is
  /// cut short.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled, !tools.halt.cutsWorkShort {
        let (instant, queries) = tasks.withLock { ($0.nextInstant, $0.queries) }
        guard let instant, queries < Self.mostQueries else {
          await alarm.wait(until: nil, clock: tools.clock)
          continue
        }
        if instant > tools.clock.now {
          await alarm.wait(until: instant, clock: tools.clock)
          continue
        }
        guard await mayQuery() else { break }
        guard let (number, task) = tasks.withLock({ $0.beginQuery() }) else {
          tools.queryLimiter.giveBack()
          bell.ring()
          continue
        }
        group.addTask { await self.query(task, number) }
      }
      group.cancelAll()
    }
    change { $0.release() }
  }

  private func mayQuery() async -> Bool {
    do {
      try await tools.queryLimiter.acquire(leaving: Self.reserve)
      return true
    } catch {
      return false
    }
  }

  private func query(_ task: TaskID, _ number: Int) async {
    let sent = tools.clock.now
    let pass = tools.access.current
    let answer = await pass.client.status(of: task)
    let rate = tools.queryLimiter.learn(
      from: answer.limits, throttled: answer.outcome.isThrottled, sent: sent)
    var asksAnew = false
    if case .refused(.keyRefused, _) = answer.outcome {
      asksAnew = await tools.access.renew(after: pass)
    }
    let hasAnother = asksAnew
    change { $0.take(answer, of: number, sent: sent, rate: rate, asksAnew: hasAnother) }
  }
}
