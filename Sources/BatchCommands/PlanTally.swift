import BatchEngine
import JSONText
import JobJSON
import JobModel
import ManifestReading

/// Adds up a plan while a manifest is read.
struct PlanTally {
  private var builder: PlanBuilder
  private let prices: PriceTable

  init(_ builder: PlanBuilder, prices: PriceTable) {
    self.builder = builder
    self.prices = prices
  }

  /// Takes an entry in.
  ///
  /// - Returns: the decision, for ``row(_:_:)``, if it can be made now.
  mutating func add(_ entry: ManifestEntry) -> Decision? { builder.add(entry) }

  /// Takes in a manifest that was only counted, for a directory that knows nothing.
  mutating func addNew(_ verdict: ManifestVerdict) {
    for entry in verdict.orders {
      let order = entry.order
      builder.addNew(
        entry.count,
        Plan.SubmissionClass(priceClass: order.priceClass, length: order.length, mode: order.mode))
    }
    builder.addInvalid(verdict.entries - verdict.jobs)
  }

  /// The whole plan, with the decisions that could be made only now.
  mutating func finish() -> (plan: Plan, late: [PlanBuilder.LateDecision]) { builder.finish() }

  /// A line of `plan --json`:
  /// `{"type":"decision","id":"a","decision":"submit","reason":"new","mode":"image_to_video","amount":0.75}`.
  func row(_ job: Job, _ decision: Decision) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "decision")
    writer.member("id", job.id.text)
    writer.member("decision", decision.kind.rawValue)
    if let reason = PlanText.reason(decision) { writer.member("reason", reason) }
    writer.member("mode", job.request.mode.rawValue)
    var amount: Money? = .zero
    if case .submit = decision {
      amount = prices.price(of: job.request.priceClass, length: job.request.duration)
    }
    writer.member("amount", amount)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }
}
