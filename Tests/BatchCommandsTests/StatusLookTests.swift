import BatchReport
import JobModel
import TestSupport
import Testing

@testable import BatchCommands

@Suite struct StatusLookTests {
  private struct Jobs: JobSource {
    let jobs: [Job]
    var count: Int { jobs.count }
    func entry(at index: Int) -> ManifestEntry { .job(jobs[index]) }
  }

  private static let commands = NextCommands(
    again: "wanbatch resume n.out", corrected: nil, resolve: "wanbatch resolve n.out",
    collect: "wanbatch collect n.out", failures: "wanbatch status n.out --failed")

  /// A look at one job after some events of it.
  private func look(
    _ events: [JobEvent], ended: Int32? = nil, holder: String? = nil
  ) throws -> StatusLook {
    var state = BatchState()
    var records: [BatchEvent] = [.runBegan(Run(id: "run-1", settings: ["--max-cost=10.00"]))]
    records += events.map { .job(JobID("a"), $0) }
    if let ended { records.append(.runEnded(id: "run-1", exitCode: ended)) }
    for event in records { try state.apply(BatchRecord(at: .make(), event: event)) }
    let survey = try StatusSurvey(source: Jobs(jobs: [.make(id: "a")]), state: state) { _ in true }
    return StatusLook(
      path: "n.out", survey: survey, holder: holder, commands: Self.commands,
      lastRun: state.lastRun)
  }

  private static let taken: [JobEvent] = [
    .intended(.make()), .accepted(attempt: 1, TaskID("video_1")),
  ]

  @Test func killedRunDidNotEndAndGoesOnWithResume() throws {
    let finished = Self.taken + [.completed(attempt: 1, .make())]
    #expect(
      try look(finished).lines == [
        "n.out: the last run, begun \(LocalTime.text(.make())), did not end",
        "1 job: 1 paid and not fetched yet",
        "at the service: 0 running, 1 to fetch",
        "spent (estimated): ¥0.75 in all, ¥0.75 this run (cap ¥10.00)",
        "1 paid video waits (¥0.75); fetch before \(LocalTime.text(.make(86_400)))",
        "next: wanbatch resume n.out",
      ])
  }

  @Test func whileSomebodyIsAtWorkNothingIsToBeTyped() throws {
    let holder = "pid 7 on host since \(Timestamp.make())"
    #expect(
      try look(Self.taken, holder: holder).lines == [
        "n.out: at work: pid 7 on host since \(LocalTime.text(.make()))",
        "1 job: 1 paid and not fetched yet",
        "at the service: 1 running, 0 to fetch",
        "spent (estimated): ¥0.75 in all, ¥0.75 this run (cap ¥10.00)",
      ])
  }

  @Test(
    arguments: [
      ([JobEvent.intended(.make())], nil, ["wanbatch resolve n.out"]),
      (taken + [.failed(attempt: 1, .make())], 1, ["wanbatch status n.out --failed"]),
      (taken, 1, ["wanbatch collect n.out"]),
      ([], 3, ["wanbatch resume n.out"]),
      (
        taken + [.completed(attempt: 1, .make()), .fetched(attempt: 1, .make(), replaced: nil)], 0,
        []
      ),
    ] as [([JobEvent], Int32?, [String])])
  func nextCommandFitsTheState(
    _ events: [JobEvent], _ ended: Int32?, _ expected: [String]
  ) throws {
    #expect(try look(events, ended: ended).nextCommands == expected)
  }

  @Test func holderThatCannotBeReadIsShownHarmless() throws {
    let lines = try look([], holder: "\u{1B}[2J somebody").lines
    #expect(lines[0] == "n.out: at work: \\u{1b}[2J somebody")
  }
}
