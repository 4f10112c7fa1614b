import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct SummaryTests {
  private func facts(_ stop: RunFacts.Stop? = nil) -> RunFacts {
    RunFacts(
      runID: "run-1", toolVersion: "1.0.0", prices: .published, exitCode: 0, stopped: stop,
      startedAt: .make(), endedAt: .make(60), kept: 0)
  }

  private let commands = NextCommands(
    again: "wanbatch resume n.out", corrected: "wanbatch run n.jsonl",
    resolve: "wanbatch resolve n.out", collect: "wanbatch collect n.out",
    failures: "wanbatch status n.out --failed")

  @Test func failuresAreGroupedWithCountCureAndCommand() {
    var totals = Totals(run: "run-1")
    var failures = FailureGroups()
    for number in 1...7 {
      totals.add(nil, status: .failed)
      failures.add(
        JobID("sku-\(number)"),
        .make(code: "content_policy_violation", message: "内容违规", canPass: false))
    }
    totals.add(nil, status: .failed)
    failures.add(JobID("evil\u{1B}[2J\nid"), .make())
    let summary = Summary(
      totals, facts(), paths: [("results", "n.out/results.jsonl")], failures: failures,
      commands: commands)
    #expect(
      summary.text == """
        8 jobs: 8 failed

        cost (estimated, published 2026-08 prices)
          total                                         ¥0.00
          this run                                      ¥0.00

        failures
          7  refused by the content policy (content_policy_violation)
             sku-1, sku-2, sku-3, sku-4, sku-5 and 2 more
             said: 内容违规
             do:   change the prompt or the source; the same request would be refused again
             next: wanbatch run n.jsonl
          1  the service could not make the video (generation_failed)
             evil\\u{1b}[2J id
             said: the model gave up
             do:   resume the run; a failed task is refunded and may succeed next time
             next: wanbatch resume n.out

        results  n.out/results.jsonl

        """)
  }

  @Test func stopAndWarningsAndNotesComeAfterTheCost() {
    let stop = RunFacts.Stop(
      reason: "budget", message: "the next video would pass --max-cost",
      nextCommand: "wanbatch resume n.out")
    var totals = Totals(run: nil)
    totals.add(nil, status: .pending)
    let warnings = (1...6).map { (id: JobID("sku-\($0)"), text: "no sound") }
    let summary = Summary(
      totals, facts(stop), paths: [("results", "r")], failures: FailureGroups(),
      commands: commands, warnings: warnings, notes: ["¥1.00 of ¥2.00 are left"])
    let end = summary.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(6)
    #expect(
      end.joined(separator: "\n") == """
        not quite what was paid for
          sku-1: no sound
          sku-2: no sound
          sku-3: no sound
          sku-4: no sound
          sku-5: no sound
          and 1 more, see their rows

        results  r

        stopped: the next video would pass --max-cost
        next: wanbatch resume n.out
        ¥1.00 of ¥2.00 are left

        """)
  }

  @Test func causesBeyondTheLimitCountWithOthersOfTheirKind() {
    var failures = FailureGroups()
    for number in 0..<200 { failures.add(JobID("j\(number)"), .make(code: "code-\(number)")) }
    #expect(failures.jobs == 200)
    #expect(failures.sorted.count == 60)
    #expect(failures.sorted.first?.jobs.count == 141)
  }
}
