import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct StatusSurveyTests {
  private struct Jobs: JobSource {
    let jobs: [Job]
    var count: Int { jobs.count }
    func entry(at index: Int) -> ManifestEntry { .job(jobs[index]) }
  }

  private func state(_ events: [(String, JobEvent)]) throws -> BatchState {
    var state = BatchState()
    let run = Run(id: "run-1", settings: ["--max-cost=10"])
    try state.apply(BatchRecord(at: .make(), event: .runBegan(run)))
    for (id, event) in events {
      try state.apply(BatchRecord(at: .make(), event: .job(JobID(id), event)))
    }
    return state
  }

  @Test func everyJobAndEveryYuanIsCountedOnce() throws {
    func taken(_ id: String, _ run: String = "run-1") -> [(String, JobEvent)] {
      [(id, .intended(.make(run: run))), (id, .accepted(attempt: 1, TaskID("video_\(id)")))]
    }
    let state = try state(
      taken("running") + taken("finished") + [("finished", .completed(attempt: 1, .make()))]
        + taken("failed") + [("failed", .failed(attempt: 1, .make()))]
        + [("sent", .intended(.make()))]
        + taken("here", "older") + [("here", .completed(attempt: 1, .make()))]
        + [
          ("here", .named(stem: "here")),
          ("here", .fetched(attempt: 1, .make(warnings: ["no sound"]), replaced: nil)),
        ] + taken("left"))
    let ids = ["running", "finished", "failed", "sent", "here", "new"]
    let survey = try StatusSurvey(source: Jobs(jobs: ids.map { .make(id: $0) }), state: state) {
      _ in true
    }
    #expect(
      Summary.counts(survey.totals)
        == "6 jobs: 1 completed, 1 failed, 1 in doubt, 2 paid and not fetched yet, 1 pending")
    #expect([survey.running, survey.toFetch, survey.warnings] == [2, 1, 1], "left runs too")
    #expect(survey.totals.leftJobs == 1)
    #expect(survey.lifetime?.description == "3.00")
    #expect(survey.totals.thisRun?.description == "2.25")
    #expect(survey.totals.inDoubt?.description == "0.75")
    #expect(survey.totals.waiting.videos == 3)
    #expect(survey.totals.waiting.until == .make(86_400))
    #expect(
      survey.failures.sorted.map(\.title) == [
        "the service could not make the video (generation_failed)"
      ])
  }

  @Test func directoryWithoutAManifestYetStillCountsItsMoney() throws {
    let state = try state([
      ("a", .intended(.make())), ("a", .accepted(attempt: 1, TaskID("video_1"))),
    ])
    let survey = try StatusSurvey(source: nil, state: state) { _ in true }
    #expect(survey.totals.jobs == 0)
    #expect(survey.lifetime?.description == "0.75")
    #expect(survey.running == 1)
  }
}
