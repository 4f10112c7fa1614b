import JobModel

/// The account of a directory: jobs by status, and money by price.
package struct Totals: Sendable {
  /// The entries of the manifest, lines that are no jobs included.
  package private(set) var jobs = 0
  /// How many of them have each status; one that none has is left out.
  package private(set) var byStatus: [JobStatus: Int] = [:]
  /// Completed jobs that needed nothing in this command.
  package var kept = 0
  /// Jobs that failed in this run.
  package private(set) var newFailures = 0
  /// Completed jobs of the selection whose file is not verified.
  package private(set) var unverified = 0
  /// How many of them came in this run.
  package private(set) var newUnverified = 0
  /// Pending jobs of the selection whose paid video is lost at the service.
  package private(set) var lost = 0
  /// The jobs that the command was about, by status.
  package private(set) var selected: [JobStatus: Int] = [:]
  /// What the pending ones of them would cost; `nil` when a price is unknown.
  package private(set) var pendingAmount: Money? = .zero
  /// What the cheapest of them would cost, of those with a known price; `nil` when there is none.
  package private(set) var leastPending: Money?
  /// What the jobs of the manifest have cost in all runs; `nil` when a part of it is unknown.
  package private(set) var amount: Money? = .zero
  /// What the run of ``init(run:since:)`` has spent, for jobs that left the manifest too; `nil`
  /// when a part of it is unknown, zero without a run.
  package private(set) var thisRun: Money? = .zero
  /// What may have been paid beside ``amount`` and ``leftAmount``, in any run; `nil` when a part of
  /// it is unknown.
  package private(set) var inDoubt: Money? = .zero
  /// The parts of ``amount``, by the price at the time of each charge.
  package private(set) var byRate: [Rate: RateSum] = [:]
  /// Jobs of the directory that are not in the manifest any more, and what they have cost.
  package private(set) var leftJobs = 0
  /// What they have cost in all runs, apart from ``amount``; `nil` when a part of it is unknown.
  package private(set) var leftAmount: Money? = .zero

  /// A price that something was paid at.
  package struct Rate: Hashable, Sendable {
    /// The class of the video that was paid for.
    package var priceClass: PriceClass
    /// `nil` when unknown.
    package var perSecond: Money?

    fileprivate init(_ charge: Charge) {
      priceClass = charge.priceClass
      perSecond = charge.amount.map { Money(micros: $0.micros / Int64(charge.seconds)) }
    }
  }

  /// What was paid at one price.
  package struct RateSum: Sendable {
    /// Seconds of video, as they were paid for.
    package var seconds = 0
    /// Jobs that were paid at it, whether once or more often.
    package var jobs = 0
    /// Videos that were paid at it: a job's second one counts too.
    package var videos = 0
    /// What they add up to; `nil` for a price that was unknown.
    package var amount: Money? = .zero
  }

  /// Videos that are paid for and not here: how many, for how much, and until when the first
  /// of them can be fetched.
  package private(set) var waiting = Waiting()

  /// Paid videos that are not here, running tasks and lost files that may be had again included.
  package struct Waiting: Sendable {
    /// How many there are, in the manifest or not.
    package var videos = 0
    /// What was paid for them; `nil` when a part of it is unknown.
    package var amount: Money? = .zero
    /// When the first of them may expire: by the word of the service, or a day after its end or
    /// submission. May be over already; `nil` when nothing waits, or no date can be told.
    package var until: Timestamp?
  }

  private let run: String?
  private let since: Timestamp?

  /// - Parameters:
  ///   - run: the run whose spending counts as "this run".
  ///   - since: failures from then on are new; `nil` takes all for new.
  package init(run: String?, since: Timestamp? = nil) {
    self.run = run
    self.since = since
  }

  /// How many entries of the manifest have a status; 0 for none.
  package func count(_ status: JobStatus) -> Int { byStatus[status, default: 0] }

  /// Adds a line of the manifest that is no job and was set aside.
  ///
  /// - Parameter isSelected: whether the command was about it.
  package mutating func addInvalid(isSelected: Bool = true) {
    jobs += 1
    byStatus[.invalid, default: 0] += 1
    if isSelected { selected[.invalid, default: 0] += 1 }
  }

  /// - Parameters:
  ///   - isSelected: whether the command was about the job.
  ///   - price: what the job would cost if it were submitted.
  package mutating func add(
    _ state: JobState?, status: JobStatus, isSelected: Bool = true, price: Money? = nil
  ) {
    jobs += 1
    byStatus[status, default: 0] += 1
    if isSelected {
      selected[status, default: 0] += 1
      if status == .pending {
        pendingAmount = sum(pendingAmount, price)
        if let price { leastPending = min(leastPending ?? price, price) }
      }
    }
    guard let state else { return }
    if isSelected, status == .completed, state.hasUnverifiedVideo {
      unverified += 1
      if let latest = state.latest, latest.changedAt >= since ?? latest.changedAt {
        newUnverified += 1
      }
    }
    if isSelected, status == .pending, case .lost? = state.latest?.phase { lost += 1 }
    if status == .failed, isSelected, let failedAt = state.failedAt, failedAt >= since ?? failedAt {
      newFailures += 1
    }
    if status == .submitted { addWaiting(state) }
    amount = sum(amount, state.cost)
    inDoubt = sum(inDoubt, state.costInDoubt)
    for (index, charge) in state.charges.enumerated() where charge.isCertain {
      if charge.run == run { thisRun = sum(thisRun, charge.amount) }
      let rate = Rate(charge)
      var known = byRate[rate, default: RateSum()]
      known.seconds += charge.seconds
      known.videos += 1
      let isFirst = !state.charges[..<index].contains { $0.isCertain && Rate($0) == rate }
      if isFirst { known.jobs += 1 }
      known.amount = sum(known.amount, charge.amount)
      byRate[rate] = known
    }
  }

  private mutating func addWaiting(_ state: JobState) {
    waiting.videos += 1
    waiting.amount = sum(waiting.amount, state.charges.last?.amount)
    var submittedAt = state.latest?.submittedAt
    var remote: RemoteVideo?
    switch state.latest?.phase {
    case .completed(_, let video)?: remote = video
    case .accepted?: break
    default:
      // Its file was here and is lost.
      submittedAt = state.video?.submittedAt ?? submittedAt
      remote = state.video?.remote
    }
    // What the service still works on is kept for longer than a day after its submission.
    let until =
      remote?.expiry(submittedAt: submittedAt) ?? submittedAt?.adding(milliseconds: 86_400_000)
    if let until { waiting.until = min(waiting.until ?? until, until) }
  }

  /// Adds a job that left the manifest.
  package mutating func addLeft(_ state: JobState) {
    leftJobs += 1
    switch state.latest?.phase {
    case .accepted, .completed: addWaiting(state)
    default: break
    }
    leftAmount = sum(leftAmount, state.cost)
    inDoubt = sum(inDoubt, state.costInDoubt)
    for charge in state.charges where charge.isCertain && charge.run == run {
      thisRun = sum(thisRun, charge.amount)
    }
  }

  /// Adds all jobs of a state that are not in the manifest any more; reads its entries.
  mutating func addLeft(_ state: BatchState, _ source: any JobSource) throws {
    var left = Set(state.jobs.keys)
    for index in 0..<source.count {
      if case .job(let job) = try source.entry(at: index) { left.remove(job.id) }
    }
    for id in left {
      if let jobState = state.jobs[id] { addLeft(jobState) }
    }
  }

  /// The rates in the order of the price list, then by price.
  package var sortedRates: [(rate: Rate, sum: RateSum)] {
    let order = Dictionary(uniqueKeysWithValues: PriceClass.all.enumerated().map { ($1, $0) })
    return byRate.sorted { left, right in
      let (a, b) = (order[left.key.priceClass] ?? 0, order[right.key.priceClass] ?? 0)
      return a == b
        ? (left.key.perSecond ?? .zero) < (right.key.perSecond ?? .zero) : a < b
    }.map { ($0.key, $0.value) }
  }

  private func sum(_ left: Money?, _ right: Money?) -> Money? {
    left.flatMap { left in right.map { left + $0 } }
  }
}
