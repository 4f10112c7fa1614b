import DurableFiles
import ManifestReading

/// The command-line program: what was typed, where it runs, and what it changes files with.
package struct Program: Sendable {
  /// The version, as `--version` prints it.
  package static let version = "0.1.0"

  let arguments: [String]
  let environment: [String: String]
  let files: any FileOperations
  let console: Console
  /// How long after a task was seen to have failed it is asked about once more.
  let failureRecheck: Duration

  /// - Parameters:
  ///   - arguments: what was typed after the program's name.
  ///   - files: how files are changed; tests hand in one that fails.
  ///   - failureRecheck: how long after a task was seen to have failed it is asked about once more;
  ///     tests cannot wait that long.
  package init(
    arguments: [String], environment: [String: String], files: any FileOperations = SystemFiles(),
    failureRecheck: Duration = .seconds(30)
  ) {
    self.failureRecheck = failureRecheck
    self.arguments = arguments
    self.environment = environment
    self.files = files
    console = Console(environment: environment)
  }

  /// Carries the command out.
  ///
  /// - Returns: the exit code.
  package func run() async -> Int32 {
    Signals.ignoreFatal()
    let code = await reporting { try await dispatch() }
    console.finish()
    return code
  }

  /// Says what went wrong, and turns it into an exit code.
  func reporting(_ work: () async throws -> Int32) async -> Int32 {
    do {
      return try await work()
    } catch let error as UsageError {
      console.say("wanbatch: \(error)")
      return ExitCode.usage
    } catch let error as CommandFailure {
      console.say("wanbatch: \(error.message)")
      return error.code
    } catch let error as ManifestError {
      console.say("wanbatch: \(error)")
      return ExitCode.usage
    } catch {
      console.say("wanbatch: \(error)")
      return ExitCode.stopped
    }
  }

  private func dispatch() async throws -> Int32 {
    guard let name = arguments.first else {
      console.say(Self.help)
      return ExitCode.usage
    }
    switch name {
    case "--version":
      console.print("wanbatch \(Self.version)\n")
      return ExitCode.success
    case "-h", "--help", "help":
      guard let topic = arguments.dropFirst().first else {
        console.print(Self.help)
        return ExitCode.success
      }
      console.print(CommandHelp.text(of: try Self.command(topic).syntax))
      return ExitCode.success
    default:
      break
    }
    let command = try Self.command(name)
    let parsed = try ParsedArguments(arguments.dropFirst(), command.syntax)
    if parsed.asksForHelp {
      console.print(CommandHelp.text(of: command.syntax))
      return ExitCode.success
    }
    return try await command.perform(self, parsed)
  }

  private static func command(_ name: String) throws(UsageError) -> Command {
    if let command = commands.first(where: { $0.syntax.name == name }) { return command }
    let hint = nearest(to: name, among: commands.map(\.syntax.name))
    throw UsageError(
      "unknown command '\(name)'\(hint.map { "; did you mean \($0)?" } ?? "; see wanbatch --help")")
  }

  /// A command: its syntax, and what carries it out.
  struct Command: Sendable {
    let syntax: CommandSyntax
    let perform: @Sendable (Program, ParsedArguments) async throws -> Int32
  }

  static let commands = [
    Command(syntax: RunCommand.runSyntax, perform: RunCommand.run),
    Command(syntax: RunCommand.resumeSyntax, perform: RunCommand.resume),
    Command(syntax: CollectCommand.syntax, perform: CollectCommand.collect),
    Command(syntax: PlanCommand.syntax, perform: PlanCommand.plan),
    Command(syntax: StatusCommand.syntax, perform: StatusCommand.status),
    Command(syntax: ConvertCommand.syntax, perform: ConvertCommand.convert),
    Command(syntax: ReportCommand.syntax, perform: ReportCommand.report),
    Command(syntax: CostsCommand.syntax, perform: CostsCommand.costs),
    Command(syntax: VerifyCommand.syntax, perform: VerifyCommand.verify),
    Command(syntax: ResolveCommand.syntax, perform: ResolveCommand.resolve),
    Command(syntax: BalanceCommand.syntax, perform: BalanceCommand.balance),
    Command(syntax: SimulateCommand.syntax, perform: SimulateCommand.simulate),
  ]

  private static var help: String { CommandHelp.overview(of: commands.map(\.syntax)) }
}
