import JSONText
import VideoService

/// `balance`: what the key has left and has used.
enum BalanceCommand {
  static let syntax = CommandSyntax(
    name: "balance", operands: "", operandCount: 0...0,
    summary: "Says what the key and its account have left and have used.",
    options: RunOptions.syntax.filter { option in
      ["base-url", "api-key-file", "ca-file", "request-timeout", "simulate"].contains(option.name)
    } + [.init("json", nil, "a JSON row for the key and one for the account")],
    examples: [
      ("wanbatch balance", "ask with the key in TOAPIS_API_KEY"),
      ("wanbatch balance --json", "for scripts"),
      ("wanbatch balance --base-url https://api.toapis.cn --api-key-file key.txt", "elsewhere"),
    ])

  static func balance(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let service = try ServiceChoice(arguments, program, simulated: arguments.has("simulate"))
    let client = VideoClient(
      endpoint: service.endpoint, key: try service.key(arguments, program),
      transport: try service.transport(arguments, program),
      timeout: try arguments.seconds("request-timeout", least: 0.1) ?? .seconds(60))
    var hasAnswer = false
    var failures: [String] = []
    for owner in Balance.Owner.allCases {
      switch await client.balance(of: owner) {
      case .success(let balance):
        hasAnswer = true
        program.console.print(
          arguments.has("json") ? row(balance, of: owner) : text(balance, of: owner))
      case .failure(let failure):
        failures.append("\(service.endpoint): no balance of the \(owner): \(failure)")
      }
    }
    guard hasAnswer else {
      throw CommandFailure(code: ExitCode.stopped, message: failures.joined(separator: "\n"))
    }
    for failure in failures { program.console.say(failure) }
    return ExitCode.success
  }

  /// ```text
  /// key: 2100 credits left, 460 credits used (200 credits are 1 US dollar)
  ///   in the service's own unit: 10.5 left, 2.3 used
  /// ```
  static func text(_ balance: Balance, of owner: Balance.Owner) -> String {
    let left = balance.isUnlimited ? "unlimited" : nil
    let credits = """
      \(left ?? "\(balance.remainingCredits ?? "unknown") credits left"), \
      \(balance.usedCredits ?? "unknown") credits used
      """
    let own = """
      \(left ?? "\(balance.remaining ?? "unknown") left"), \(balance.used ?? "unknown") used
      """
    return "\(owner): \(credits) (200 credits are 1 US dollar)\n"
      + "  in the service's own unit: \(own)\n"
  }

  /// `{"type":"balance","of":"key","unlimited":false,"remaining_credits":2100,"used_credits":460,"remaining":10.5,"used":2.3}`;
  /// what is unknown or without a limit is `null`.
  static func row(_ balance: Balance, of owner: Balance.Owner) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "balance")
    writer.member("of", owner.rawValue)
    writer.member("unlimited", balance.isUnlimited)
    // The texts are numbers as the service wrote them.
    writer.memberRaw("remaining_credits", balance.remainingCredits ?? "null")
    writer.memberRaw("used_credits", balance.usedCredits ?? "null")
    writer.memberRaw("remaining", balance.remaining ?? "null")
    writer.memberRaw("used", balance.used ?? "null")
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }
}
