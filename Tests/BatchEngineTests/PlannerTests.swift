import BatchEngine
import DurableFiles
import JobModel
import TestSupport
import Testing

/// The table of decisions, row by row; the first that fits decides.
@Suite struct PlannerTests {
  static let job = Job.make()
  static let task = TaskID("video_1")
  static let now = Timestamp.make(1000)
  static let alive = RemoteVideo.make(expiresAt: .make(1001))
  static let dead = RemoteVideo.make(expiresAt: .make(1000))

  private func state(
    _ phase: Attempt.Phase, of intent: Attempt.Intent = .make(), video: KeptVideo? = nil,
    older: [KeptVideo] = [], obstacle: Obstacle? = nil
  ) -> JobState {
    let attempt = Attempt(
      intent: intent, phase: phase, submittedAt: .make(), changedAt: .make(100))
    return JobState(
      stem: "job-1", latest: attempt, charges: [], video: video, older: older, withdrawn: 0,
      obstacle: obstacle)
  }

  private func decide(
    _ state: JobState?, job: Job = job, file: FileCheck = .whole, tries: Int = 0,
    retries: Bool = false
  ) -> Decision {
    var planner = Planner { video in video.path.hasPrefix("videos/") ? file : .whole }
    planner.retriesFinalFailures = retries
    return planner.decide(job, state, now: Self.now, tries: tries)
  }

  static let other = Attempt.Intent.make(
    fingerprint: .make(99), outline: .make(of: .make(prompt: "another")))

  @Test func jobThatIsNewIsSubmitted() {
    #expect(decide(nil) == .submit(reason: "new"))
    #expect(decide(JobState()) == .submit(reason: "new"))
  }

