/// What is known about a job: the fold of its events.
package struct JobState: Hashable, Sendable {
  /// The stem of the job's file name, once it was given.
  package internal(set) var stem: String?
  /// The newest attempt.
  package internal(set) var latest: Attempt?
  /// Everything that was paid and not refunded, oldest first.
  package internal(set) var charges: [Charge] = []
  /// The video in place, which may be of an older request than the newest attempt.
  package internal(set) var video: KeptVideo?
  /// Replaced videos, oldest first.
  package internal(set) var older: [KeptVideo] = []
  /// Attempts of which it is certain that nothing was created.
  package internal(set) var withdrawn = 0
  /// Why the job could not even be submitted, for example because its picture was refused;
  /// until the next attempt.
  package internal(set) var obstacle: Obstacle?

  /// How many videos of other ids it has taken over; the next one gets a number of its own.
  package internal(set) var adoptions = 0
  /// The tasks of the newest earlier attempts that ended without a charge, oldest first, at most
  /// ``pastTasksKept``: a task id never serves twice.
  package internal(set) var pastTasks: [TaskID] = []
  private static let pastTasksKept = 16

  package init() {}

  /// For reading a state back: all parts at once.
  package init(
    stem: String?, latest: Attempt?, charges: [Charge], video: KeptVideo?, older: [KeptVideo],
    withdrawn: Int, obstacle: Obstacle?, pastTasks: [TaskID] = [],
    adoptions: Int = 0
  ) {
    self.stem = stem
    self.latest = latest
    self.charges = charges
    self.video = video
    self.older = older
    self.withdrawn = withdrawn
    self.obstacle = obstacle
    self.pastTasks = pastTasks
    self.adoptions = adoptions
  }

  /// All videos that are kept, the one in place last.
  package var keptVideos: [KeptVideo] { older + (video.map { [$0] } ?? []) }

  /// Remembers the newest attempt's task before another attempt takes its place.
  mutating func rememberTask() {
    guard let task = latest?.task, !charges.contains(where: { $0.task == task }) else { return }
    if pastTasks.count == Self.pastTasksKept { pastTasks.removeFirst() }
    pastTasks.append(task)
  }

  /// How often the job was submitted, as far as anything may have been created.
  package var submissions: Int { (latest?.intent.number ?? 0) - withdrawn }

  /// What the job has cost in all; `nil` when a part of it is unknown.
  package var cost: Money? {
    Money.sum(charges.lazy.filter(\.isCertain).map(\.amount))
  }

  /// What may have been paid beside that; `nil` when a part of it is unknown.
  package var costInDoubt: Money? {
    let open = latest.flatMap { $0.isUncertain ? [$0.intent.amount] : nil } ?? []
    return Money.sum(open + charges.lazy.filter { !$0.isCertain }.map(\.amount))
  }
}

/// Money that left the account, or may have left it, for one attempt.
package struct Charge: Hashable, Sendable {
  package var attempt: Int
  /// The task; `nil` when none became known.
  package var task: TaskID?
  package var priceClass: PriceClass
  package var seconds: Int
  /// The estimate at the time; `nil` when the price was unknown.
  package var amount: Money?
  package var at: Timestamp
  package var run: String
  package var reason: String
  /// Whether the service said that it took the request. What was given up in doubt is not
  /// certain.
  package var isCertain: Bool

  package init(
    attempt: Int, task: TaskID?, priceClass: PriceClass, seconds: Int, amount: Money?,
    at: Timestamp, run: String, reason: String, isCertain: Bool
  ) {
    self.attempt = attempt
    self.task = task
    self.priceClass = priceClass
    self.seconds = seconds
    self.amount = amount
    self.at = at
    self.run = run
    self.reason = reason
    self.isCertain = isCertain
  }
}
