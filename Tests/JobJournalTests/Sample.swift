import JobModel
import TestSupport

/// Records of every kind, with and without what they may leave out.
enum Sample {
  private static let job = JobID("sku-001")
  private static let task = TaskID("video_01K2ABJPQ9A0Z6JZ3V8M9W6PZ")

  private static func event(_ event: JobEvent, _ seconds: Int64 = 1) -> BatchRecord {
    BatchRecord(at: .make(seconds), event: .job(job, event))
  }

  static let records: [BatchRecord] = jobRecords + directoryRecords + phaseRecords + laterRecords

  private static let jobRecords = [
    event(.named(stem: "sku-001")),
    event(
      .obstructed(
        .make(code: "upload_refused", message: "Image too large", canPass: false), .make(4))),
    event(.intended(.make())),
    event(
      .intended(
        .make(
          number: 2, key: "wb-2", carriesKey: false, account: "", run: "r",
          fingerprint: Fingerprint("0123456789abcdef0123456789abcdef"),
          outline: .make(
            mode: .referenceVideo, resolution: .p1080, duration: .fifteen, audio: true,
            watermark: false, sourcesSum: 0, promptSum: .max, metadataSum: 7),
          amount: nil, reason: "request changed: duration 5 → 10"))),
    event(.accepted(attempt: 1, task)),
    event(
      .refused(
        attempt: 1,
        .make(
          code: "content_policy_violation", message: "内容违规 \"x\"\n", httpStatus: 422,
          canPass: false))),
    event(.withdrawn(attempt: 1, reason: "never reached the service")),
    event(.doubted(attempt: 1, reason: "no answer", task: nil)),
    event(.doubted(attempt: 1, reason: "404", task: task)),
    event(.abandoned(attempt: 1)),
    event(.failed(attempt: 1, .make(code: nil, message: "it ended"))),
    event(.completed(attempt: 1, .make())),
    event(.completed(attempt: 1, .make(url: "https://f/v", expiresAt: nil, completedAt: nil))),
    event(.fetched(attempt: 1, .make(), replaced: nil)),
    event(
      .fetched(
        attempt: 2, .make(audio: true, warnings: ["4.2 s long, paid for 5 s"]),
        replaced: "versions/sku-001.1.mp4")),
    event(.lost(attempt: 1, reason: "its URL expired")),
    event(.moved(attempt: 1, path: "versions/sku-001.1.mp4", inPlace: false)),
    event(.moved(attempt: 1, path: "videos/sku-001.mp4", inPlace: true)),
  ]

  private static let directoryRecords = [
    BatchRecord(
      at: .make(), event: .runBegan(Run(id: "run-1", settings: ["--tier=vip", "--max-cost=10"]))),
    BatchRecord(at: .make(), event: .runEnded(id: "run-1", exitCode: 143)),
    BatchRecord(at: .make(), event: .rebound(service: "https://mirror.example.com:8443")),
    BatchRecord(
      at: .make(), event: .uploaded(Upload(sha256: "ab12", url: "https://f/u.jpg?a=1&b=2"))),
    BatchRecord(at: .make(), event: .keyPolicy(.unknown)),
    BatchRecord(at: .make(), event: .keyPolicy(.accepted)),
    BatchRecord(at: .make(), event: .keyPolicy(.refused)),
    BatchRecord(at: .make(), event: .snapshot(JobID("\u{E9}\u{0}\u{1F600}"), JobState())),
  ]

  static let phases: [Attempt.Phase] = [
    .intended, .inDoubt(reason: "no answer", task: nil), .inDoubt(reason: "404", task: task),
    .accepted(task), .completed(task, .make()), .fetched(task),
    .failed(.make(httpStatus: 400), task: nil), .failed(.make(), task: task),
    .withdrawn(reason: "never reached the service"), .lost(task, reason: "expired"), .abandoned,
  ]

  private static let phaseRecords = phases.map { phase in
    let attempt = Attempt(
      intent: .make(number: 3), phase: phase, submittedAt: .make(5), changedAt: .make(6))
    let state = JobState(
      stem: "sku-001", latest: attempt,
      charges: [.make(), .make(attempt: 2, task: nil, amount: nil, isCertain: false)],
      video: .make(attempt: 2, task: "video_2", remote: .make(expiresAt: nil)),
      older: [.make(file: .make(path: "versions/sku-001.1.mp4", warnings: ["small"]))],
      withdrawn: 1,
      obstacle: Obstacle(
        failure: .make(message: "the picture was refused"), fingerprint: .make(4), at: .make(8)))
    return BatchRecord(at: .make(9), event: .snapshot(job, state))
  }

