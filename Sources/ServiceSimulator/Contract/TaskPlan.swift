/// The length and the end of a new task.
///
/// Both follow from the seed, the body and how often the body was sent before, so that a batch
/// fares the same however its submissions interleave. Marks in the prompt decide otherwise:
///
/// - `[fail]`, `[policy-ja]` and every other `TaskOutcome.name`: ends that way;
/// - `[fail-once]`: the first task with this very prompt fails, later ones do not;
/// - `[slow]`: takes five times as long.
///
/// (`[refuse]` is refused with 422 when it is submitted, and never becomes a task.)
struct TaskPlan: Equatable, Sendable {
  var workMilliseconds: Int64
  var outcome: TaskOutcome

  /// - Parameter clipSeconds: how long the video is to be.
  init(
    _ prompt: String, options: SimulatorOptions, clipSeconds: Int = 5, bodyHash: String,
    attempt: Int, attemptOfPrompt: Int
  ) {
    let start = UInt64(bodyHash.prefix(16), radix: 16) ?? 0
    let step = UInt64(attempt) &* 0xD134_2543_DE82_EF95
    var generator = SeededGenerator(seed: options.seed ^ start ^ step)
    var seconds = options.taskTime.seconds(using: &generator)
    let fails = generator.fraction() < options.failureRate
    if prompt.contains("[slow]") { seconds = min(seconds * 5, TaskTime.maximumSeconds) }
    if options.longerTakesLonger {
      seconds = min(seconds * Double(clipSeconds) / 5, TaskTime.maximumSeconds)
    }
    workMilliseconds = Int64((seconds * 1_000).rounded())
    outcome = Self.marked(prompt, attemptOfPrompt) ?? (fails ? .generationFailed : .completed)
  }

  private static func marked(_ prompt: String, _ attempt: Int) -> TaskOutcome? {
    // Nearly every prompt has no mark, and a search for each would cost more than the rest.
    guard prompt.utf8.contains(UInt8(ascii: "[")) else { return nil }
    if prompt.contains("[fail-once]") { return attempt == 0 ? .generationFailed : .completed }
    return TaskOutcome.allCases.first { prompt.contains("[\($0.name)]") }
  }
}
