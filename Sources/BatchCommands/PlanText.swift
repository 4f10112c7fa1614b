import BatchEngine
import JobModel

/// A plan in words.
enum PlanText {
  /// `12 jobs: 10 to submit for ¥9.00 (estimated), 2 kept`.
  static func oneLine(_ plan: Plan, prices: PriceTable) -> String {
    var parts: [String] = []
    func add(_ count: Int, _ words: String) {
      if count > 0 { parts.append("\(count) \(words)") }
    }
    let cost = plan.cost(by: prices).map { "¥\($0) (estimated)" } ?? "an unknown price"
    add(plan.submissionCount, "to submit for \(cost)")
    add(plan.count { if case .poll = $0 { true } else { false } }, "running")
    let fetched = plan.count { decision in
      switch decision {
      case .fetch, .recall: true
      default: false
      }
    }
    add(fetched, "to fetch for nothing")
    add(plan.count { if case .reconcile = $0 { true } else { false } }, "in doubt")
    add(plan.count { if case .takeBack = $0 { true } else { false } }, "to take back")
    add(plan.kept, "kept")
    add(plan.keptFailures, "failed before for good")
    add(plan.invalid, "invalid")
    let jobs = plan.jobs + plan.invalid
    return "\(jobs) \(jobs == 1 ? "job" : "jobs"): " + parts.joined(separator: ", ")
  }

  /// A decision as one word and, where there is more to say, a reason.
  static func words(_ decision: Decision) -> (word: String, reason: String?) {
    switch decision {
    case .keep: ("keep", nil)
    case .reconcile(let reason): ("reconcile", reason)
    case .poll(let task): ("poll", "task \(task) is not finished")
    case .fetch(_, let reason), .recall(_, let reason): ("fetch", reason)
    case .takeBack(let video): ("take_back", "kept as \(video.file.path)")
    case .keepFailure(let failure): ("keep_failure", failure.message)
    case .submit(let reason): ("submit", reason)
    }
  }

  /// The cost by price, a line each.
  static func costLines(_ plan: Plan, prices: PriceTable) -> [String] {
    let order = Dictionary(uniqueKeysWithValues: PriceClass.all.enumerated().map { ($1, $0) })
    let sorted = plan.submissions.sorted { left, right in
      let (a, b) = (left.key, right.key)
      let places = (order[a.priceClass] ?? 0, order[b.priceClass] ?? 0)
      if places.0 != places.1 { return places.0 < places.1 }
      return a.length == b.length
        ? a.mode.rawValue < b.mode.rawValue : a.length.seconds < b.length.seconds
    }
    return sorted.map { key, count in
      let price = prices.price(of: key.priceClass, length: key.length)
      let kind =
        "\(key.priceClass.resolution.rawValue) \(key.priceClass.audio ? "audio" : "silent")"
      let amount = price.map { "¥\($0) each, ¥\($0 * count)" } ?? "price unknown"
      return "  \(count) × \(kind) \(key.length.seconds) s, \(key.mode.rawValue): \(amount)"
    }
  }
}
