import JobModel

/// Events that mostly fit a job's state, drawn from a seed.
package struct RandomJob {
  private var random: SeededGenerator
  package private(set) var state = JobState()
  private var clock: Int64 = 0

  package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Draws events until one is legal, and applies it.
  ///
  /// - Returns: the event, with its time.
  package mutating func step(task: (Int) -> String = { "video_\($0)" }) -> (
    event: JobEvent, at: Timestamp
  ) {
    clock += Int64.random(in: 1...90, using: &random)
    while true {
      let event = draw(task)
      let before = state
      do throws(IllegalTransition) {
        try state.apply(event, at: .make(clock))
        return (event, .make(clock))
      } catch {
        precondition(state == before, "a refused event changed the state: \(event)")
      }
    }
  }

  private mutating func draw(_ task: (Int) -> String) -> JobEvent {
    let latest = state.latest?.intent.number ?? 0
    let kind = EventKind.allCases.randomElement(using: &random) ?? .named
    switch kind {
    case .intended:
      let amount = Int64.random(in: 0...9, using: &random) * 250_000
      return .intended(
        .make(
          number: latest + 1, run: "run-\(latest / 3)",
          fingerprint: .make(Int.random(in: 1...3, using: &random)),
          amount: amount == 0 ? nil : Money(micros: amount),
          givesUp: Bool.random(using: &random)))
    case .accepted:
      return .accepted(attempt: latest, TaskID(task(latest)))
    case .doubted:
      let knows = Bool.random(using: &random)
      return .doubted(
        attempt: latest, reason: "no answer", task: knows ? TaskID(task(latest)) : nil)
    case .fetched:
      let old = state.video.flatMap { $0.attempt == latest ? nil : $0 }
      let replaced = old.map { "versions/job-1.\($0.attempt).mp4" }
      return .fetched(
        attempt: latest, .make(sizeBytes: Int64(latest)),
        replaced: Bool.random(using: &random) ? replaced : nil)
    case .refetched:
      let attempt = Int.random(in: 0...(latest + 1), using: &random)
      let old = state.video.flatMap { $0.attempt == attempt ? nil : $0 }
      let replaced = old.map { "versions/job-1.\($0.attempt).mp4" }
      return .refetched(
        attempt: attempt, .make(sizeBytes: Int64(attempt)), .make(url: "https://files/again"),
        replaced: Bool.random(using: &random) ? replaced : nil)
    case .adopted:
      let number = (state.keptVideos.map(\.attempt).min().map { min($0, 0) } ?? 0) - 1
      let replaced = state.video.map { "versions/job-1.\($0.attempt).mp4" }
      return .adopted(
        from: JobID("left"), .make(attempt: number),
        replaced: Bool.random(using: &random) ? replaced : nil)
    case .released:
      return .released(attempt: Int.random(in: -2...(latest + 1), using: &random))
    case .moved:
      let attempt = Int.random(in: 0...(latest + 1), using: &random)
      // What is in place makes room first.
      let inPlace = state.video == nil && Bool.random(using: &random)
      let path = inPlace ? "videos/job-1.mp4" : "versions/job-1.\(attempt).mp4"
      return .moved(attempt: attempt, path: path, inPlace: inPlace)
    default:
      return kind.event(latest)
    }
  }
}
