import JobModel
import Pacing
import VideoService

/// The video tasks that a ``Poller`` waits for, and what becomes of them by the service's answers.
struct WatchedTasks {
  /// Queries are asked at multiples of this part of the least time between two of a task.
  private static let grainsInInterval = 50

  let tools: EngineTools
  var planner: QueryPlanner
  /// The tasks that are waited for, by numbers of our own.
  var entries: [Int: WatchedTask] = [:]
  private var nextNumber = 0
  /// When to ask about which; one that is waited for no more may still stand there, or be planned
  /// anew.
  private var agenda = EarliestFirst<(number: Int, entryNumber: Int)>()
  /// Between two queries of a task that get no usable answer.
  private let failureDelay: RetryDelay
  /// Queries under way.
  var queries = 0
  var unreachableSince: Duration?
  /// Whether the service has told of some task.
  var hasAnswered = false
  /// Tasks that it would not tell of before it told of any.
  var refusals = 0
  /// What has ended and was not taken yet.
  private var endings: [Poller.Ending] = []

  /// What answers call for beyond the tasks themselves; done when their lock is free again.
  enum Effect: Sendable {
    case say(EngineNotice)
    case stop(StopReason)
  }

  var effects: [Effect] = []

  /// Takes out what is to be done.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  init(tools: EngineTools, lengths: TaskLengthModel) {
    self.tools = tools
    planner = QueryPlanner(
      model: lengths, floor: tools.limits.pollInterval, allowance: tools.limits.queryRate)
    let interval = tools.limits.pollInterval
    failureDelay = RetryDelay(first: interval, most: max(interval, Self.longestFailureDelay))
  }

  private static let longestFailureDelay = Duration.seconds(60)

  /// How many times dearer than usual a delay is.
  var urgency: Double {
    get { planner.urgency }
    set { planner.urgency = newValue }
  }

  /// When a task is to be asked about next.
  var nextInstant: Duration? { agenda.first?.instant }

  /// Whether something has ended that was not taken yet.
  var hasEndings: Bool { !endings.isEmpty }

  /// Takes over a job's task.
  mutating func watch(
    _ awaited: JobRunner.Awaited, job: JobID, for ticket: SubmissionQueue.Ticket
  ) {
    let now = tools.clock.now
    let age = max(0, tools.clock.wallMilliseconds - awaited.acceptedAt.milliseconds)
    var watch = planner.watch(awaited.kind.number, since: now - .milliseconds(age))
    if let askedAt = awaited.askedAt { planner.noteAsked(&watch, sent: askedAt) }
    let entry = WatchedTask(task: awaited.task, job: job, since: now, watch: watch, ticket: ticket)
    nextNumber += 1
    entries[nextNumber] = entry
    if tools.halt.cutsWorkShort {
      finish(nextNumber, .stillRunning)
    } else {
      schedule(nextNumber, entry, now)
    }
  }

  /// Takes out what has ended.
  mutating func takeEndings() -> [Poller.Ending] {
    defer { endings = [] }
    return endings
  }

  /// Lets all go that are waited for: they are collected another time.
  mutating func release() {
    endings += entries.values.map { ($0.ticket, .stillRunning) }
    entries = [:]
    agenda = EarliestFirst()
  }

  /// Takes the task out that is to be asked about first, if it is still waited for; its query is
  /// then under way.
  mutating func beginQuery() -> (number: Int, task: TaskID)? {
    guard let (number, entryNumber) = agenda.removeFirst(), let entry = entries[number],
      entry.entryNumber == entryNumber
    else { return nil }
    let now = tools.clock.now
    if now - entry.since >= tools.limits.taskTimeout, let asked = entry.watch.lastQuery,
      now - asked < tools.limits.pollInterval
    {
      // Its time is up before it may be asked again.
      finish(number, .stillRunning)
      return nil
    }
    entry.isAsked = true
    queries += 1
    return (number, entry.task)
  }

  /// How long tasks of some kinds take; those of which too little is known are left out.
  mutating func expected(of kinds: [Int]) -> [Int: LastLap.Expected] {
    var expected: [Int: LastLap.Expected] = [:]
    for kind in kinds { expected[kind] = planner.expected(of: kind) }
    return expected
  }

  /// See ``Poller/outlook()``.
  mutating func outlook() -> (rest: Duration, fresh: Duration)? {
    // Of each kind the youngest is likely to end last.
    var youngest: [Int: TaskWatch] = [:]
    for entry in entries.values {
      let watch = entry.watch
      if youngest[watch.classKey].map({ $0.since < watch.since }) ?? true {
        youngest[watch.classKey] = watch
      }
    }
    let now = tools.clock.now
    var outlook: (rest: Duration, fresh: Duration)?
    for watch in youngest.values {
      guard let known = planner.outlook(of: watch, now: now) else { return nil }
      outlook = (
        max(known.rest, outlook?.rest ?? .zero), max(known.fresh, outlook?.fresh ?? .zero)
      )
    }
    return outlook
  }

  /// - Parameter instant: when to ask again, where that is known.
  mutating func reschedule(
    _ number: Int, _ now: Duration, putOff: Bool = false, at instant: Duration? = nil
  ) {
    guard let entry = entries[number] else { return }
    if now - entry.since >= tools.limits.taskTimeout {
      finish(number, .stillRunning)
    } else if let instant {
      enter(number, entry, at: max(instant, now + tools.limits.pollInterval))
    } else {
      schedule(number, entry, now, earliest: putOff ? now + failureDelay(of: entry, now) : nil)
    }
  }

  /// How long a task is left alone whose queries fail; not past the moment at which the run gives
  /// up.
  private func failureDelay(of entry: WatchedTask, _ now: Duration) -> Duration {
    let span = failureDelay.delay(afterFailures: entry.failures, random: tools.random.unit())
    guard let since = unreachableSince else { return span }
    return min(span, max(tools.limits.pollInterval, since + tools.limits.giveUpAfter - now))
  }

  private mutating func schedule(
    _ number: Int, _ entry: WatchedTask, _ now: Duration, earliest: Duration? = nil
  ) {
    var planned = planner.nextQuery(of: &entry.watch, now: now)
    if let earliest { planned = max(planned, earliest) }
    // A little later, to leave together with others: to wake up costs as much as a query, and a
    // fiftieth of the interval delays an end by half of that.
    let grain = tools.limits.pollInterval / Self.grainsInInterval
    let instant = planned <= now ? planned : max(planned, grain * (planned / grain).rounded(.up))
    enter(number, entry, at: instant)
  }

  private mutating func enter(_ number: Int, _ entry: WatchedTask, at instant: Duration) {
    entry.entryNumber += 1
    agenda.insert(
      (number, entry.entryNumber), at: min(instant, entry.since + tools.limits.taskTimeout))
  }

  /// Decides once more when tasks are asked, of which no query is under way.
  mutating func planAnew(_ isMeant: (WatchedTask) -> Bool) {
    let now = tools.clock.now
    for (number, entry) in entries where !entry.isAsked && !entry.hasEnded && isMeant(entry) {
      entry.failures = 0
      schedule(number, entry, now)
    }
  }

  mutating func finish(_ number: Int, _ ending: TaskEnding) {
    if ending != .stillRunning { unreachableSince = nil }
    guard let entry = entries.removeValue(forKey: number) else { return }
    if !entry.hasEnded { planner.leave(entry.watch) }
    endings.append((entry.ticket, ending))
  }
}
