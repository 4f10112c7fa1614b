import JobModel
import Pacing

/// The jobs that wait for a slot, in order; hands them out one by one.
actor SubmissionQueue {
  /// A job's turn.
  struct Ticket: Sendable {
    /// The place in the manifest, counted from 0.
    var index: Int
    /// The job at that place, once it was read.
    var job: Job?
    /// How often this run has submitted the job.
    var tries = 0
    /// How often it had been submitted when this turn began.
    var triesBefore = 0
    /// How many of these submissions were proven to have created nothing.
    var losses = 0
    /// Whether its task, which had failed, was asked about once more.
    var hasRecheckedFailure = false
    /// How often that got no answer.
    var failedRechecks = 0
    /// The attempts whose videos this run has asked for.
    var triedDownloads: Set<Int> = []
    /// Whether the plan shows that it is submitted; only then wishes such as `--force` hold.
    var isPlanned = false
    /// When one of its tasks was asked about last by this run: the next question keeps the distance.
    var askedAt: Duration?
    /// When this run saw that its task has ended with a video.
    var completedAt: Duration?
    /// Since when the URL of an attempt's video is refused.
    var refusedSince: [Int: Duration] = [:]
    /// Since when the host of its video is not to be reached.
    var outageSince: Duration?
    /// The video of an id that left, to be taken over first.
    var donor: Donors.Donor?
    /// Whether it was taken up for what was paid before, beyond the bound on submissions: it may
    /// then not submit in its slot.
    var isFound = false
    /// Whether its first step is under way, which is bounded with the others of this kind.
    var isInFreeStep = false
    /// Whether its doubt was looked into, and it is to be submitted all the same.
    var givesUpDoubt = false
    /// Its place among those that wait for their submission, while it has one.
    var place: Lobby.Place?
    /// Its turn to reserve money, where that may not do for all.
    var turn: Turnstile.Turn?
  }

  /// A job of the plan that was not handed out yet: little, since there may be a million.
  struct Waiting: Sendable {
    /// The place in the manifest, counted from 0.
    var index: Int32
    /// How long such jobs take is known by this number.
    var kind: Int32
  }

  private var waiting: [Waiting]
  private var next = 0
  private var again: [Ticket] = []

  /// - Parameter waiting: the jobs that the plan shows to be submitted, in their order.
  init(_ waiting: [Waiting]) {
    self.waiting = waiting
  }

  /// The next job; those that come back go first, since they have waited longest.
  func take() -> Ticket? {
    if !again.isEmpty { return again.removeFirst() }
    guard next < waiting.count else { return nil }
    defer { next += 1 }
    var ticket = Ticket(index: Int(waiting[next].index))
    ticket.isPlanned = true
    return ticket
  }

  /// Puts a job back whose time has come once more.
  func putBack(_ ticket: Ticket) {
    var ticket = ticket
    ticket.isFound = false
    again.append(ticket)
  }

  /// The places in the manifest of those that are handed out next, as far as they are neighbours.
  func upcoming(most: Int) -> Range<Int> {
    guard next < waiting.count else { return 0..<0 }
    let first = Int(waiting[next].index)
    let rest = waiting[next...].prefix(most).enumerated()
    let count = rest.prefix { $0.offset + first == Int($0.element.index) }.count
    return first..<first + count
  }

  /// How many of each kind were never handed out.
  var kinds: [Int: Int] {
    waiting[next...].reduce(into: [:]) { counts, job in counts[Int(job.kind), default: 0] += 1 }
  }

  /// Puts those first that take longest; what is alike keeps its order.
  func putLongestFirst(_ lap: LastLap) {
    // Swift's sort is stable in fact and not by its word.
    let sorted = waiting[next...].enumerated().sorted { left, right in
      let (kind, other) = (Int(left.element.kind), Int(right.element.kind))
      if lap.isBefore(kind, other) { return true }
      return !lap.isBefore(other, kind) && left.offset < right.offset
    }
    waiting = sorted.map(\.element)
    next = 0
  }
}