  @Test func submissionThatMayExistIsReconciledAndNeverRepeated() {
    for intent in [Attempt.Intent.make(), Self.other] {
      #expect(
        decide(state(.intended, of: intent))
          == .reconcile(reason: "the program stopped while it was being submitted"))
      for task in [nil, Self.task] {
        #expect(
          decide(state(.inDoubt(reason: "lost", task: task), of: intent), retries: true)
            == .reconcile(reason: "lost"))
      }
    }
  }

  @Test func submissionThatMayExistOutranksAWholeVideo() {
    #expect(
      decide(state(.inDoubt(reason: "lost", task: nil), video: .make()))
        == .reconcile(reason: "lost"))
  }

  @Test func taskThatHasNotEndedIsPolledEvenIfTheRequestChanged() {
    #expect(decide(state(.accepted(Self.task))) == .poll(Self.task))
    #expect(decide(state(.accepted(Self.task), of: Self.other)) == .poll(Self.task))
    #expect(decide(state(.accepted(Self.task), video: .make())) == .poll(Self.task))
  }

  @Test func paidVideoThatWasNeverFetchedIsFetchedEvenIfTheRequestChanged() {
    let fetch = Decision.fetch(Self.task, reason: "finished at the service, not fetched yet")
    #expect(decide(state(.completed(Self.task, Self.alive))) == fetch)
    #expect(decide(state(.completed(Self.task, Self.alive), of: Self.other)) == fetch)
  }

  @Test func videoThatExpiredUnfetchedIsSubmittedAgain() {
    #expect(
      decide(state(.completed(Self.task, Self.dead)))
        == .submit(reason: "the video expired before it was fetched"))
  }

  @Test func wholeVideoOfTheSameRequestIsKept() {
    #expect(decide(state(.fetched(Self.task), video: .make())) == .keep)
    // Also when a later attempt of another request failed.
    let failed = Attempt.Phase.failed(.make(), task: nil)
    #expect(decide(state(failed, of: Self.other, video: .make())) == .keep)
  }

  @Test(arguments: [
    (FileCheck.missing, "the video file is missing"),
    (.damaged("3 bytes instead of 9"), "the video file is damaged (3 bytes instead of 9)"),
  ])
  func missingFileIsFetchedWhileTheURLLives(_ check: FileCheck, _ reason: String) {
    let living = KeptVideo.make(remote: Self.alive)
    #expect(
      decide(state(.fetched(Self.task), video: living), file: check)
        == .recall(living, reason: reason))
    // Also when the newest attempt was of another request, and whatever became of it.
    let failed = Attempt.Phase.failed(.make(), task: nil)
    for phase in [.fetched(TaskID("video_2")), failed, .withdrawn(reason: "x")] {
      #expect(
        decide(state(phase, of: Self.other, video: living), file: check)
          == .recall(living, reason: reason))
    }
    let gone = KeptVideo.make(remote: Self.dead)
    #expect(
      decide(state(.fetched(Self.task), video: gone), file: check)
        == .submit(reason: reason + ", and it has expired at the service"))
  }

  @Test func olderVideoOfTheSameRequestIsTakenBack() {
    let old = KeptVideo.make(file: .make(path: "versions/job-1.1.mp4"))
    let foreign = KeptVideo.make(
      file: .make(path: "versions/job-1.2.mp4"), attempt: 2, fingerprint: .make(7))
    let current = KeptVideo.make(attempt: 3, fingerprint: .make(99))
    let fetched = state(
      .fetched(Self.task), of: Self.other, video: current, older: [old, foreign])
    #expect(decide(fetched) == .takeBack(old))
  }

  @Test func newestOfSeveralOlderVideosIsTakenBack() {
    let first = KeptVideo.make(file: .make(path: "versions/job-1.1.mp4"))
    let second = KeptVideo.make(file: .make(path: "versions/job-1.2.mp4"), attempt: 2)
    let lost = state(.fetched(Self.task), of: Self.other, older: [first, second])
    #expect(decide(lost) == .takeBack(second))
  }

  @Test func olderVideoWhoseFileIsGoneIsFetchedAgainWhileItsURLLives() {
    func decision(_ remote: RemoteVideo) -> Decision {
      let old = KeptVideo.make(file: .make(path: "videos/elsewhere.mp4"), remote: remote)
      return decide(state(.fetched(Self.task), of: Self.other, older: [old]), file: .missing)
    }
    guard case .recall(let kept, "the video file is missing") = decision(Self.alive),
      kept.remote == Self.alive
    else {
      Issue.record("\(decision(Self.alive))")
      return
    }
    #expect(
      decision(Self.dead)
        == .submit(reason: "the video file is missing, and it has expired at the service"))
  }

  @Test func finalFailureOfTheSameRequestIsKept() {
    let failure = JobFailure.make(canPass: false)
    let failed = state(.failed(failure, task: nil))
    #expect(decide(failed) == .keepFailure(failure))
    let again = Decision.submit(reason: "failed before: the model gave up")
    #expect(decide(failed, retries: true) == again)
    // The wish counts for the first submission only.
    #expect(decide(failed, tries: 1, retries: true) == .keepFailure(failure))
  }

  @Test func failureThatRepeatedInThreeRunsIsKept() throws {
    var failed = JobState()
    for number in 1...3 {
      try failed.apply(.intended(.make(number: number, run: "run-\(number)")), at: .make())
      try failed.apply(.accepted(attempt: number, Self.task), at: .make())
      try failed.apply(.failed(attempt: number, .make()), at: .make())
      let decision = decide(failed)
      if number < 3 {
        #expect(decision == .submit(reason: "failed before: the model gave up"))
      } else {
        guard case .keepFailure(let failure) = decision else {
          Issue.record("\(decision)")
          return
        }
        #expect(failure.isRepeated && !failure.canPass)
      }
    }
    #expect(
      decide(failed, retries: true) == .submit(reason: "failed before: the model gave up"))
    #expect(decide(failed, job: .make(fingerprint: .make(99))).kind == .submit)
  }

  @Test func failureThatCanPassOrOfAnotherRequestIsSubmitted() {
    #expect(
      decide(state(.failed(.make(), task: Self.task)))
        == .submit(reason: "failed before: the model gave up"))
    let changed = decide(state(.failed(.make(canPass: false), task: nil), of: Self.other))
    guard case .submit(let reason) = changed else {
      Issue.record("\(changed)")
      return
    }
    #expect(reason.hasPrefix("request changed: "))
  }

  @Test(arguments: [
    (Attempt.Phase.withdrawn(reason: "throttled"), "not submitted before: throttled"),
    (.lost(TaskID("t"), reason: "its URL expired"), "the video was lost: its URL expired"),
    (.abandoned, "given up in doubt"),
  ])
  func whateverElseIsSubmittedWithItsReason(_ phase: Attempt.Phase, _ reason: String) {
    #expect(decide(state(phase)) == .submit(reason: reason))
  }

  @Test func obstacleThatCanPassCountsUntilTheNextRun() {
    let failure = JobFailure.make(message: "the file has changed")
    let obstacle = Obstacle(failure: failure, fingerprint: Self.job.fingerprint, at: .make())
    let stopped = state(.withdrawn(reason: "x"), obstacle: obstacle)
    #expect(decide(stopped) == .submit(reason: "not submitted before: x"))
    #expect(decide(stopped, tries: 1) == .keepFailure(failure))
  }

  @Test func finalObstacleStandsForItsRequestAndNoOther() {
    let failure = JobFailure.make(message: "the picture was refused", canPass: false)
    var stopped = JobState()
    try? stopped.apply(.obstructed(failure, Self.job.fingerprint), at: .make())
    #expect(decide(stopped) == .keepFailure(failure))
    #expect(decide(stopped, retries: true) == .submit(reason: "new"))
    let changed = Job.make(fingerprint: .make(99))
    #expect(decide(stopped, job: changed) == .submit(reason: "new"))
  }

  @Test func diskThatCannotBeReadIsNoReasonToPay() {
    let error = FileError(operation: "read", path: "videos/job-1.mp4", code: 13)
    let known = state(.fetched(Self.task), video: .make())
    #expect(decide(known, file: .unreadable(error)) == .unreadable(error))
  }

  @Test func forceIsForOnceInARunAndForWhatThePlanShows() {
    var planner = Planner { _ in .whole }
    planner.forces = true
    planner.run = "run-2"
    func decide(_ run: String, mayForce: Bool = true, tries: Int = 0) -> Decision {
      let known = state(.fetched(Self.task), of: .make(run: run), video: .make())
      return planner.decide(
        Self.job, known, now: Self.now, tries: tries, mayForce: mayForce)
    }
    #expect(decide("run-1") == .submit(reason: "forced"))
    #expect(decide("run-2") == .keep, "it was made in this run")
    #expect(decide("run-1", mayForce: false) == .keep)
    #expect(decide("run-1", tries: 1) == .keep)
  }

  @Test func expiredVideoThatNobodyWouldPayForAgainIsAskedForOnceMore() {
    let kept = KeptVideo.make(attempt: 1)
    let expired = state(.completed(TaskID("video_2"), Self.dead), of: Self.other, video: kept)
    #expect(
      decide(expired)
        == .fetch(TaskID("video_2"), reason: "finished at the service, and asked for once more"))
  }

  @Test(arguments: [
    (RequestOutline.make(resolution: .p1080), "resolution 720p → 1080p"),
    (.make(duration: .fifteen), "duration 5 → 15"), (.make(audio: true), "audio false → true"),
    (.make(watermark: true), "watermark unset → true"), (.make(sourcesSum: 9), "image_urls"),
    (.make(promptSum: 9), "prompt"), (.make(metadataSum: 9), "metadata"),
    (.make(mode: .referenceVideo), "mode image_to_video → reference_video"),
    (
      .make(mode: .referenceVideo, sourcesSum: 9),
      "mode image_to_video → reference_video, reference_urls"
    ),
    (.make(duration: .ten, promptSum: 9), "duration 5 → 10, prompt"), (.make(), "sources"),
  ])
  func changedRequestIsSubmittedNamingWhatChanged(_ outline: RequestOutline, _ words: String) {
    let job = Job(
      id: Self.job.id, line: Self.job.line, request: Self.job.request, fingerprint: .make(2),
      outline: outline)
    #expect(
      decide(state(.fetched(Self.task), video: .make()), job: job)
        == .submit(reason: "request changed: \(words)"))
  }
}
