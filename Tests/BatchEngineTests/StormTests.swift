import BatchEngine
import DurableFiles
import JobModel
import Pacing
import TestSupport
import Testing

/// Hundreds of nights with trouble of every kind, each told by its seed.
@Suite struct StormTests {
  @Test(arguments: [0, 1, 2, 3]) func nothingIsPaidTwiceOrLost(_ part: UInt64) async throws {
    for seed in (part * 50)..<((part + 1) * 50) { try await storm(seed) }
  }

  /// A few runs in trouble, cut short or not, and two calm ones that must settle everything.
  private func storm(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0..<10, using: &random) == 0 ? 150 : Int.random(in: 5...50, using: &random)
    let night = Night(seed: seed, jobs: Night.jobs(count))
    let keys = NightRules.Keys.allCases.randomElement(using: &random) ?? .honoured
    var options = Night.Options()
    if Bool.random(using: &random) {
      options.limits.maxCost = Night.jobs(count).compactMap {
        PriceTable.published.price(of: $0.outline.priceClass, length: $0.outline.duration)
      }.reduce(.zero, +)
    }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var rules = NightRules.stormy(&random)
      rules.keys = keys
      night.service.state.withLock { [rules] in $0.rules = rules }
      options.limits.concurrency = Int.random(in: 1...40, using: &random)
      options.cut =
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .interrupt(after: .milliseconds(Int64.random(in: 0..<600_000, using: &random)))
        case 1: .crash(afterCalls: Int.random(in: 0..<400, using: &random))
        default: .none
        }
      do {
      _ = try await night.run(options)
      } catch { Issue.record("seed \(seed): \(error)"); return }
      options.cut = .none
    }
    var calm = NightRules.calm
    calm.keys = keys
    night.service.state.withLock { [calm] in $0.rules = calm }
    options.limits.maxCost = nil
    do {
    _ = try await night.run(options)
    _ = try await night.run(options)
    } catch { Issue.record("seed \(seed): \(error)"); return }
    #expect(night.complaints == [], "seed \(seed)")
    try expectAllSettled(night, keys: keys)
  }

  /// Every job is decided, and every paid task accounted for.
  private func expectAllSettled(_ night: Night, keys: NightRules.Keys) throws {
    let seed = night.seed
    let (plan, state) = try night.plan()
    for item in plan.items {
      guard case .reconcile = item.decision, keys != .honoured else {
        Issue.record("seed \(seed): \(night.jobs[item.index].id) waits: \(item.decision)")
        continue
      }
    }
    for task in night.service.tasks where task.fate == .video {
      let job = try #require(state.jobs[JobID(task.job)], "seed \(seed)")
      let isCharged = job.charges.contains { $0.task?.text == task.id }
      let isInDoubt = job.latest?.isUncertain ?? false
      #expect(isCharged || isInDoubt, "seed \(seed): \(task.id) of \(task.job) is unaccounted for")
    }
    for (id, job) in state.jobs {
      guard let video = job.video else { continue }
      let bytes = night.directory.bytes(of: video.file.path)
      let task = night.service.tasks.first { $0.id == video.task.text }
      #expect(task?.job == id.text, "seed \(seed)")
      #expect(bytes == task?.movie, "seed \(seed): \(id)")
    }
  }
}
