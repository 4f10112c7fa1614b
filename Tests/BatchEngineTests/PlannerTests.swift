import BatchEngine
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
    older: [KeptVideo] = [], obstacle: JobFailure? = nil
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

  @Test func obstacleCountsUntilTheNextRun() {
    let obstacle = JobFailure.make(message: "the picture was refused", canPass: false)
    var stopped = JobState()
    try? stopped.apply(.obstructed(obstacle), at: .make())
    #expect(decide(stopped) == .submit(reason: "new"))
    #expect(decide(stopped, tries: 1) == .keepFailure(obstacle))
    let withdrawn = state(.withdrawn(reason: "x"), obstacle: obstacle)
    #expect(decide(withdrawn, tries: 1) == .keepFailure(obstacle))
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
    var job = Self.job
    job.fingerprint = .make(2)
    job.outline = outline
    #expect(
      decide(state(.fetched(Self.task), video: .make()), job: job)
        == .submit(reason: "request changed: \(words)"))
  }
}
