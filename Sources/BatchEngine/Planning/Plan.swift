import JobModel

/// What a run would do: the decisions about all jobs, counted and priced.
///
/// Jobs that need nothing are only counted, so a catalog of a million finished videos makes a
/// small plan.
package struct Plan: Sendable {
  /// A job that needs something done.
  package struct Item: Sendable {
    /// The place in the manifest, counted from 0.
    package var index: Int
    package var decision: Decision
  }

  package private(set) var items: [Item] = []
  package private(set) var kept = 0
  package private(set) var keptFailures = 0
  package private(set) var invalid = 0
  package private(set) var jobs = 0
  /// The submissions by price class and length.
  package private(set) var submissions: [SubmissionClass: Int] = [:]

  package struct SubmissionClass: Hashable, Sendable {
    package var priceClass: PriceClass
    package var length: ClipLength
    package var mode: VideoMode
  }

  package init() {}

  /// Decides about every job of a manifest.
  ///
  /// - Throws: what the source throws.
  package init(
    source: any JobSource, state: BatchState, planner: Planner, now: Timestamp
  ) throws {
    for index in 0..<source.count {
      switch try source.entry(at: index) {
      case .invalid: addInvalid()
      case .job(let job): add(planner.decide(job, state.jobs[job.id], now: now), of: job)
      }
    }
  }

  /// Adds the next line of the manifest, which is no job.
  package mutating func addInvalid() { invalid += 1 }

  /// Adds the next job of the manifest.
  package mutating func add(_ decision: Decision, of job: Job) {
    let index = jobs + invalid
    jobs += 1
    switch decision {
    case .keep:
      kept += 1
      return
    case .keepFailure:
      keptFailures += 1
      return
    case .submit:
      let key = SubmissionClass(
        priceClass: job.request.priceClass, length: job.request.duration, mode: job.request.mode)
      submissions[key, default: 0] += 1
    case .reconcile, .poll, .fetch, .takeBack:
      break
    }
    items.append(Item(index: index, decision: decision))
  }

  /// The number of submissions.
  package var submissionCount: Int { submissions.values.reduce(0, +) }

  /// What the submissions are estimated to cost; `nil` when a price is unknown.
  package func cost(by prices: PriceTable) -> Money? {
    Money.sum(
      submissions.map { key, count in
        prices.price(of: key.priceClass, length: key.length).map { $0 * count }
      })
  }

  /// How many jobs need what, by a word for it.
  package func count(where matches: (Decision) -> Bool) -> Int {
    items.count { matches($0.decision) }
  }
}
