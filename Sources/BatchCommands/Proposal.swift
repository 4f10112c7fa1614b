import BatchEngine
import JobModel
import ManifestReading

/// What a run would do, and whether somebody agrees to what it costs. Nothing is sent or changed
/// before that.
struct Proposal {
  let source: CheckedManifest
  let planner: Planner
  let shelf: VideoShelf
  let plan: Plan
  /// Whether the command is one that submits.
  let maySubmit: Bool
  /// Whether anything may be paid.
  private(set) var isAgreed = false

  /// Makes the plan of a manifest that is read for the first time.
  static func builder(
    _ program: Program, _ options: RunOptions, _ directory: OutputDirectory, _ state: BatchState
  ) -> PlanBuilder {
    let shelf = VideoShelf(directory: directory.path, files: program.files)
    return options.planning.builder(shelf, state, now: program.now)
  }

  /// Plans what a directory's manifest asks for.
  ///
  /// - Parameters:
  ///   - manifest: the path of the checked copy.
  ///   - mayPay: `false` plans only what brings home what is paid for.
  init(
    _ program: Program, _ options: RunOptions, manifest: String, directory: OutputDirectory,
    state: BatchState, mayPay: Bool
  ) throws {
    source = try CheckedManifest(path: manifest)
    shelf = VideoShelf(directory: directory.path, files: program.files)
    planner = options.planning.planner(shelf, run: state.run?.id)
    let plan = try Plan(
      source: source, state: state, planner: planner, selection: options.planning.selection,
      now: program.now)
    self.plan = mayPay ? plan : plan.withoutSubmissions
    maySubmit = mayPay
  }

  /// Takes a plan that was made while the manifest was copied.
  ///
  /// - Parameters:
  ///   - manifest: the path of the checked copy, which may still have a temporary name.
  ///   - run: the one under way.
  ///   - builder: from ``builder(_:_:_:_:)``, and has taken in all entries.
  init(
    _ program: Program, _ options: RunOptions, manifest: String, directory: OutputDirectory,
    run: String?, builder: consuming PlanBuilder
  ) throws {
    source = try CheckedManifest(path: manifest)
    shelf = VideoShelf(directory: directory.path, files: program.files)
    planner = options.planning.planner(shelf, run: run)
    plan = builder.finish().plan
    maySubmit = true
  }

  /// Asks for agreement where money would be spent. A plan that costs nothing needs none, and
  /// then nothing is paid either, even if a video turns out to be lost.
  ///
  /// - Throws: ``CommandFailure`` when nobody agrees.
  mutating func agree(
    _ console: Console, _ options: RunOptions, isSimulated: Bool, hasRun: Bool
  ) throws(CommandFailure) {
    try options.planning.require(plan)
    // A cap is an agreement when it is given now, and for the run that it was given for.
    let isCapped =
      options.limits.maxCost != nil
      && (!options.arguments.remembered.contains("max-cost") || hasRun)
    if isSimulated || options.arguments.has("yes") || isCapped {
      isAgreed = true
      return
    }
    let resubmits = planner.resubmitsInDoubt ? plan.count(of: .reconcile) : 0
    guard plan.submissionCount + resubmits > 0 else { return }
    var estimate = PlanText.oneLine(plan, prices: options.planning.prices)
    if resubmits > 0 { estimate += "; \(resubmits) in doubt may be paid twice" }
    guard console.isInteractive else {
      throw CommandFailure(
        code: ExitCode.usage,
        message: "\(estimate); agree with --yes, or set a cap with --max-cost; nothing was sent")
    }
    let answer = console.ask("\(estimate)\ngo on? [y/N] ")
    guard ["y", "yes"].contains(answer.lowercased()) else {
      throw CommandFailure(
        code: ExitCode.usage,
        message: "not agreed, so nothing was sent; run again and answer y to go on")
    }
    isAgreed = true
  }
}
