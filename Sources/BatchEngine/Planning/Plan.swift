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

  /// Jobs that left the manifest while something paid for them was under way; their places
  /// follow those of the manifest.
  package private(set) var unlisted: [Job] = []

  package init() {}

  /// Decides about every job of a manifest.
  ///
  /// - Throws: what the source throws.
  package init(
    source: any JobSource, state: BatchState, planner: Planner, now: Timestamp
  ) throws {
    var open = state.jobs.filter { !($0.value.latest?.isFinal ?? true) }
    for index in 0..<source.count {
      switch try source.entry(at: index) {
      case .invalid: addInvalid()
      case .job(let job):
        if !open.isEmpty { open[job.id] = nil }
        add(planner.decide(job, state.jobs[job.id], now: now), of: job)
      }
    }
    for (id, jobState) in open.sorted(by: { $0.key < $1.key }) {
      guard let latest = jobState.latest else { continue }
      let job = Job(unlisted: id, latest.intent)
      let decision = planner.decide(job, jobState, now: now)
      items.append(Item(index: source.count + unlisted.count, decision: decision))
      unlisted.append(job)
    }
  }

  /// A manifest's jobs followed by the unlisted ones of this plan, for the engine to read.
  package func source(extending manifest: any JobSource) -> any JobSource {
    ExtendedSource(manifest: manifest, unlisted: unlisted)
  }

  private struct ExtendedSource: JobSource {
    let manifest: any JobSource
    let unlisted: [Job]

    var count: Int { manifest.count + unlisted.count }

    func entry(at index: Int) throws -> ManifestEntry {
      index < manifest.count
        ? try manifest.entry(at: index) : .job(unlisted[index - manifest.count])
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
    case .reconcile, .poll, .fetch, .recall, .takeBack:
      break
    }
    items.append(Item(index: index, decision: decision))
  }

  /// What of the plan costs nothing: finding out, waiting and fetching.
  package var withoutSubmissions: Plan {
    var plan = self
    plan.items.removeAll { if case .submit = $0.decision { true } else { false } }
    plan.submissions = [:]
    return plan
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
