import BatchEngine
import JobModel

/// The options that decide what is to be done, the same in `plan` and in `run`.
struct PlanningOptions: Sendable {
  static let syntax: [CommandSyntax.Option] = [
    .init("only", "GLOB", "only jobs whose id matches; may be repeated", .work, isRepeatable: true),
    .init("limit", "N", "make at most N submissions", .work),
    .init("force", nil, "make new videos even where they are there; pays again", .work),
    .init("retry-failed", nil, "submit again what failed for good", .work),
    .init(
      "max-changed", "N|N%",
      "submit nothing when more finished jobs than this would be paid for again", .work),
    .init("prune", nil, "move videos of ids that left the manifest to removed/", .work),
    .init("existing", nil, "refuse to make a new output directory", .work),
    ParsedArguments.pricesOption,
  ]

  let selection: Selection
  let maxChanged: Share?
  /// What a second of video costs.
  let prices: PriceTable
  private let forces: Bool
  private let retriesFailed: Bool
  private let resubmitsInDoubt: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    selection = Selection(
      only: arguments.all("only").map { Glob($0) },
      limit: try arguments.whole("limit", in: 0...1_000_000_000))
    maxChanged = try arguments.share("max-changed")
    prices = try arguments.prices()
    forces = arguments.has("force")
    retriesFailed = arguments.has("retry-failed")
    resubmitsInDoubt = arguments.has("resubmit-in-doubt")
  }

  /// - Parameter run: the run under way, if there is one.
  func planner(_ shelf: VideoShelf, run: String?) -> Planner {
    var planner = Planner { shelf.check($0) }
    planner.run = run
    planner.retriesFinalFailures = retriesFailed
    planner.resubmitsInDoubt = resubmitsInDoubt
    planner.forces = forces
    return planner
  }

  /// - Parameter keepsItems: whether the plan is to be carried out.
  func builder(
    _ shelf: VideoShelf, _ state: BatchState, now: Timestamp, keepsItems: Bool = true
  ) -> PlanBuilder {
    PlanBuilder(
      planner: planner(shelf, run: state.run?.id), state: state, selection: selection, now: now,
      keepsItems: keepsItems)
  }

  /// - Throws: ``CommandFailure`` when a video can't be looked at, or when the plan would pay for
  ///   more finished jobs again than `--max-changed` allows.
  func require(_ plan: Plan) throws(CommandFailure) {
    if let error = plan.unreadable {
      throw CommandFailure(
        code: ExitCode.stopped,
        message: """
          it can't be told which videos are here (\(error)); mend that and run again; nothing \
          was submitted
          """)
    }
    let repaid = plan.repaid.values.reduce(0, +)
    guard let maxChanged, maxChanged.isPassed(by: repaid, of: plan.finishedJobs) else { return }
    let causes = plan.repaid.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let words = causes.prefix(3).map { "\($0.value) of \(plan.finishedJobs): \($0.key)" }
    let more = causes.count > 3 ? "; and \(causes.count - 3) other causes" : ""
    throw CommandFailure(
      code: ExitCode.usage,
      message: """
        more finished jobs would be paid for again than --max-changed allows \
        (\(words.joined(separator: "; "))\(more)); nothing was submitted
        """)
  }
}
