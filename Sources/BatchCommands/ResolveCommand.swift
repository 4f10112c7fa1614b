import BatchReport
import JSONText
import JobJSON
import JobJournal
import JobModel

/// `resolve`: lists what is in doubt, and settles what only a person can know.
enum ResolveCommand {
  static let syntax = CommandSyntax(
    name: "resolve", operands: "DIR [ID]", operandCount: 1...2,
    summary: "Lists jobs in doubt, or settles one as the vendor's console shows it.",
    options: [
      .init("task", "TASK", "the job's submission is this task"),
      .init("none", nil, "nothing was created: the job may be submitted again"),
      .init("json", nil, "one JSON row a job in doubt"),
    ],
    examples: [
      ("wanbatch resolve nightly.out", "list what is in doubt: when, what, how much"),
      ("wanbatch resolve nightly.out sku-7 --task video_01K2", "it is this task"),
      ("wanbatch resolve nightly.out sku-7 --none", "there is no such task"),
    ])

  static func resolve(_ program: Program, _ arguments: ParsedArguments) async throws -> Int32 {
    let path = arguments.operands[0]
    let directory = try OutputDirectory(
      path: path, mayCreate: false, holder: program.holder, files: program.files)
    defer { withExtendedLifetime(directory) {} }
    let journal = try directory.requireJournal(now: program.now)
    guard arguments.operands.count == 2 else {
      if arguments.has("task") || arguments.has("none") {
        throw UsageError("--task and --none need the ID of a job")
      }
      list(journal.state, program, asJSON: arguments.has("json"))
      return ExitCode.success
    }
    let id = JobID(arguments.operands[1])
    guard let latest = journal.state.jobs[id]?.latest, latest.isUncertain else {
      throw UsageError("job \(id) is not in doubt; wanbatch resolve \(path) lists those that are")
    }
    let event = try event(latest, id, journal.state, arguments)
    try await journal.writer.append([BatchRecord(at: program.now, event: .job(id, event))])
    let goOn = "go on with: wanbatch resume \(program.shellWord(path))"
    if arguments.has("none"), let older = journal.state.jobs[id]?.supplanted.last {
      program.console.say(
        """
        job \(id): nothing came of key \(latest.intent.key); its submission before that, with key \
        \(older.intent.key), is in doubt still: settle that too, or \(goOn)
        """)
    } else {
      program.console.say("job \(id) is settled; \(goOn)")
    }
    return ExitCode.success
  }

  private static func event(
    _ latest: Attempt, _ id: JobID, _ state: BatchState, _ arguments: ParsedArguments
  ) throws(UsageError) -> JobEvent {
    let number = latest.intent.number
    switch (arguments.text("task"), arguments.has("none")) {
    case (let task?, false):
      let task = TaskID(task)
      guard !task.text.isEmpty else { throw UsageError("--task needs the id of a task") }
      guard state.mayBe(task, of: id, attempt: number) else {
        let owner = state.owners[task] ?? id
        throw UsageError(
          "task \(task) belongs to job \(owner) already; look it up again in the vendor's console")
      }
      return .accepted(attempt: number, task)
    case (nil, true):
      return .withdrawn(attempt: number, reason: "settled by hand: nothing was created")
    default:
      throw UsageError("say what became of job \(id): either --task TASK or --none")
    }
  }

  private static func list(_ state: BatchState, _ program: Program, asJSON: Bool) {
    let doubtful = state.jobs.filter { $0.value.latest?.isUncertain ?? false }
    for (id, jobState) in doubtful.sorted(by: { $0.key < $1.key }) {
      guard let latest = jobState.latest else { continue }
      var reason = "the program stopped while it was being submitted"
      if case .inDoubt(let known, _) = latest.phase { reason = known }
      program.console.print(
        asJSON
          ? row(id, latest, reason)
          : """
          \(Console.visible(id.text)): sent \(LocalTime.text(latest.submittedAt)), \
          \(latest.intent.amount.map { "¥\($0)" } ?? "price unknown"), \
          key \(latest.intent.key): \(Console.visible(reason))

          """)
    }
    if !asJSON {
      program.console.print("\(counted(doubtful.count, "job")) in doubt\n")
    }
  }

  private static func row(_ id: JobID, _ latest: Attempt, _ reason: String) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id.text)
    writer.member("submitted_at", latest.submittedAt)
    writer.member("amount", latest.intent.amount)
    writer.member("client_business_id", latest.intent.key.text)
    if let task = latest.task { writer.member("task_id", task.text) }
    writer.member("reason", reason)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }
}
