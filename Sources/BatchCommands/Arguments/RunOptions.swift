import BatchEngine
import JobJSON
import JobModel
import Pacing

/// The options that `run` and `resume` share, read into what the engine works with.
struct RunOptions: Sendable {
  static let syntax: [CommandSyntax.Option] =
    [
      .init(
        "simulate", nil, "use a built-in look-alike of the service: no key, no network, no cost",
        .service),
      .init("yes", nil, "agree to spend what the plan says, without a question", .money),
      .init("max-cost", "CNY", "the most this run may spend (default: no cap)", .money),
      .init("concurrency", "N", "tasks submitted and not ended, at most (default 500)", .pace),
      .init("downloads", "N", "downloads at a time (default 8)", .pace),
      .init(
        "tier", "NAME", "your group at the service: default, vip or svip (default default)", .pace),
      .init("submit-rate", "R", "submissions a second, instead of the tier's", .pace),
      .init("query-rate", "R", "queries a second, instead of the tier's", .pace),
      .init(
        "poll-interval", "S", "least seconds between two queries of a task (5; simulated 1)", .pace),
      .init("request-timeout", "S", "seconds for one API request (default 60)", .trouble),
      .init(
        "retries", "N", "new submissions of a task that failed in passing (default 1)", .trouble),
      .init("task-timeout", "S", "seconds a run waits for one task (default 7200)", .trouble),
      .init(
        "give-up-after", "S", "seconds without any answer until the run stops (default 3600)",
        .trouble),
      .init("submit-window", "HH:MM-HH:MM", "submit only at this time of day (local time)", .pace),
      .init(
        "max-failures", "N|N%",
        "stop submitting after more failures than this; a share counts from 20 ends on", .trouble),
      .init(
        "known-failures-ok", nil, "end with 0 when only failures of earlier runs remain", .trouble),
      .init("keep-versions", "N", "replaced videos to keep of each job (default 1)", .work),
      .init("settle", "S", "seconds to look for a submission in doubt (default 60)", .trouble),
      .init(
        "resubmit-in-doubt", nil, "submit again what stays in doubt, and may be paid twice",
        .trouble),
      .init(
        "base-url", "URL", "the service's address (default $TOAPIS_BASE_URL or https://toapis.com)",
        .service),
      .init("api-key-file", "FILE", "read the key from here (default: $TOAPIS_API_KEY)", .service),
      .init(
        "ca-file", "FILE", "certificates to trust (default: $SSL_CERT_FILE or the system's)",
        .service),
      .init("rebind", nil, "accept that the service has another address than last time", .service),
      .init("json", nil, "print the totals row on standard output", .words),
      .init("quiet", nil, "say nothing while all is well", .words),
      .init("verbose", nil, "say a line for each event of a job", .words),
    ] + PlanningOptions.syntax

  /// The options that `resume` takes over from the run before.
  static let remembered = [
    "max-cost", "concurrency", "downloads", "tier", "submit-rate", "query-rate",
    "poll-interval", "request-timeout", "retries", "task-timeout", "give-up-after", "settle",
    "submit-window", "max-failures", "keep-versions", "max-changed", "prices", "base-url",
    "api-key-file", "ca-file",
  ]

  /// Which options of a command are taken over, for its help.
  static func memoryHelp(among options: [CommandSyntax.Option]) -> String {
    let taken = remembered.filter { name in options.contains { $0.name == name } }
    let text =
      "What is not given is as in the last run there, before any default above: --"
      + taken.joined(separator: ", --") + ". Nothing else is remembered."
    return CommandHelp.wrapped(text, width: CommandHelp.width).joined(separator: "\n")
  }

  /// Those of them that are paths, and remembered in a form that holds from anywhere.
  private static let paths: Set = ["api-key-file", "ca-file"]

  let limits: RunLimits
  let planning: PlanningOptions
  let submitWindow: DailyWindow?
  let arguments: ParsedArguments

  /// - Parameter failureRecheck: how long after a task was seen to have failed it is asked about once
  ///   more; the simulator in this process needs less.
  init(
    _ arguments: ParsedArguments, simulated: Bool, failureRecheck: Duration = .seconds(30)
  ) throws(UsageError) {
    self.arguments = arguments
    planning = try PlanningOptions(arguments)
    submitWindow = try arguments.window("submit-window")
    var limits = RunLimits()
    if let tier: ServiceTier = try arguments.choice("tier") {
      limits.submitRate = tier.submitRate
      limits.submitBurst = tier.submitBurst
      limits.queryRate = tier.queryRate
      limits.queryBurst = tier.queryBurst
    }
    // A rate set by hand keeps the service's habit: ten seconds' worth may be saved up.
    if let rate = try arguments.rate("submit-rate") {
      limits.submitRate = rate
      limits.submitBurst = max(1, rate * 10)
    }
    if let rate = try arguments.rate("query-rate") {
      limits.queryRate = rate
      limits.queryBurst = max(1, rate * 10)
    }
    func set<Value>(_ field: WritableKeyPath<RunLimits, Value>, _ value: Value?) {
      if let value { limits[keyPath: field] = value }
    }
    set(\.concurrency, try arguments.whole("concurrency", in: 1...100_000))
    set(\.downloads, try arguments.whole("downloads", in: 1...256))
    set(\.retries, try arguments.whole("retries", in: 0...100))
    set(\.pollInterval, simulated ? .seconds(1) : nil)
    set(\.failureRecheck, simulated ? .seconds(2) : failureRecheck)
    set(\.pollInterval, try arguments.seconds("poll-interval", least: 0.01))
    set(\.requestTimeout, try arguments.seconds("request-timeout", least: 0.1))
    set(\.taskTimeout, try arguments.seconds("task-timeout"))
    set(\.giveUpAfter, try arguments.seconds("give-up-after"))
    set(\.settle, try arguments.seconds("settle"))
    set(\.keptVersions, try arguments.whole("keep-versions", in: 0...1000))
    limits.maxCost = try arguments.money("max-cost")
    limits.submissions = planning.selection.limit
    limits.failures = try arguments.share("max-failures")
    self.limits = limits
  }

  /// The options to remember, as `--name=value` words.
  var settings: [String] {
    Self.remembered.compactMap { name in
      arguments.text(name).map { text in
        switch name {
        // The prices themselves: a run keeps those it was agreed at.
        case "prices": "--prices=\(PriceTableJSON.text(of: planning.prices))"
        case _ where Self.paths.contains(name): "--\(name)=\(FileLook.absolute(text))"
        default: "--\(name)=\(text)"
        }
      }
    }
  }
}
