import JobModel
import TestSupport
import Testing

@Suite struct BatchStateTests {
  private func fold(_ events: [BatchEvent]) throws -> BatchState {
    var state = BatchState()
    for (second, event) in zip(Int64(0)..., events) {
      try state.apply(BatchRecord(at: .make(second), event: event))
    }
    return state
  }

  private func job(_ name: String, _ events: [JobEvent]) -> [BatchEvent] {
    events.map { .job(JobID(name), $0) }
  }

  @Test func jobsAreApartByTheirBytes() throws {
    let state = try fold(job("caf\u{E9}", JobStage.intended.way) + job("cafe\u{301}", []))
    #expect(state.jobs.count == 1)
    #expect(state.jobs[JobID("cafe\u{301}")] == nil)
  }

  @Test func aRunLastsUntilItsOwnEnd() throws {
    let first = Run(id: "run-1", settings: ["--tier=vip"])
    let second = Run(id: "run-2", settings: [])
    #expect(try fold([]).run == nil)
    #expect(try fold([.runBegan(first)]).run == first)
    let ended = try fold([.runBegan(first), .runEnded(id: "run-1", exitCode: 1)])
    #expect(ended.run == nil)
    #expect(ended.lastRun?.run == first)
    #expect(ended.lastRun?.exitCode == 1)
    #expect(ended.lastRun?.beganAt == .make(0))
    let late = try fold([.runBegan(first), .runBegan(second), .runEnded(id: "run-1", exitCode: 0)])
    #expect(late.run == second, "the end of another run ends nothing")
  }

  @Test func theLastWordCounts() throws {
    let state = try fold([
      .rebound(service: "a"), .rebound(service: "b"), .keyPolicy(.accepted),
      .uploaded(Upload(sha256: "x", url: "1")),
      .uploaded(Upload(sha256: "y", url: "2")), .uploaded(Upload(sha256: "x", url: "3")),
    ])
    #expect(state.reboundTo == "b")
    #expect(state.uploads == ["x": "3", "y": "2"])
  }

  @Test func stemsAreTakenWhateverTheirCase() throws {
    let state = try fold(job("a", [.named(stem: "Photo")]))
    #expect(state.foldedStems == ["photo"])
  }

  @Test func aTaskBelongsToTheJobThatGotIt() throws {
    let state = try fold(
      job("a", JobStage.accepted.way) + job("b", JobStage.intended.way)
        + job("b", [.accepted(attempt: 1, TaskID("video_9"))]))
    #expect(state.owners == [TaskID("video_1"): JobID("a"), TaskID("video_9"): JobID("b")])
  }

  @Test func aTaskOfAFailedAttemptKeepsItsJobOverACompaction() throws {
    var state = JobState()
    for event in JobStage.failed.way { try state.apply(event, at: .make()) }
    for number in 2...20 {
      try state.apply(.intended(.make(number: number)), at: .make())
      try state.apply(.accepted(attempt: number, TaskID("video_\(number)")), at: .make())
      try state.apply(EventKind.failed.event(number), at: .make())
    }
    #expect(state.pastTasks == (4...19).map { TaskID("video_\($0)") }, "the newest sixteen")
    var folded = BatchState()
    try folded.apply(BatchRecord(at: .make(), event: .snapshot(JobID("a"), state)))
    #expect(folded.owners[TaskID("video_4")] == JobID("a"))
    #expect(folded.owners[TaskID("video_20")] == JobID("a"))
  }

  @Test func onlyAcceptedAttemptsWithTheirKeyAreWitnesses() throws {
    let blind = [
      JobEvent.intended(.make(key: "blind", carriesKey: false)),
      .accepted(attempt: 1, TaskID("video_2")),
    ]
    let state = try fold(
      job("a", JobStage.accepted.way) + job("b", blind) + job("c", JobStage.inDoubt.way))
    #expect(state.witnesses.map(\.job) == [JobID("a")])
    #expect(state.witnesses.first?.key == SubmissionKey("key-1"))
    #expect(state.witnesses.first?.task == TaskID("video_1"))
    #expect(state.witnesses.first?.account == "account-1")
  }

