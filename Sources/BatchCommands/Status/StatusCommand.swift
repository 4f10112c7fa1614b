import BatchReport
import Pacing

/// `status`: where a directory stands, while a run is at work there or after; takes no lock and
/// changes nothing.
enum StatusCommand {
  static let syntax = CommandSyntax(
    name: "status", operands: "DIR", operandCount: 1...1,
    summary: "Says where a run stands, while it runs or after; changes nothing.",
    options: [
      .init("watch", nil, "say it again and again until nobody is at work there"),
      .init("failed", nil, "list the failures by cause, with what to do and to type"),
      .init("csv", nil, "with --failed: comma-separated values, a line a job"),
      .init("json", nil, "one JSON row; with --failed one a cause"),
    ],
    examples: [
      ("wanbatch status nightly.out", "counts, money, who is at work, what waits"),
      ("wanbatch status nightly.out --watch", "from another terminal, until the run ends"),
      ("wanbatch status nightly.out --failed", "what went wrong, and what to type"),
    ])

  /// Between two looks, at least; a large directory is looked at less often.
  private static let pause = Duration.seconds(1)
  /// How much longer than a look the pause after it is.
  private static let mostTimeOfLooking = 5
  /// Between two texts where no cursor can be moved.
  private static let printPause = Duration.seconds(60)

  static func status(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    try check(arguments)
    let path = arguments.operands[0]
    if arguments.has("watch") {
      let signal = try await watch(path, program)
      if let signal { return 128 + signal }
    }
    let look = try StatusLook(path: path, program)
    if arguments.has("failed") {
      let listing = FailureListing(look.survey.failures, commands: look.commands)
      program.console.print(
        arguments.has("csv")
          ? listing.csv : arguments.has("json") ? listing.jsonLines : listing.text)
    } else {
      program.console.print(arguments.has("json") ? look.row : look.text)
    }
    return ExitCode.success
  }

  private static func check(_ arguments: ParsedArguments) throws(UsageError) {
    if arguments.has("csv"), !arguments.has("failed") {
      throw UsageError("--csv lists failures; it needs --failed")
    }
    if arguments.has("csv"), arguments.has("json") {
      throw UsageError("--csv and --json exclude each other")
    }
  }

  /// Shows the state until nobody is at work in the directory.
  ///
  /// - Returns: the signal that ended it, when one did.
  private static func watch(_ path: String, _ program: Program) async throws -> Int32? {
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      group.addTask { await Signals.next() }
      group.addTask {
        try await show(path, program, clock: SystemClock())
        return nil
      }
      defer {
        group.cancelAll()
        program.console.show("")
      }
      return try await group.next() ?? nil
    }
  }

  private static func show(
    _ path: String, _ program: Program, clock: any BatchClock
  ) async throws {
    let console = program.console
    var nextPrint = clock.now
    while true {
      let began = clock.now
      let look = try StatusLook(path: path, program)
      guard look.holder != nil else { return }
      if console.isLive {
        console.show { _ in look.lines.map { ScreenLine($0) } }
      } else if clock.now >= nextPrint {
        console.print(look.text + "\n")
        nextPrint = clock.now + printPause
      }
      let end = clock.now
      try await clock.sleep(until: end + max(pause, (end - began) * mostTimeOfLooking))
    }
  }
}