  /// Kinds and members that came later; those above keep their places.
  static let laterRecords = [
    event(.refetched(attempt: 1, .make(), .make(), replaced: nil)),
    event(
      .refetched(
        attempt: 2, .make(warnings: ["small"]),
        .make(url: "https://f/v", expiresAt: nil, completedAt: nil),
        replaced: "versions/sku-001.1.mp4")),
    BatchRecord(at: .make(), event: .remembered(submissions: [], witnesses: [])),
    BatchRecord(
      at: .make(),
      event: .remembered(
        submissions: [.make(1), .make(2)],
        witnesses: [
          Witness(
            job: job, account: "account-1", mode: .imageToVideo, key: SubmissionKey("wb-1"),
            task: task, submittedAt: .make(3), uptime: nil)
        ])),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil, latest: nil, charges: [], video: nil, older: [], withdrawn: 0, obstacle: nil,
          pastTasks: [task, TaskID("video_0")], adoptions: 2))),
    event(.adopted(from: JobID("sku-000"), .make(attempt: -1), replaced: nil)),
    event(
      .adopted(
        from: JobID("sku-000"), .make(attempt: -2, remote: .make(expiresAt: nil)),
        replaced: "versions/sku-001.-1.mp4")),
    event(.released(attempt: -1)),
    event(.fetched(attempt: 1, .make(modifiedAt: .make(7)), replaced: nil)),
    event(.intended(.make(number: 2, givesUp: true))),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil,
          latest: Attempt(
            intent: .make(number: 2, givesUp: true), phase: .intended, submittedAt: .make(2),
            changedAt: .make(2)),
          charges: [.make(task: nil, isCertain: false)], video: nil, older: [], withdrawn: 0,
          obstacle: nil,
          supplanted: [
            Attempt(
              intent: .make(), phase: .inDoubt(reason: "no answer", task: nil),
              submittedAt: .make(1), changedAt: .make(1))
          ]))),
    BatchRecord(at: .make(), event: .taught(RateLesson(.query, account: "account-1"))),
    BatchRecord(
      at: .make(),
      event: .taught(
        RateLesson(
          .submit, account: "account-1", limit: 300,
          refusal: .init(at: .make(1), peak: 4.25), closedUntil: .make(9)))),
    event(.intended(.make(uptime: Uptime(boot: "b0b0b0b0b0b0b0b0", milliseconds: 86_400_001)))),
    BatchRecord(
      at: .make(),
      event: .remembered(
        submissions: [],
        witnesses: [
          Witness(
            job: job, account: "account-1", mode: .referenceVideo, key: SubmissionKey("wb-1"),
            task: task, submittedAt: .make(3),
            uptime: Uptime(boot: "b0b0b0b0b0b0b0b0", milliseconds: 7))
        ])),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil,
          latest: Attempt(
            intent: .make(number: 3, givesUp: true), phase: .intended, submittedAt: .make(3),
            changedAt: .make(3)),
          charges: [], video: nil, older: [], withdrawn: 0, obstacle: nil,
          supplanted: [1, 2].map { number in
            Attempt(
              intent: .make(number: number), phase: .inDoubt(reason: "no answer", task: nil),
              submittedAt: .make(1), changedAt: .make(1))
          }))),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil,
          latest: Attempt(
            intent: .make(number: 3), phase: .failed(repeated, task: task), submittedAt: .make(2),
            changedAt: .make(2)),
          charges: [], video: nil, older: [], withdrawn: 0, obstacle: nil,
          earlierFailure: EarlierFailure(
            code: "generation_failed", message: "the model gave up", fingerprint: .make(),
            run: "run-0", runs: 2)))),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil, latest: nil, charges: [], video: nil, older: [], withdrawn: 0, obstacle: nil,
          earlierFailure: EarlierFailure(
            code: nil, message: "it ended", fingerprint: .make(), run: "run-0", runs: 1)))),
    event(.answered(attempt: 1)),
    BatchRecord(at: .make(), event: .keyPolicy(.rewritten)),
    BatchRecord(
      at: .make(),
      event: .snapshot(
        job,
        JobState(
          stem: nil,
          latest: Attempt(
            intent: .make(), phase: .inDoubt(reason: "no id", task: nil), submittedAt: .make(1),
            changedAt: .make(1), isAnswered: true),
          charges: [], video: nil, older: [], withdrawn: 0, obstacle: nil))),
  ]

  private static let repeated = {
    var failure = JobFailure.make(canPass: false)
    failure.isRepeated = true
    return failure
  }()
}
