import DurableFiles
import JobModel
import Locking

/// What a run would do: the decisions about all jobs, counted and priced.
///
/// Jobs that need nothing are only counted, so a catalog of a million finished videos makes a
/// small plan.
package struct Plan: Sendable {
  /// A job that needs something done.
  package struct Item: Sendable {
    /// The place in the manifest, counted from 0.
    package var index: Int
    /// What is to be done; never ``Decision/keep`` or ``Decision/keepFailure(_:)``.
    package var decision: Decision
    /// The task of a video that was paid for and never fetched, which is asked for once more
    /// before anything else.
    package var paidTask: TaskID?
    /// What is known of how long it takes is known of its kind; set where it is submitted.
    var kind: TaskKind?
  }

  /// What submissions are counted by: what decides their price, and their mode.
  package struct SubmissionClass: Hashable, Sendable {
    /// What decides the price of a second.
    package var priceClass: PriceClass
    /// How many seconds are paid for.
    package var length: ClipLength
    /// What the video is made from; the estimate does not depend on it.
    package var mode: VideoMode

    package init(priceClass: PriceClass, length: ClipLength, mode: VideoMode) {
      self.priceClass = priceClass
      self.length = length
      self.mode = mode
    }
  }

  /// The work in the order of the manifest, and last that of unlisted jobs by their ids; a plan
  /// for a mere look has only the latter.
  package internal(set) var items: [Item] = []
  /// The jobs of the manifest, selected or not.
  package internal(set) var jobs = 0
  /// The lines of the manifest that are no jobs.
  package internal(set) var invalid = 0
  /// Jobs that `--only` leaves out.
  package internal(set) var unselected = 0
  /// Jobs to be submitted that `--limit` keeps back.
  package internal(set) var heldBack = 0
  /// How many jobs each decision is about, unlisted ones included and those held back left out.
  package internal(set) var counts: [Decision.Kind: Int] = [:]
  /// The submissions by price class, length and mode.
  package internal(set) var submissions: [SubmissionClass: Int] = [:]
  /// Why jobs are submitted: in words, with how many jobs.
  package internal(set) var reasons: [String: Int] = [:]
  /// Listed jobs that had a video, of whatever request.
  package internal(set) var finishedJobs = 0
  /// Those of them that would be paid for again, by cause.
  package internal(set) var repaid: [String: Int] = [:]
  /// Why it can't be told whether some video is here; nothing should be done then.
  package internal(set) var unreadable: FileError?
  /// Ids that left the manifest and have a video in its place, in their order.
  package internal(set) var left: [JobID] = []
  /// Jobs that left the manifest while something paid for them was under way; their places
  /// follow those of the manifest.
  package internal(set) var unlisted: [Job] = []
  /// The selection that the plan was made for.
  package internal(set) var selection = Selection()

  /// A plan of no jobs, in which nothing is to be done.
  package init() {}

  /// Decides about every job of a manifest.
  ///
  /// - Throws: what the source throws.
  package init(
    source: any JobSource, state: BatchState, planner: Planner, selection: Selection = Selection(),
    now: Timestamp
  ) throws {
    var builder = PlanBuilder(planner: planner, state: state, selection: selection, now: now)
    let decider = builder.decider
    var deciding = OrderedWork<Result<[DecidedEntry], any Error>>(label: "wanbatch.plan")
    func take() throws {
      for decided in try deciding.next()?.get() ?? [] { builder.add(decided) }
    }
    for start in stride(from: 0, to: source.count, by: Self.entriesAtATime) {
      let range = start..<min(source.count, start + Self.entriesAtATime)
      deciding.start { Result { try source.entries(in: range).map { decider.decide($0) } } }
      if deciding.isFull { try take() }
    }
    while !deciding.isEmpty { try take() }
    self = builder.finish().plan
  }

  private static let entriesAtATime = 500

  /// A manifest's jobs followed by the unlisted ones of this plan, for the engine to read; those
  /// that are not selected count as unlisted too.
  package func source(extending manifest: any JobSource) -> any JobSource {
    ExtendedSource(manifest: manifest, unlisted: unlisted, selection: selection)
  }

  private struct ExtendedSource: JobSource {
    let manifest: any JobSource
    let unlisted: [Job]
    let selection: Selection

    var count: Int { manifest.count + unlisted.count }

    func entry(at index: Int) throws -> ManifestEntry {
      guard index < manifest.count else { return .job(unlisted[index - manifest.count]) }
      guard case .job(var job) = try manifest.entry(at: index) else {
        return try manifest.entry(at: index)
      }
      job.isListed = selection.includes(job.id)
      return .job(job)
    }
  }

  /// What of the plan costs nothing: finding out, waiting and fetching.
  package var withoutSubmissions: Plan {
    var plan = self
    plan.items = items.compactMap { item in
      guard item.decision.kind == .submit else { return item }
      guard let task = item.paidTask else { return nil }
      var item = item
      item.decision = .fetch(task, reason: "finished at the service, and asked for once more")
      return item
    }
    plan.submissions = [:]
    plan.reasons = [:]
    plan.counts[.submit] = nil
    plan.counts[.fetch] = plan.items.count { $0.decision.kind == .fetch }
    plan.repaid = [:]
    return plan
  }

  /// The number of submissions.
  package var submissionCount: Int { count(of: .submit) }

  /// Jobs that need nothing, since their videos are there.
  package var kept: Int { count(of: .keep) }

  /// How many jobs a decision is about; 0 for none.
  package func count(of kind: Decision.Kind) -> Int { counts[kind, default: 0] }

  /// What the submissions are estimated to cost; `nil` when a price is unknown.
  package func cost(by prices: PriceTable) -> Money? {
    Money.sum(
      submissions.map { key, count in
        prices.price(of: key.priceClass, length: key.length).map { $0 * count }
      })
  }
}
