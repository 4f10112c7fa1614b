import BatchEngine
import BatchReport
import JSONText
import JobJSON
import JobModel

/// A plan in words and as a row.
struct PlanText {
  let plan: Plan
  let prices: PriceTable
  let outlook: PlanOutlook
  /// The output directory, where there is one.
  let output: String?

  /// How many ids and reasons are named before the rest is counted.
  private static let mostNamed = 5

  /// The plan for a person.
  var lines: [String] {
    var lines = [Self.oneLine(plan, prices: prices)]
    lines += costLines
    lines += reasonLines
    if plan.submissionCount > 0 { lines += [spaceLine, timeLine] }
    if plan.heldBack > 0 { lines.append("\(plan.heldBack) more wait, beyond --limit") }
    if !plan.left.isEmpty { lines.append(leftLine) }
    return lines
  }

  /// `12 jobs: 10 to submit for ¥9.00 (estimated), 2 kept`.
  static func oneLine(_ plan: Plan, prices: PriceTable) -> String {
    var parts: [String] = []
    func add(_ count: Int, _ words: String) {
      if count > 0 { parts.append("\(count) \(words)") }
    }
    let cost = plan.cost(by: prices).map { "¥\($0) (estimated)" } ?? "an unknown price"
    add(plan.submissionCount, "to submit for \(cost)")
    add(plan.count(of: .poll), "running")
    add(plan.count(of: .wait), "waiting for a renamed job's task")
    add(plan.count(of: .fetch) + plan.count(of: .recall), "to fetch for nothing")
    add(plan.count(of: .reconcile), "in doubt")
    add(plan.count(of: .reinspect), "to inspect again")
    add(plan.count(of: .takeBack) + plan.count(of: .adopt), "to take back")
    add(plan.kept, "kept")
    add(plan.count(of: .keepFailure), "failed before for good")
    add(plan.invalid, "invalid")
    add(plan.unselected, "not selected")
    return "\(counted(plan.jobs + plan.invalid, "job")): " + parts.joined(separator: ", ")
  }

  /// Why a decision was made, where there is more to say than its name.
  static func reason(_ decision: Decision) -> String? {
    switch decision {
    case .keep: nil
    case .reconcile(let reason), .submit(let reason): reason
    case .poll(let task): "task \(task) is not finished"
    case .fetch(_, let reason): reason
    case .recall(let video, let reason):
      video.remote.expiry(submittedAt: video.submittedAt).map {
        "\(reason), URL valid until \(LocalTime.text($0))"
      } ?? reason
    case .reinspect(let video): "kept unverified as \(video.file.path)"
    case .takeBack(let video): "kept as \(video.file.path)"
    case .adopt(let id, let video): "job \(id) left the manifest and has it as \(video.file.path)"
    case .keepFailure(let failure): failure.message
    case .unreadable(let error): error.description
    case .await(let id): "job \(id) left the manifest and has a task of this request under way"
    }
  }

  /// The cost by price, a line each.
  private var costLines: [String] {
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

  private var reasonLines: [String] {
    let sorted = plan.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var lines = sorted.prefix(Self.mostNamed).map { "  \($0.value) \($0.key)" }
    let rest = sorted.dropFirst(Self.mostNamed).reduce(0) { $0 + $1.value }
    if rest > 0 { lines.append("  \(rest) for other reasons") }
    return lines.isEmpty ? [] : ["why:"] + lines
  }

  private var spaceLine: String {
    let free = FileLook.freeBytes(near: output ?? ".")
    let room = free.map { ", \(ByteCount.text($0)) free" } ?? ""
    let warning = (free ?? .max) < outlook.sizeBytes ? ": too little" : ""
    return "needs about \(ByteCount.text(outlook.sizeBytes)) of disk\(room)\(warning)"
  }

  private var timeLine: String {
    let reason =
      switch outlook.bottleneck {
      case .taskTime: "as long as the tasks take"
      case .concurrency(let count): "--concurrency \(count) is the bottleneck"
      case .submitRate(let rate):
        "the submission rate of \((rate * 10).rounded() / 10) a second is the bottleneck"
      }
    return "takes about \(SpanText.text(outlook.duration)): \(reason)"
  }

  private var leftLine: String {
    let names = plan.left.prefix(Self.mostNamed).map { "\($0)" }.joined(separator: ", ")
    let rest = plan.left.count - Self.mostNamed
    return "\(counted(plan.left.count, "id")) left the manifest: \(names)"
      + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The last line of `plan --json`.
  var row: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "plan")
    writer.member("jobs", plan.jobs + plan.invalid)
    for kind in Decision.Kind.allCases {
      writer.key(kind.rawValue)
      writer.int(plan.count(of: kind))
    }
    writer.member("invalid", plan.invalid)
    writer.member("unselected", plan.unselected)
    writer.member("held_back", plan.heldBack)
    writer.member("left_manifest", plan.left.count)
    writer.member("amount", plan.cost(by: prices))
    writer.member("currency", "CNY")
    writer.member("prices", prices.name)
    writer.member("bytes", outlook.sizeBytes)
    writer.memberSeconds("seconds", milliseconds: outlook.duration.wholeMilliseconds)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }
}
