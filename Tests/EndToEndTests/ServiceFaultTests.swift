import JSONText
import TestSupport
import Testing

/// A service that misbehaves in one way, and what must come of it.
struct ServiceFault: CustomTestStringConvertible, Sendable {
  let rule: String
  /// How many of the four jobs get their video; of the others it is said which status they have.
  let completed: ClosedRange<Int>
  let others: String
  let exitCode: Int32

  init(_ rule: String, completed: ClosedRange<Int> = 4...4, others: String = "", exit: Int32 = 0) {
    self.rule = rule
    self.completed = completed
    self.others = others
    exitCode = exit
  }

  var testDescription: String { rule }

  static let submit: [ServiceFault] = [
    // Refused for now: tried again, whatever Retry-After says.
    .init("submit:429-before=#2"), .init("submit:429-before(retry-after 0)=#2"),
    .init("submit:429-before(retry-after -5)=#2"),
    .init("submit:429-before(retry-after garbage)=#2"),
    .init("submit:429-before(retry-after date-100)=#2"),
    .init("submit:rate-limit-unavailable=#2"),
    // In doubt: found by its key, or proven never to have been.
    .init("submit:500-before=#2"), .init("submit:500-after(html)=#2"),
    .init("submit:502-after(empty)=#2"), .init("submit:504-before(chinese)=#2"),
    .init("submit:503-after=#2"), .init("submit:408-after=#2"), .init("submit:409-before=#2"),
    .init("submit:499-after=#2"), .init("submit:reset-before=#2"), .init("submit:reset-after=#2"),
    .init("submit:close-in-header=#2"), .init("submit:close-after-header=#2"),
    .init("submit:truncated=#2"), .init("submit:overstated(50)=#2"),
    .init("submit:hang-before=#2"), .init("submit:hang-after=#2"), .init("submit:malformed=#2"),
    .init("submit:html=#2"), .init("submit:empty=#2"), .init("submit:no-id=#2"),
    .init("submit:giant(3000000)=#2"),
    // Refused for good.
    .init("submit:422-before=#2", completed: 3...3, others: "failed", exit: 1),
    .init("submit:413-before(numeric)=#2", completed: 3...3, others: "failed", exit: 1),
    // Every later submission would fail the same way.
    .init("submit:401-before=#2+", completed: 1...1, others: "pending", exit: 3),
    .init("submit:402-before=#2+", completed: 1...1, others: "pending", exit: 3),
    .init("submit:403-before=#2+", completed: 1...1, others: "pending", exit: 3),
    .init("submit:404-before(html)=#1+", completed: 0...0, others: "pending", exit: 3),
    .init(
      "submit:redirect-307(http://127.0.0.1:9/)=#1+", completed: 0...0, others: "pending", exit: 3),
    .init(
      "submit:redirect-302(http://127.0.0.1:9/)=#2+", completed: 1...1, others: "pending", exit: 3),
    // One id for two jobs: the second keeps its own, found by its key, or stays in doubt.
    .init("submit:same-id=#2", completed: 3...4, others: "in_doubt", exit: -1),
  ]

  static let status: [ServiceFault] = [
    .init("status:500-before=0.4"), .init("status:429-before(retry-after 0)=0.3"),
    .init("status:wrong-id=#1-4"), .init("status:back=0.4"), .init("status:word(archived)=#1-6"),
    .init("status:late(0.15)"), .init("status:truncated=0.4"), .init("status:malformed=0.4"),
    .init("status:html=0.4"), .init("status:giant(3000000)=0.4"), .init("status:empty=0.4"),
    .init("status:reset-before=0.4"), .init("status:hang-before=#1"), .init("status:drip(1)=0.4"),
  ]

  static let file: [ServiceFault] = [
    .init("file:cut=once"), .init("file:corrupt=once"), .init("file:403-before=once"),
    .init("file:404-before=once"), .init("file:500-before=once"), .init("file:truncated=once"),
    .init("file:reset-after=once"), .init("file:html=once"), .init("file:empty=once"),
  ]
}

@Suite struct ServiceFaultTests {
  @Test(arguments: ServiceFault.submit + ServiceFault.status + ServiceFault.file)
  func everyFaultHasItsOutcome(_ fault: ServiceFault) async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05...0.2", "--tier", "unlimited", "--fault", fault.rule)
    let program = simulator.client()
    let lines = (0..<4).map { Examples.job("job-\($0)", "number \($0)") }
    TextFile.write(lines.joined(), to: program.file("jobs.jsonl"))
    // One at a time, so that the rule's number picks the same submission each time.
    let outcome = await program.run(
      "run", "jobs.jsonl", "--yes", "--concurrency", "1", "--poll-interval", "0.02",
      "--submit-rate", "100", "--query-rate", "1000", "--settle", "0.3",
      "--request-timeout", "0.7")
    let results = try Results(in: program.file("jobs.out"))
    let completed = results.count("completed")
    #expect(fault.completed.contains(completed), "\(outcome.errors)")
    if completed < 4 { #expect(results.count(fault.others) == 4 - completed, "\(results.text)") }
    if fault.exitCode >= 0 { #expect(outcome.exitCode == fault.exitCode, "\(outcome.errors)") }

    let ledger = try simulator.ledger()
    #expect(ledger["totals"]?["duplicate_bodies_paid"]?.int == 0)
    #expect(ledger["files_asked_with_key"]?.int == 0)
    if results.count("in_doubt") == 0 {
      #expect(
        Results.cents(ledger["totals"]?["net"]) == Results.cents(results.totals["cost"]?["amount"]))
    }
    #expect(!(outcome.errors + outcome.output).contains("key-for-a-test"))
    await simulator.stop()
  }

  /// What does not match what was paid for is a warning beside the video, not a failure.
  @Test(arguments: [
    ("file:1080p", "1920x1080 pixels, paid for 720p"),
    ("file:length(4.2)", "4.2 s long, paid for 5 s"),
  ])
  func videoThatIsNotWhatWasPaidForIsNoted(_ rule: String, _ warning: String) async throws {
    let simulator = try await SimulatorProcess.start(
      "--task-seconds", "0.05", "--fault", rule)
    let program = simulator.client()
    TextFile.write(Examples.job("a"), to: program.file("jobs.jsonl"))
    let outcome = await program.run(
      "run", "jobs.jsonl", "--yes", "--poll-interval", "0.05")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let row = try #require(try Results(in: program.file("jobs.out")).rows.first)
    #expect(row["video"]?["warnings"]?.array?.compactMap(\.string) == [warning])
    await simulator.stop()
  }
}