  @Test func theNewestSixteenControlTasksOfEachModeAreKept() throws {
    var events: [BatchEvent] = []
    for number in 1...40 {
      let mode: VideoMode = number <= 2 ? .referenceVideo : .imageToVideo
      events += job(
        "job-\(number)",
        [
          .intended(.make(outline: .make(mode: mode))),
          .accepted(attempt: 1, TaskID("video_\(number)")),
        ])
    }
    let state = try fold(events)
    let kept = Array(1...2) + Array(25...40)
    #expect(state.witnesses.map(\.job) == kept.map { JobID("job-\($0)") })
    #expect(state.owners.count == 40)
  }

  /// A service that answers a submission with the task of another job must not take it from that one,
  /// in this process and in the next, after a compaction too.
  @Test(arguments: ["a", "z"]) func aDoubtThatNamesAnothersTaskDoesNotTakeIt(id: String) throws {
    let task = TaskID("video_1")
    let state = try fold(
      job("m", [.intended(.make()), .accepted(attempt: 1, task)])
        + job(id, [.intended(.make()), .doubted(attempt: 1, reason: "another's", task: task)]))
    #expect(state.owners[task] == JobID("m"))
    var copy = BatchState()
    for record in state.snapshot(at: .make()) { try copy.apply(record) }
    #expect(copy.owners[task] == JobID("m"))
    #expect(!copy.mayBe(task, of: JobID(id), attempt: 1))
    #expect(copy.mayBe(task, of: JobID("m"), attempt: 1))
    #expect(copy.jobs[JobID(id)]?.latest?.task == task)
  }

  @Test func anEarlierTaskOfTheSameJobIsNotThatOfTheNextAttempt() throws {
    let task = TaskID("video_1")
    let state = try fold(
      job(
        "a",
        [
          .intended(.make()), .accepted(attempt: 1, task), EventKind.failed.event(),
          .intended(.make(number: 2)), .doubted(attempt: 2, reason: "the same", task: task),
        ]))
    #expect(!state.mayBe(task, of: JobID("a"), attempt: 2))
  }

  @Test func theNewestSubmissionsAreRememberedWithinABound() throws {
    var state = BatchState()
    for number in 0..<5000 {
      let event = BatchEvent.job(JobID("job-\(number)"), .intended(.make()))
      try state.apply(BatchRecord(at: .make(Int64(number)), event: event))
      #expect(state.recentSubmissions.last == .make(Int64(number)))
      #expect(state.recentSubmissions.count <= 2000)
    }
    let newest = (4000..<5000).map { Timestamp.make(Int64($0)) }
    #expect(Array(state.recentSubmissions.suffix(1000)) == newest)
  }

  @Test func aRefusedEventLeavesNoTrace() throws {
    var state = BatchState()
    #expect(throws: IllegalTransition.self) {
      try state.apply(
        BatchRecord(at: .make(), event: .job(JobID("a"), EventKind.accepted.event())))
    }
    #expect(state.jobs.isEmpty && state.owners.count == 0 && state.witnesses.isEmpty)
  }
}

@Suite struct SnapshotTests {
  @Test(arguments: 0..<60) func aSnapshotFoldsToTheSameState(seed: Int) throws {
    let state = try Self.random(seed: UInt64(seed))
    var copy = BatchState()
    for record in state.snapshot(at: .make(1_000_000)) { try copy.apply(record) }
    let place: Comment = "seed \(seed)"
    #expect(copy.jobs == state.jobs, place)
    #expect(copy.run == state.run, place)
    #expect(copy.lastRun?.run == state.lastRun?.run, place)
    #expect(copy.lastRun?.beganAt == state.lastRun?.beganAt, place)
    #expect(copy.lastRun?.exitCode == state.lastRun?.exitCode, place)
    #expect(copy.reboundTo == state.reboundTo, place)
    #expect(copy.uploads == state.uploads, place)
    #expect(copy.lessons == state.lessons, place)
    #expect(copy.foldedStems == state.foldedStems, place)
    // A snapshot of the copy says the same again: nothing fades from night to night.
    let again = copy.snapshot(at: .make(1_000_000))
    #expect(Array(again) == Array(state.snapshot(at: .make(1_000_000))), place)
  }

  @Test(arguments: 0..<30) func paidTasksKeepTheirOwners(seed: Int) throws {
    let state = try Self.random(seed: UInt64(seed))
    var copy = BatchState()
    for record in state.snapshot(at: .make()) { try copy.apply(record) }
    for (id, job) in state.jobs {
      for case let task? in job.charges.map(\.task) + job.pastTasks + [job.latest?.task] {
        #expect(copy.owners[task] == id, "seed \(seed)")
      }
    }
    #expect(copy.owners.allSatisfy { state.owners[$0.key] == $0.value }, "seed \(seed)")
  }

