import JobModel
import TestSupport
import Testing

@Suite struct RepeatedFailureTests {
  /// One attempt of a job.
  enum Step: Sendable {
    case fails(String, run: Int)
    case failsWith(JobFailure, run: Int)
    case failsAsAnotherRequest(String, run: Int)
    case succeeds(run: Int)
    case isWithdrawn(run: Int)
    case isInDoubt(run: Int)

    func events(_ number: Int, givesUp: Bool) -> [JobEvent] {
      func intent(_ run: Int, _ fingerprint: Fingerprint = .make()) -> JobEvent {
        .intended(
          .make(number: number, run: "run-\(run)", fingerprint: fingerprint, givesUp: givesUp))
      }
      let accepted = EventKind.accepted.event(number)
      return switch self {
      case .fails(let text, let run):
        [intent(run), accepted, .failed(attempt: number, .make(message: text))]
      case .failsWith(let failure, let run):
        [intent(run), accepted, .failed(attempt: number, failure)]
      case .failsAsAnotherRequest(let text, let run):
        [intent(run, .make(99)), accepted, .failed(attempt: number, .make(message: text))]
      case .succeeds(let run):
        [
          intent(run), accepted, .completed(attempt: number, .make()),
          .fetched(attempt: number, .make(), replaced: nil),
        ]
      case .isWithdrawn(let run):
        [intent(run), .withdrawn(attempt: number, reason: "nothing was created")]
      case .isInDoubt(let run):
        [intent(run), .doubted(attempt: number, reason: "no answer", task: nil)]
      }
    }
  }

  private func failure(after steps: [Step]) throws -> JobFailure? {
    var state = JobState()
    for (index, step) in steps.enumerated() {
      let givesUp = state.latest?.isUncertain ?? false
      for event in step.events(index + 1, givesUp: givesUp) {
        try state.apply(event, at: .make(Int64(index)))
      }
    }
    guard case .failed(let failure, _)? = state.latest?.phase else { return nil }
    return failure
  }

  static let final: [[Step]] = [
    [.fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 3)],
    [.fails("a", run: 1), .fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 3)],
    [.fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 3), .fails("a", run: 4)],
    // Once more at the user's wish, in the same run.
    [.fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 3), .fails("a", run: 3)],
    [.fails("b", run: 1), .fails("a", run: 2), .fails("a", run: 3), .fails("a", run: 4)],
    [.fails("a", run: 1), .isWithdrawn(run: 2), .fails("a", run: 3), .fails("a", run: 4)],
    [.fails("a", run: 1), .isInDoubt(run: 2), .fails("a", run: 3), .fails("a", run: 4)],
    [
      .fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 3), .isWithdrawn(run: 4),
      .fails("a", run: 5),
    ],
    [.succeeds(run: 1), .fails("a", run: 2), .fails("a", run: 3), .fails("a", run: 4)],
  ]

  @Test(arguments: final.indices) func sameFailureInThreeRunsIsFinal(place: Int) throws {
    let failure = try #require(try failure(after: Self.final[place]))
    #expect(failure.isRepeated && !failure.canPass && failure.message == "a")
    #expect(FailureCause(failure).title == "repeated failure")
  }

  static let transient: [[Step]] = [
    [.fails("a", run: 1)],
    [.fails("a", run: 1), .fails("a", run: 1), .fails("a", run: 1), .fails("a", run: 1)],
    [.fails("a", run: 1), .fails("a", run: 2), .fails("a", run: 2)],
    [.fails("a", run: 1), .fails("a", run: 2), .fails("b", run: 3)],
    [.fails("a", run: 1), .fails("a", run: 2), .fails("A", run: 3)],
    [.fails("a", run: 1), .fails("b", run: 2), .fails("a", run: 3), .fails("a", run: 4)],
    [
      .fails("a", run: 1), .fails("a", run: 2), .succeeds(run: 3), .fails("a", run: 4),
      .fails("a", run: 5),
    ],
    [.fails("a", run: 1), .failsAsAnotherRequest("a", run: 2), .fails("a", run: 3)],
    [
      .fails("a", run: 1), .fails("a", run: 2), .failsAsAnotherRequest("a", run: 3),
      .fails("a", run: 4), .fails("a", run: 5),
    ],
    [
      .fails("a", run: 1), .fails("a", run: 2),
      .failsWith(.make(code: "another", message: "a"), run: 3),
    ],
    [
      .fails("a", run: 1), .fails("a", run: 2),
      .failsWith(.make(message: "a", canPass: false), run: 3), .fails("a", run: 4),
      .fails("a", run: 5),
    ],
  ]

  @Test(arguments: transient.indices) func otherFailureIsNotRepeated(place: Int) throws {
    let failure = try #require(try failure(after: Self.transient[place]))
    #expect(failure.canPass && !failure.isRepeated)
  }

  @Test func failureThatTheServiceCallsFinalIsNotCalledRepeated() throws {
    let final = JobFailure.make(message: "内容违规", canPass: false)
    let failure = try failure(after: (1...4).map { .failsWith(final, run: $0) })
    #expect(failure == final)
  }

  @Test func jobThatNeverFailedRemembersNothing() throws {
    for stage in JobStage.allCases { #expect(try stage.state().earlierFailure == nil) }
  }
}
