import JobModel
import TestSupport
import Testing

@Suite struct TransitionTests {
  /// Every event that may follow a stage, and the stage it leads to. What is not here is refused.
  static let legal: [JobStage: [EventKind: JobStage]] = [
    .untouched: [:],
    .intended: [
      .accepted: .accepted, .refused: .refused, .withdrawn: .withdrawn, .doubted: .inDoubt,
    ],
    .inDoubt: [
      .accepted: .accepted, .withdrawn: .withdrawn, .doubted: .inDoubt, .abandoned: .abandoned,
    ],
    .inDoubtWithTask: [
      .accepted: .accepted, .withdrawn: .withdrawn, .doubted: .inDoubtWithTask,
      .abandoned: .abandoned,
    ],
    .accepted: [.doubted: .inDoubtWithTask, .failed: .failed, .completed: .completed],
    .completed: [.completed: .completed, .fetched: .fetched, .lost: .lost],
    .fetched: [:],
    // The service may retry a task that it has called failed.
    .failed: [.accepted: .accepted],
    .refused: [:], .withdrawn: [:], .lost: [:], .abandoned: [:],
  ]

  /// Stages after which the job may be submitted again, or found to be obstructed.
  static let settled: Set<JobStage> = [
    .untouched, .fetched, .refused, .failed, .withdrawn, .lost, .abandoned,
  ]

  @Test(arguments: JobStage.allCases) func eachStageIsWhatItsWayLeadsTo(stage: JobStage) throws {
    #expect(try stage.state().latest?.phase == stage.phase)
    #expect(try stage.state().latest?.isFinal ?? true == Self.settled.contains(stage))
  }

  @Test(arguments: JobStage.allCases, EventKind.allCases)
  func onlyTheTransitionsOfTheTableAreLegal(stage: JobStage, kind: EventKind) throws {
    var state = try stage.state()
    let before = state
    let target = Self.legal[stage]?[kind]
    let isLegal: Bool
    switch kind {
    case .named: isLegal = true
    case .answered: isLegal = before.latest?.isUncertain ?? false
    case .obstructed: isLegal = Self.settled.contains(stage)
    case .intended: isLegal = Self.settled.contains(stage)
    case .moved, .refetched, .released: isLegal = before.video != nil
    case .adopted: isLegal = Self.settled.contains(stage)
    default: isLegal = target != nil
    }
    // An intent is of the next attempt; the first is number 1.
    let event = kind.event(kind == .intended && stage == .untouched ? 0 : 1)
    do throws(IllegalTransition) {
      try state.apply(event, at: .make(7))
      #expect(isLegal)
      if let target {
        #expect(state.latest?.phase == target.phase)
        #expect(state.latest?.changedAt == .make(7))
        #expect(state.latest?.submittedAt == .make())
      }
    } catch {
      #expect(!isLegal, "\(error)")
      #expect(error.event == event)
      #expect(state == before, "a refused event changes nothing")
      #expect(error.description.contains("does not follow"))
    }
  }

  @Test(arguments: JobStage.allCases, EventKind.allCases)
  func eventsOfOtherAttemptsAreRefused(stage: JobStage, kind: EventKind) throws {
    if [.named, .obstructed, .adopted].contains(kind) { return }
    let next = stage == .untouched ? 0 : 1
    for attempt in [-1, 0, 1, 2, 3, Int.max - 1, Int.min] where attempt != next {
      var state = try stage.state()
      let before = state
      #expect(throws: IllegalTransition.self, "attempt \(attempt)") {
        try state.apply(kind.event(attempt), at: .make())
      }
      #expect(state == before)
    }
  }

  @Test func aNameIsGivenOnce() throws {
    var state = JobState()
    try state.apply(.named(stem: "job-1"), at: .make())
    #expect(state.stem == "job-1")
    #expect(throws: IllegalTransition.self) {
      try state.apply(.named(stem: "other"), at: .make())
    }
    #expect(state.stem == "job-1")
  }

  @Test func anObstacleStandsUntilTheNextAttempt() throws {
    var state = JobState()
    let failure = JobFailure.make(message: "the picture was refused")
    try state.apply(.obstructed(failure, .make(3)), at: .make(7))
    #expect(state.obstacle == Obstacle(failure: failure, fingerprint: .make(3), at: .make(7)))
    try state.apply(.intended(.make()), at: .make())
    #expect(state.obstacle == nil)
  }

  @Test func aTaskOnceKnownStaysKnownInDoubt() throws {
    var state = try JobStage.accepted.state()
    try state.apply(.doubted(attempt: 1, reason: "404", task: nil), at: .make())
    try state.apply(.doubted(attempt: 1, reason: "still 404", task: nil), at: .make())
    #expect(
      state.latest?.phase == .inDoubt(reason: "still 404", task: TaskID("video_1")))
    try state.apply(
      .doubted(attempt: 1, reason: "another id", task: TaskID("video_2")), at: .make())
    #expect(state.latest?.task == TaskID("video_2"))
  }
}
