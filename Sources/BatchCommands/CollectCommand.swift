/// `collect`: brings home what is paid for; never submits and costs nothing.
enum CollectCommand {
  static let syntax = CommandSyntax(
    name: "collect", operands: "DIR…", operandCount: 1...1000,
    summary: "Polls and downloads what is paid for; never submits, costs nothing.",
    options: options,
    examples: [
      ("wanbatch collect nightly.out", "fetch the videos of an interrupted run"),
      ("wanbatch collect *.out", "of several, one after the other"),
      ("wanbatch collect nightly.out --json", "and print the totals row"),
    ], details: RunOptions.memoryHelp(among: options))

  private static let options = RunOptions.syntax.filter { !spending.contains($0.name) }

  /// Options that make no sense where nothing is submitted.
  private static let spending: Set = [
    "yes", "max-cost", "retries", "retry-failed", "resubmit-in-doubt", "only", "limit", "force",
    "max-changed", "prune", "existing", "submit-window", "max-failures", "submit-rate",
    "known-failures-ok",
  ]

  /// - Returns: the gravest exit code of all directories.
  static func collect(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    var worst = ExitCode.success
    for path in arguments.operands {
      let code = await program.reporting {
        try await RunCommand.proceed(program, arguments, in: path, mayPay: false)
      }
      worst = max(worst, code)
      // Interrupted: the others wait for another time.
      if code >= 128 { break }
    }
    return worst
  }
}
