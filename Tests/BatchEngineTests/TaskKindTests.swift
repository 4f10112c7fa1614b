import JobModel
import Pacing
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct TaskKindTests {
  /// Videos that took half a minute each, found a second after their end by our clock.
  private static func state(serviceAheadBy ahead: Int64) throws -> BatchState {
    var state = BatchState()
    for number in Int64(0)..<5 {
      let begin = number * 100
      let latest = Attempt(
        intent: .make(), phase: .fetched(TaskID("video_\(number)")), submittedAt: .make(begin),
        changedAt: .make(begin + 31))
      let video = KeptVideo.make(
        submittedAt: .make(begin), remote: .make(completedAt: .make(begin + 30 + ahead)))
      let job = JobState(
        stem: nil, latest: latest, charges: [], video: video, older: [], withdrawn: 0,
        obstacle: nil)
      try state.apply(
        BatchRecord(at: .make(begin), event: .snapshot(JobID("job-\(number)"), job)))
    }
    return state
  }

  @Test(arguments: [(0, 30_000), (120, 31_000), (86_400, 31_000)] as [(Int64, Int64)])
  func lengthsOfEarlierRunsSurviveAClockThatIsAhead(ahead: Int64, length: Int64) throws {
    var model = TaskLengthModel(try Self.state(serviceAheadBy: ahead))
    let kind = TaskKind(Attempt.Intent.make().outline).number
    var expected = TaskLengthModel()
    expected.recall([kind: Array(repeating: length, count: 5)])
    #expect(model.curve(of: kind).meanSeconds == expected.curve(of: kind).meanSeconds)
  }
}
