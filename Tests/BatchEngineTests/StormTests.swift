import BatchEngine
import JobModel
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Nights with trouble of every kind, several runs each, told by their seeds.
///
/// `WANBATCH_STORMS=500` in the environment makes it 500 nights.
@Suite(.enabled(if: isSoak, soakReason)) struct StormTests {
  static let seeds: Range<UInt64> = {
    let wanted = getenv("WANBATCH_STORMS").flatMap { UInt64(String(cString: $0)) }
    return 0..<(wanted ?? 40)
  }()

  @Test(arguments: seeds) func nothingIsPaidTwiceOrLost(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let isLarge = Int.random(in: 0..<10, using: &random) == 0
    let count = isLarge ? 150 : Int.random(in: 5...50, using: &random)
    let night = Night(seed: seed, jobs: Night.jobs(count))
    let keys = NightRules.Keys.allCases.randomElement(using: &random) ?? .honoured
    var options = Night.Options()
    if Bool.random(using: &random) { options.limits.maxCost = Self.price(of: night.jobs) }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      var rules = NightRules.stormy(&random)
      rules.keys = keys
      night.service.state.withLock { [rules] in $0.rules = rules }
      options.limits.concurrency = Int.random(in: 1...40, using: &random)
      options.cut = Self.cut(&random)
      _ = try await night.run(options)
      if Int.random(in: 0..<4, using: &random) == 0 {
        let steps: [Int64] = [-90_000_000, -3_600_000, -30_000, 30_000, 90_000_000]
        night.clock.inner.jumpWall(byMilliseconds: steps.randomElement(using: &random) ?? 0)
      }
      if Int.random(in: 0..<4, using: &random) == 0 { night.clock.inner.reboot() }
    }
    // Calm runs must settle whatever can be settled: doubts once other submissions were accepted, and
    // videos that died early once they are old enough to be lost.
    night.service.state.withLock { state in
      state.rules = .calm
      state.rules.keys = keys
    }
    options.cut = .none
    options.limits.maxCost = nil
    let more = Night(continuing: night, jobs: night.jobs + Self.controls(from: count))
    _ = try await more.run(options)
    for _ in 0..<2 {
      more.clock.inner.advance(by: .seconds(13 * 3600))
      _ = try await more.run(options)
    }
    #expect(night.complaints + more.complaints == [], "seed \(seed)")
    try expectAllSettled(more, keys: keys)
  }

  /// Jobs of both modes, whose submissions are looked up to settle doubts.
  private static func controls(from count: Int) -> [Job] {
    (count..<count + 4).map { index in
      let mode: VideoMode = index.isMultiple(of: 2) ? .imageToVideo : .referenceVideo
      return .make(
        id: "job-\(index)", line: index + 1, request: .make(mode: mode, prompt: "job-\(index)"),
        fingerprint: .make(index + 1))
    }
  }

  /// Whether tasks of a mode are found by their keys.
  private static func finds(_ mode: VideoMode, _ keys: NightRules.Keys) -> Bool {
    keys == .honoured || keys == .imagesOnly && mode == .imageToVideo
  }

  private static func price(of jobs: [Job]) -> Money {
    jobs.reduce(.zero) { sum, job in
      let outline = job.outline
      let prices = PriceTable.published
      return sum + (prices.price(of: outline.priceClass, length: outline.duration) ?? .zero)
    }
  }

  private static func cut(_ random: inout SeededGenerator) -> Night.Cut {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: .interrupt(after: .milliseconds(Int64.random(in: 0..<600_000, using: &random)))
    case 1: .crash(afterCalls: Int.random(in: 0..<400, using: &random))
    default: .none
    }
  }

  /// Every job is decided, and every paid task accounted for.
  private func expectAllSettled(_ night: Night, keys: NightRules.Keys) throws {
    let seed = night.seed
    let (plan, state) = try night.plan()
    for item in plan.items {
      let job = night.jobs[item.index]
      let id = job.id
      // Where look-ups by key don't work, what is in doubt stays so.
      // Paid bytes that are no movie are kept, also when their URL is dead.
      if case .reinspect = item.decision { continue }
      if case .reconcile = item.decision, !Self.finds(job.request.mode, keys) { continue }
      Issue.record(
        """
        seed \(seed): \(id) waits: \(item.decision); latest \(String(describing: state.jobs[id]?.latest)); \
        witnesses \(state.witnesses)
        """)
    }
    for task in night.service.tasks where task.fate == .video {
      let job = try #require(state.jobs[JobID(task.job)], "seed \(seed)")
      let isCharged = job.charges.contains { $0.task?.text == task.id }
      let isInDoubt = job.latest?.isUncertain ?? false
      #expect(isCharged || isInDoubt, "seed \(seed): \(task.id) of \(task.job) is unaccounted for")
    }
    for (id, job) in state.jobs {
      guard let video = job.video else { continue }
      let task = night.service.tasks.first { $0.id == video.task.text }
      #expect(task?.job == id.text, "seed \(seed)")
      let bytes = night.directory.bytes(of: video.file.path)
      if video.file.isUnverified {
        #expect(bytes?.count == Int(video.file.sizeBytes), "seed \(seed): \(id)")
      } else {
        #expect(bytes == task?.movie, "seed \(seed): \(id)")
      }
    }
  }
}
