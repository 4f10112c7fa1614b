import BatchEngine
import JSONText
import JobJSON
import JobModel
import ManifestReading

/// Adds up a plan while a manifest is read.
struct PlanTally {
  let planner: Planner
  let state: BatchState
  let now: Timestamp
  private(set) var plan = Plan()
  private let prices = PriceTable.published

  init(planner: Planner, state: BatchState, now: Timestamp) {
    self.planner = planner
    self.state = state
    self.now = now
  }

  /// Takes an entry in.
  ///
  /// - Returns: the decision, for ``row(_:_:)``; `nil` for a line that is no job.
  mutating func add(_ entry: ManifestEntry) -> Decision? {
    guard case .job(let job) = entry else {
      plan.addInvalid()
      return nil
    }
    let decision = planner.decide(job, state.jobs[job.id], now: now)
    plan.add(decision, of: job)
    return decision
  }

  /// A line of `plan --json`:
  /// `{"type":"decision","id":"a","decision":"submit","reason":"new","mode":"image_to_video","amount":0.75}`.
  func row(_ job: Job, _ decision: Decision) -> String {
    let (word, reason) = PlanText.words(decision)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "decision")
    writer.member("id", job.id.text)
    writer.member("decision", word)
    if let reason { writer.member("reason", reason) }
    writer.member("mode", job.request.mode.rawValue)
    var amount: Money? = .zero
    if case .submit = decision {
      amount = prices.price(of: job.request.priceClass, length: job.request.duration)
    }
    writer.member("amount", amount)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  /// The last line of `plan --json`.
  var sumRow: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "plan")
    writer.member("jobs", plan.jobs + plan.invalid)
    writer.member("submit", plan.submissionCount)
    writer.member("keep", plan.kept)
    writer.member("invalid", plan.invalid)
    writer.member("amount", plan.cost(by: prices))
    writer.member("currency", "CNY")
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  /// The plan for a person.
  var text: String {
    ([PlanText.oneLine(plan, prices: prices)] + PlanText.costLines(plan, prices: prices))
      .joined(separator: "\n") + "\n"
  }
}
