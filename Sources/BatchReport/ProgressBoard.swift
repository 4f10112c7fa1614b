import JobModel

/// Counts what happens while it happens, for whoever watches.
package struct ProgressBoard: Sendable {
  /// The jobs that the command is about.
  package let total: Int
  /// Jobs that have their video, those from before included.
  package private(set) var completed: Int
  /// Jobs without a video, as things stand; one that is tried again counts no more.
  package private(set) var failed: Int
  /// What the run has spent and holds for submissions in doubt; unknown amounts count as nothing.
  package private(set) var spent: Money
  /// What it will have spent when all goes well; `nil` when a price is unknown.
  package let estimate: Money?
  /// The cap of the run (`--max-cost`); `nil` for none.
  package let budget: Money?
  /// How fast jobs end, as far as it was seen.
  package private(set) var pace = ProgressPace()
  /// The newest failures, oldest first.
  package private(set) var failures: [Failure] = []
  private static let failuresKept = 3

  /// Something that went wrong with a job: a failure, a doubt, or a video that was lost.
  package struct Failure: Equatable, Sendable {
    /// The job; it may stand in the list more than once.
    package var id: JobID
    /// Why, in the words of the service or in ours, with whatever characters they hold.
    package var message: String
  }

  private enum Stage: Hashable {
    case submitting, running, fetching, inDoubt, failed
  }

  private struct Entry {
    var stage: Stage
    var amount: Money?
    /// Whether the run under way pays for it.
    var isOurs: Bool
    var acceptedAt: Timestamp?

    /// What the run has paid for it or holds for it.
    var held: Money {
      switch stage {
      case .running, .fetching, .inDoubt: isOurs ? amount ?? .zero : .zero
      case .submitting, .failed: .zero
      }
    }
  }

  /// What is neither waiting nor done.
  private var entries: [JobID: Entry] = [:]
  private var counts: [Stage: Int] = [:]

  /// - Parameters:
  ///   - total: the jobs that the command is about.
  ///   - completed: those that have their video already.
  ///   - failed: those that keep their failure, and lines that are no jobs.
  ///   - toSpend: what the submissions to come are estimated to cost.
  ///   - budget: the cap of the run.
  ///   - state: what is under way already, and spent.
  package init(
    total: Int, completed: Int, failed: Int = 0, toSpend: Money? = .zero, budget: Money? = nil,
    state: BatchState = BatchState()
  ) {
    self.total = total
    self.completed = completed
    self.failed = failed
    self.budget = budget
    spent = state.spent
    estimate = toSpend.map { [spent] in $0 + spent }
    for (id, job) in state.jobs where job.isOpen {
      guard let latest = job.latest, let stage = Self.stage(of: latest) else { continue }
      let isOurs = latest.intent.run == state.run?.id
      put(Entry(stage: stage, amount: latest.intent.amount, isOurs: isOurs), id)
    }
  }

  private static func stage(of attempt: Attempt) -> Stage? {
    switch attempt.phase {
    case .intended, .inDoubt: .inDoubt
    case .accepted: .running
    case .completed: .fetching
    case .fetched, .failed, .withdrawn, .lost, .abandoned: nil
    }
  }

  /// Submitted and not ended.
  package var running: Int { count(.running) }
  /// Finished at the service and on the way here.
  package var fetching: Int { count(.fetching) }
  /// Sent, outcome unknown; those that a stop has left so are among them from the start.
  package var inDoubt: Int { count(.inDoubt) }
  /// Neither sent nor settled; what is being sent just now is among them.
  package var queued: Int {
    max(0, total - completed - failed - running - fetching - inDoubt)
  }

  private func count(_ stage: Stage) -> Int { counts[stage, default: 0] }

  /// The seconds that the rest will take; `nil` while too little was seen.
  package func secondsLeft(at now: Timestamp) -> Double? {
    pace.secondsLeft(waiting: queued, underWay: running + fetching, at: now)
  }

  /// Takes one event in.
  ///
  /// - Returns: the failure, doubt or loss that it is, when it is one.
  package mutating func take(_ record: BatchRecord) -> Failure? {
    guard case .job(let id, let event) = record.event else { return nil }
    switch event {
    case .intended(let intent):
      put(Entry(stage: .submitting, amount: intent.amount, isOurs: true), id)
    case .accepted:
      move(id, to: .running) { $0.acceptedAt = record.at }
      pace.noteAcceptance(at: record.at)
    case .completed:
      move(id, to: .fetching)
    case .fetched, .refetched, .adopted, .moved(_, _, inPlace: true):
      let entry = settle(id)
      completed += 1
      pace.noteEnd(at: record.at, acceptedAt: entry?.acceptedAt)
    case .refused(_, let failure), .obstructed(let failure, _), .failed(_, let failure):
      pace.noteEnd(at: record.at, acceptedAt: entries[id]?.acceptedAt)
      move(id, to: .failed)
      return note(id, failure.message)
    case .answered:
      break
    case .doubted(_, let reason, _):
      move(id, to: .inDoubt)
      return note(id, "in doubt: \(reason)")
    case .withdrawn:
      drop(id)
    case .lost(_, let reason):
      settle(id)
      return note(id, reason)
    case .abandoned:
      settle(id)
    case .named, .moved, .released:
      break
    }
    return nil
  }

  private mutating func note(_ id: JobID, _ message: String) -> Failure {
    let failure = Failure(id: id, message: message)
    if failures.count == Self.failuresKept { failures.removeFirst() }
    failures.append(failure)
    return failure
  }

  private mutating func move(
    _ id: JobID, to stage: Stage, _ change: (inout Entry) -> Void = { _ in }
  ) {
    var entry = entries[id] ?? Entry(stage: stage, amount: nil, isOurs: false)
    let held = entry.held
    entry.stage = stage
    change(&entry)
    put(entry, id)
    spent += entry.held - held
  }

  /// Puts an entry in the place of an older one; what is spent stays.
  private mutating func put(_ entry: Entry, _ id: JobID) {
    remove(id)
    entries[id] = entry
    count(entry.stage, 1)
  }

  /// Nothing was created after all.
  private mutating func drop(_ id: JobID) {
    if let entry = remove(id) { spent -= entry.held }
  }

  /// What was paid is paid.
  @discardableResult
  private mutating func settle(_ id: JobID) -> Entry? { remove(id) }

  @discardableResult
  private mutating func remove(_ id: JobID) -> Entry? {
    guard let entry = entries.removeValue(forKey: id) else { return nil }
    count(entry.stage, -1)
    return entry
  }

  private mutating func count(_ stage: Stage, _ change: Int) {
    if stage == .failed {
      failed += change
    } else {
      counts[stage, default: 0] += change
    }
  }
}