  @Test func recentSubmissionsAndWitnessesSurviveInTheirOrder() throws {
    var state = BatchState()
    for number in [4, 2, 9, 1, 7] {
      let id = JobID("job-\(number)")
      let time = Timestamp.make(Int64(100 - number))
      try state.apply(BatchRecord(at: time, event: .job(id, .intended(.make()))))
    }
    // They were submitted in one order and accepted in another.
    for number in [9, 7, 4, 2, 1] {
      let event = JobEvent.accepted(attempt: 1, TaskID("video_\(number)"))
      try state.apply(
        BatchRecord(at: .make(200), event: .job(JobID("job-\(number)"), event)))
    }
    var copy = BatchState()
    for record in state.snapshot(at: .make(300)) { try copy.apply(record) }
    #expect(copy.recentSubmissions == state.recentSubmissions)
    #expect(copy.witnesses == state.witnesses)
    let dayLater = state.snapshot(at: .make(96 + 86_400)).contains { record in
      guard case .remembered(let times, let known) = record.event else { return false }
      return times == [.make(98), .make(99)] && known == state.witnesses
    }
    #expect(dayLater, "submissions of more than a day ago are forgotten")
  }

  @Test func lessonsAreOfOneServiceAndTheNewestHolds() throws {
    var state = BatchState()
    func apply(_ event: BatchEvent) throws {
      try state.apply(BatchRecord(at: .make(), event: event))
    }
    let old = RateLesson(.submit, account: "a", limit: 300)
    let new = RateLesson(.submit, account: "a", closedUntil: .make(60))
    let other = RateLesson(.query, account: "a", limit: 3000)
    for lesson in [old, other, new] { try apply(.taught(lesson)) }
    #expect(state.lessons.mapValues(\.lesson) == [.submit: new, .query: other])
    try apply(.rebound(service: "another"))
    #expect(state.lessons.isEmpty)
  }

  @Test func failuresAreNewSinceTheRunBeganWhateverWasInBetween() throws {
    var state = BatchState()
    func apply(_ event: BatchEvent, at seconds: Int64) throws {
      try state.apply(BatchRecord(at: .make(seconds), event: event))
    }
    try apply(.runBegan(Run(id: "run-1", settings: [])), at: 10)
    #expect(state.newSince(run: "run-1", startedAt: .make(50)) == .make(10), "after a crash")
    try apply(.runBegan(Run(id: "run-1", settings: ["--tier=vip"])), at: 60)
    #expect(state.newSince(run: "run-1", startedAt: .make(55)) == .make(10), "other settings")
    #expect(state.newSince(run: nil, startedAt: .make(70)) == .make(70), "no run")
    try apply(.runEnded(id: "run-1", exitCode: 1), at: 80)
    try apply(.runBegan(Run(id: "run-2", settings: [])), at: 90)
    #expect(state.newSince(run: "run-2", startedAt: .make(85)) == .make(85), "an earlier run's")
  }

  /// A batch of jobs in all conditions.
  private static func random(seed: UInt64) throws -> BatchState {
    var random = SeededGenerator(seed: seed)
    var state = BatchState()
    func apply(_ event: BatchEvent, at time: Timestamp = .make()) throws {
      try state.apply(BatchRecord(at: time, event: event))
    }
    if Bool.random(using: &random) { try apply(.rebound(service: "other")) }
    for requests in RateLesson.Requests.allCases where Bool.random(using: &random) {
      try apply(.taught(RateLesson(requests, account: "a", limit: Int.random(in: 1...9))))
    }
    for number in 0..<Int.random(in: 0...5, using: &random) {
      try apply(.uploaded(Upload(sha256: "\(number)", url: "https://u/\(number)")))
    }
    try apply(.runBegan(Run(id: "run-1", settings: ["--tier=vip"])), at: .make(5))
    for number in 0..<Int.random(in: 0...12, using: &random) {
      var job = RandomJob(seed: random.next())
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let (event, time) = job.step { "video_\(number)_\($0)" }
        if case .named = event {
          try apply(.job(JobID("job-\(number)"), .named(stem: "job-1")), at: time)
        } else {
          try apply(.job(JobID("job-\(number)"), event), at: time)
        }
      }
    }
    if Bool.random(using: &random) { try apply(.runEnded(id: "run-1", exitCode: 3)) }
    return state
  }
}
