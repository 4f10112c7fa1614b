/// What is known about a job: the fold of its events.
///
/// One reference to its parts, which are replaced as a whole: a table of a million states is small,
/// and handing one on copies nothing.
package struct JobState: Hashable, Sendable {
  private var box: Box

  /// What a state consists of.
  struct Parts: Hashable, Sendable {
    var stem: String?
    var latest: Attempt?
    var charges: [Charge] = []
    var video: KeptVideo?
    var older: [KeptVideo] = []
    var withdrawn = 0
    /// One or none: most jobs have none, and this way it takes no room.
    private var obstacles: [Obstacle] = []
    var adoptions = 0
    var pastTasks: [TaskID] = []
    /// The attempts in doubt that were given up one for the other and then for the newest one,
    /// oldest first, while that may still turn out to be nothing.
    var supplanted: [Attempt] = []
    private var earlierFailures: [EarlierFailure] = []

    /// One or none, like ``obstacle``.
    var earlierFailure: EarlierFailure? {
      get { earlierFailures.first }
      set { earlierFailures = newValue.map { [$0] } ?? [] }
    }

    var obstacle: Obstacle? {
      get { obstacles.first }
      set { obstacles = newValue.map { [$0] } ?? [] }
    }

    init() {}

    init(stem: String?, latest: Attempt?, video: KeptVideo?, obstacle: Obstacle?) {
      self.stem = stem
      self.latest = latest
      self.video = video
      self.obstacle = obstacle
    }
  }

  /// Never changed: whoever looks at a state on another thread looks at this.
  private final class Box: Sendable {
    let parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  private static let nothing = Box(Parts())

  /// What is known before the first event: no stem, no attempt, no video.
  package init() { box = Self.nothing }

  /// For reading a state back: all parts at once.
  package init(
    stem: String?, latest: Attempt?, charges: [Charge], video: KeptVideo?, older: [KeptVideo],
    withdrawn: Int, obstacle: Obstacle?, pastTasks: [TaskID] = [],
    adoptions: Int = 0, supplanted: [Attempt] = [], earlierFailure: EarlierFailure? = nil
  ) {
    var parts = Parts(stem: stem, latest: latest, video: video, obstacle: obstacle)
    parts.charges = charges
    parts.older = older
    parts.withdrawn = withdrawn
    parts.pastTasks = pastTasks
    parts.adoptions = adoptions
    parts.supplanted = supplanted
    parts.earlierFailure = earlierFailure
    box = Box(parts)
  }

  /// Changes the parts; a change that throws is none.
  mutating func change<Failure: Error>(
    _ body: (inout Parts) throws(Failure) -> Void
  ) throws(Failure) {
    var parts = box.parts
    try body(&parts)
    box = Box(parts)
  }

  package static func == (left: JobState, right: JobState) -> Bool {
    left.box === right.box || left.box.parts == right.box.parts
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(box.parts) }

  /// The stem of the job's file name, once it was given.
  package var stem: String? { box.parts.stem }
  /// The newest attempt; `nil` before the first intent.
  package var latest: Attempt? { box.parts.latest }
  /// Everything that was paid and not refunded, oldest first.
  package var charges: [Charge] { box.parts.charges }
  /// The video in place, which may be of an older request than the newest attempt.
  package var video: KeptVideo? { box.parts.video }
  /// Replaced videos, oldest first.
  package var older: [KeptVideo] { box.parts.older }
  /// Attempts of which it is certain that nothing was created.
  package var withdrawn: Int { box.parts.withdrawn }
  /// Why the job could not even be submitted, for example because its picture was refused;
  /// until the next attempt.
  package var obstacle: Obstacle? { box.parts.obstacle }
  /// How many videos of other ids it has taken over; the next one gets a number of its own.
  package var adoptions: Int { box.parts.adoptions }
  /// The tasks of the newest earlier attempts that ended without a charge, oldest first, at most
  /// 16: a task id never serves twice.
  package var pastTasks: [TaskID] { box.parts.pastTasks }

  /// The attempts in doubt that were given up one for the other and then for the newest one, oldest
  /// first: if the newest one created nothing, the last of them is in doubt again.
  package var supplanted: [Attempt] { box.parts.supplanted }

  /// The transient failure of the attempts before the newest one, counted by runs: the same
  /// failure in three runs is final.
  package var earlierFailure: EarlierFailure? { box.parts.earlierFailure }

  /// All videos that are kept, the one in place last.
  package var keptVideos: [KeptVideo] { older + (video.map { [$0] } ?? []) }

  // Questions about millions of states, each answered without a copy of its parts.

  /// Whether something of the newest attempt is still expected.
  package var isOpen: Bool { box.parts.latest.map { !$0.isFinal } ?? false }

  /// Whether a video is in place, of whatever request.
  package var hasVideo: Bool { box.parts.video != nil }

  /// Whether the video in place is complete and not verified.
  package var hasUnverifiedVideo: Bool { box.parts.video?.file.isUnverified ?? false }

  /// What does not match in the video in place; nothing where there is none.
  package var videoWarnings: [String] { box.parts.video?.file.warnings ?? [] }

  /// Calls with the request that is open, or else with those of all kept videos.
  package func forEachRequestAtHand(_ body: (Fingerprint) -> Void) {
    if let latest = box.parts.latest, !latest.isFinal { return body(latest.intent.fingerprint) }
    for video in box.parts.older { body(video.fingerprint) }
    if let video = box.parts.video { body(video.fingerprint) }
  }

  /// How long the service worked on the newest attempt, and when it was done; `nil` unless its
  /// video is in place and the service said when it was done.
  /// `found` is when the video was here: by the clock of `begin`, where `end` is the service's.
  package var newestTask:
    (outline: RequestOutline, begin: Timestamp, end: Timestamp, found: Timestamp)?
  {
    guard let latest = box.parts.latest, let video = box.parts.video,
      video.attempt == latest.intent.number, let end = video.remote.completedAt
    else { return nil }
    return (latest.intent.outline, video.submittedAt, end, latest.changedAt)
  }

  /// Calls with every task that the state names, the newest attempt's last.
  ///
  /// - Parameter body: also given whether the task is certainly the job's: an attempt in doubt may
  ///   name a task of another job.
  func forEachTask(_ body: (TaskID, _ isCertain: Bool) -> Void) {
    let newest = latest?.task
    // Most jobs have one charge, for their only task.
    for charge in charges where charge.task != newest {
      if let task = charge.task { body(task, true) }
    }
    for task in pastTasks where task != newest { body(task, false) }
    for attempt in supplanted {
      if let task = attempt.task, task != newest { body(task, false) }
    }
    if let newest { body(newest, !(latest?.isUncertain ?? false)) }
  }

  /// Whether a task belongs to another attempt than the one with this number.
  package func hasTask(_ task: TaskID, besides number: Int) -> Bool {
    charges.contains { $0.task == task && $0.attempt != number } || pastTasks.contains(task)
      || supplanted.contains { $0.task == task }
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
  /// The number of the attempt, counted from 1 within the job.
  package var attempt: Int
  /// The task; `nil` when none became known.
  package var task: TaskID?
  /// What was ordered; the file may be otherwise.
  package var priceClass: PriceClass
  /// The length that was ordered: 5, 10 or 15 seconds.
  package var seconds: Int
  /// The estimate at the time; `nil` when the price was unknown.
  package var amount: Money?
  /// When it was recorded that the service took the request, or that the doubt was given up.
  package var at: Timestamp
  /// The id of the run that pays for it: the one under way at the intent.
  package var run: String
  /// Why it was submitted, in the words of the intent.
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
