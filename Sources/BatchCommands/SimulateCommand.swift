import ServiceSimulator

/// `simulate`: the service's look-alike as a process of its own.
enum SimulateCommand {
  static let syntax = CommandSyntax(
    name: "simulate", operands: "", operandCount: 0...0,
    summary: "Serves a look-alike of the service on 127.0.0.1, for trying and testing.",
    options: SimulatorOptions.table.map { row in
      CommandSyntax.Option(
        String(row.name.dropFirst(2)), row.placeholder,
        row.help + (row.standard.map { " (default \($0))" } ?? ""),
        isRepeatable: row.isRepeatable)
    },
    examples: [
      ("wanbatch simulate --port 8787", "serve until interrupted"),
      ("wanbatch simulate --task-seconds 1 --fail-rate 0.1", "quick tasks, some of which fail"),
      (
        "TOAPIS_API_KEY=any wanbatch run jobs.jsonl --base-url http://127.0.0.1:8787",
        "run against it from another terminal"
      ),
    ], details: "The RULE of --fault:\n" + SimulatorOptions.faultHelp)

  static func simulate(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    var options = SimulatorOptions()
    do throws(SimulatorError) {
      for (name, value) in arguments.sequence {
        try options.apply(name: "--" + name, value: value)
      }
    } catch {
      throw UsageError("\(error)")
    }
    let simulator = Simulator(options)
    do {
      _ = try simulator.start()
    } catch {
      throw CommandFailure(code: ExitCode.usage, message: "\(error)")
    }
    program.console.print("listening on \(simulator.baseURL)\n")
    let signal = await Signals.next()
    simulator.stop()
    return 128 + signal
  }
}
