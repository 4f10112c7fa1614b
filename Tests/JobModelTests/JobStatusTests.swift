import JobModel
import TestSupport
import Testing

@Suite struct JobStatusTests {
  static let statuses: [(JobStage, JobStatus)] = [
    (.untouched, .pending), (.intended, .inDoubt), (.inDoubt, .inDoubt),
    (.inDoubtWithTask, .inDoubt), (.accepted, .submitted), (.completed, .submitted),
    (.fetched, .completed), (.refused, .failed), (.failed, .failed), (.withdrawn, .pending),
    (.lost, .pending), (.abandoned, .pending),
  ]

  @Test(arguments: statuses) func eachStageHasItsStatus(stage: JobStage, status: JobStatus) throws {
    #expect(JobStatus(of: .make(), try stage.state(), isPresent: { _ in true }) == status)
  }

  @Test func aJobThatIsNotKnownIsPending() {
    #expect(JobStatus(of: .make(), nil, isPresent: { _ in true }) == .pending)
  }

  @Test func aPaidVideoWhoseFileIsGoneIsNotCompleted() throws {
    let state = try JobStage.fetched.state()
    #expect(JobStatus(of: .make(), state, isPresent: { _ in false }) == .submitted)
  }

  @Test func whatIsKnownOfAnotherRequestDoesNotCount() throws {
    let changed = Job.make(fingerprint: .make(2))
    for stage in [JobStage.fetched, .refused, .failed] {
      let state = try stage.state()
      #expect(JobStatus(of: changed, state, isPresent: { _ in true }) == .pending)
      #expect(state.failure(of: changed) == nil)
    }
  }

  @Test func paidWorkUnderWayIsShownEvenWhenTheRequestHasChanged() throws {
    let changed = Job.make(fingerprint: .make(2))
    let state = try JobStage.accepted.state()
    #expect(JobStatus(of: changed, state, isPresent: { _ in true }) == .submitted)
  }

  @Test func aWholeVideoOutweighsALaterFailureOfTheSameRequest() throws {
    var state = try JobStage.fetched.state()
    for event in [JobEvent.intended(.make(number: 2)), EventKind.refused.event(2)] {
      try state.apply(event, at: .make())
    }
    #expect(JobStatus(of: .make(), state, isPresent: { _ in true }) == .completed)
  }

  @Test func anObstacleIsAFailure() throws {
    var state = JobState()
    try state.apply(EventKind.obstructed.event(), at: .make())
    #expect(JobStatus(of: .make(), state, isPresent: { _ in true }) == .failed)
    #expect(state.failure(of: .make())?.message == "the picture was refused")
  }
}
