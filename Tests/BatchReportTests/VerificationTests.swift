import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct VerificationTests {
  /// A directory's jobs, each the fold of its events.
  private func state(_ jobs: [(id: String, events: [JobEvent])]) throws -> BatchState {
    var state = BatchState()
    for (id, events) in jobs {
      for event in [.named(stem: id)] + events {
        try state.apply(BatchRecord(at: .make(), event: .job(JobID(id), event)))
      }
    }
    return state
  }

  /// The events of an attempt whose video is here.
  private func fetched(
    _ id: String, _ attempt: Int = 1, sha256: String? = nil, warnings: [String] = [],
    replaced: String? = nil
  ) -> [JobEvent] {
    let file = VideoFile.make(
      path: "videos/\(id).mp4", sha256: sha256 ?? "\(id)-\(attempt)", warnings: warnings)
    return paid(id, attempt) + [
      .completed(attempt: attempt, .make()),
      .fetched(attempt: attempt, file, replaced: replaced),
    ]
  }

  /// The events of an attempt that was accepted.
  private func paid(_ id: String, _ attempt: Int = 1) -> [JobEvent] {
    let intent = Attempt.Intent.make(
      number: attempt, reason: attempt == 1 ? "new" : "request changed: prompt")
    return [.intended(intent), .accepted(attempt: attempt, TaskID("\(id)-\(attempt)"))]
  }

  /// Checks with a verdict by path; files that are not named are whole.
  private func verify(
    _ state: BatchState, _ verdicts: [String: FileVerdict] = [:], files: [String] = []
  ) -> Verification {
    var verification = Verification(Inventory(state))
    for item in verification.inventory.items {
      verification.take(verdicts[item.video.file.path] ?? .whole, of: item)
    }
    for file in files { verification.take(fileAt: file) }
    return verification
  }

  @Test func aSoundDirectoryIsOneLine() throws {
    let state = try state([
      ("a", fetched("a")),
      ("b", fetched("b") + fetched("b", 2, replaced: "versions/b.1.mp4")),
      ("failed", paid("failed") + [EventKind.failed.event()]),
      ("refused", [.intended(.make()), EventKind.refused.event()]),
    ])
    let verification = verify(
      state, files: ["videos/a.mp4", "videos/b.mp4", "versions/b.1.mp4"])
    #expect(verification.isSound)
    #expect(
      verification.text == """
        3 charges, ¥2.25 (estimated): 3 of 3 videos whole, 150.0 kB; all is well

        """)
    #expect(
      verification.jsonLines == """
        {"type":"verification","sound":true,"charges":3,"amount":2.25,"currency":"CNY",\
        "estimated":true,"videos":3,"whole":3,"whole_bytes":150000,"findings":{}}

        """)
  }

  @Test func whatIsWrongWithAFileIsSaid() throws {
    let state = try state(["a", "b", "c", "d"].map { ($0, fetched($0)) })
    let verification = verify(
      state,
      [
        "videos/a.mp4": .missing, "videos/b.mp4": .damaged("7 bytes instead of 50000"),
        "videos/c.mp4": .misdescribed("it is silent"), "videos/d.mp4": .unreadable("not allowed"),
      ])
    #expect(!verification.isSound)
    #expect(
      verification.text == """
        missing: videos/a.mp4 (job a, task a-1, ¥0.75): the file is not there
        damaged: videos/b.mp4 (job b, task b-1, ¥0.75): 7 bytes instead of 50000
        unreadable: videos/d.mp4 (job d, task d-1, ¥0.75): not allowed
        misdescribed: videos/c.mp4 (job c, task c-1, ¥0.75): it is silent
        4 charges, ¥3.00 (estimated): 0 of 4 videos whole, 0 bytes; 1 missing, 1 damaged, \
        1 unreadable, 1 misdescribed

        """)
    let row = try #require(verification.jsonLines.split(separator: "\n").first)
    #expect(
      row == """
        {"type":"finding","kind":"missing","problem":true,"id":"a","task_id":"a-1",\
        "path":"videos/a.mp4","amount":0.75,"message":"the file is not there"}
        """)
  }

  @Test func everyChargeWithoutAVideoIsExplained() throws {
    let ways: [(String, [JobEvent])] = [
      ("doubted", [.intended(.make()), EventKind.doubted.event()]),
      ("given-up", [.intended(.make()), EventKind.doubted.event(), EventKind.abandoned.event()]),
      (
        "lost",
        paid("lost") + [.completed(attempt: 1, .make()), .lost(attempt: 1, reason: "expired")]
      ),
      ("replaced", fetched("replaced") + fetched("replaced", 2)),
      ("running", paid("running")),
      ("waiting", paid("waiting") + [.completed(attempt: 1, .make())]),
    ]
    let verification = verify(try state(ways))
    #expect(verification.isSound)
    #expect(
      verification.text == """
        running: job running, task running-1, ¥0.75: the task has not ended; \
        wanbatch collect fetches it
        waiting: job waiting, task waiting-1, ¥0.75: finished at the service; \
        fetch it with wanbatch collect, before 2026-11-24T02:00:00.000Z
        lost: job lost, task lost-1, ¥0.75: expired
        superseded: job replaced, task replaced-1, ¥0.75: no video of it is kept; \
        submitted again because: request changed: prompt
        in doubt: job doubted, ¥0.75: sent, outcome unknown; wanbatch resolve lists it
        in doubt: job given-up, ¥0.75: given up in doubt: \
        whether it was paid for is not known
        5 charges, ¥3.75 (estimated): 1 of 1 video whole, 50.0 kB; 1 running, 1 waiting, \
        1 lost, 1 superseded, 2 in doubt; all is well

        """)
  }

  @Test func aVideoThatBecameAnotherJobsIsTheFileOfItsCharge() throws {
    var adopted = KeptVideo.make(
      file: .make(path: "videos/new.mp4", sha256: "old-1"), attempt: -1, task: "old-1")
    let jobs: [(String, [JobEvent])] = [
      ("new", [.adopted(from: JobID("old"), adopted, replaced: nil)]),
      ("old", fetched("old") + [.released(attempt: 1)]),
    ]
    let verification = verify(try state(jobs), files: ["videos/new.mp4"])
    #expect(
      verification.text == """
        1 charge, ¥0.75 (estimated): 1 of 1 video whole, 50.0 kB; all is well

        """)
    adopted.task = TaskID("another")
    let uncharged = verify(
      try state([("new", [.adopted(from: JobID("old"), adopted, replaced: nil)])]))
    #expect(uncharged.findings.map(\.kind) == [.uncharged])
  }

  @Test func aVideoThatIsNotKeptAnyMoreIsNotMissing() throws {
    let verification = verify(try state([("a", fetched("a") + [.released(attempt: 1)])]))
    #expect(verification.isSound)
    #expect(
      verification.findings.map(\.message) == ["its video was replaced, and is not kept any more"])
  }

  static let files: [(path: String, kind: Finding.Kind?)] = [
    ("videos/Kelvin.mp4", nil), ("videos/\u{212A}elvin.mp4", .stranger),
    ("videos/kelvin.mp4", .stranger), ("videos/half.mp4", .leftover),
    ("videos/failed.mp4", .stranger), ("videos/Kelvin.mp4.part", .leftover),
    ("videos/x.mp4.part", .leftover), ("videos/x.mp4.tmp", .leftover), ("videos/x.part", .stranger),
    ("versions/x.mp4.part", .leftover), ("removed/x.1.mp4.tmp", .leftover),
    ("videos/Kelvin.1.mp4", .stranger), ("versions/Kelvin.1.mp4", .leftover),
    ("versions/Kelvin.-1.mp4", .leftover), ("versions/Kelvin.mp4", .stranger),
    ("versions/Kelvin.one.mp4", .stranger), ("versions/failed.1.mp4", .stranger),
    ("removed/Kelvin.1.mp4", .leftover), ("removed/x", .stranger), ("removed/.mp4", .stranger),
    ("versions/..mp4", .stranger),
  ]

  @Test(arguments: files) func aFileIsKnownOrLeftOverOrAStranger(
    path: String, kind: Finding.Kind?
  ) throws {
    let state = try state([
      ("Kelvin", fetched("Kelvin")),
      ("half", paid("half") + [.completed(attempt: 1, .make())]),
      ("failed", paid("failed") + [EventKind.failed.event()]),
    ])
    #expect(Inventory(state).judge(path)?.kind == kind)
  }

  private func snapshot(
    charges: [Charge], video: KeptVideo?, older: [KeptVideo] = []
  ) -> JobState {
    JobState(
      stem: "a", latest: nil, charges: charges, video: video, older: older, withdrawn: 0,
      obstacle: nil)
  }

  /// States that no run comes to; a journal that was put together by hand may.
  @Test func chargesAndVideosThatDoNotBelongTogetherAreFound() throws {
    let cases: [(String, [JobState], [Finding.Kind])] = [
      (
        "a video for nothing", [snapshot(charges: [], video: .make())], [.uncharged]
      ),
      (
        "an attempt charged twice", [snapshot(charges: [.make(), .make()], video: .make())],
        [.doubled]
      ),
      (
        "a task of two jobs",
        [
          snapshot(charges: [.make()], video: .make()),
          snapshot(
            charges: [.make()],
            video: .make(file: .make(path: "videos/b.mp4", sha256: "other"))),
        ], [.doubled]
      ),
      (
        "two videos in one file",
        [
          snapshot(
            charges: [.make(), .make(attempt: 2, task: "video_2")], video: .make(),
            older: [.make(file: .make(sha256: "other"), attempt: 2, task: "video_2")])
        ], [.doubled]
      ),
      (
        "two tasks with the same bytes",
        [
          snapshot(
            charges: [.make(), .make(attempt: 2, task: "video_2")], video: .make(),
            older: [.make(file: .make(path: "versions/a"), attempt: 2, task: "video_2")])
        ], [.identical]
      ),
      (
        "one video that two jobs have, after a crash between two records",
        [
          snapshot(charges: [.make()], video: .make()),
          snapshot(
            charges: [], video: .make(file: .make(path: "videos/b.mp4"), attempt: -1)),
        ], []
      ),
      (
        "a video that may not have been paid for",
        [snapshot(charges: [.make(isCertain: false)], video: .make())], [.uncharged]
      ),
      (
        "an unfit video",
        [snapshot(charges: [.make()], video: .make(file: .make(warnings: ["w"])))],
        [.warning]
      ),
    ]
    for (name, jobs, kinds) in cases {
      var state = BatchState()
      for (index, job) in jobs.enumerated() {
        try state.apply(
          BatchRecord(at: .make(), event: .snapshot(JobID("job-\(index)"), job)))
      }
      #expect(verify(state).findings.map(\.kind) == kinds, "\(name)")
    }
  }

  @Test func textFromOutsideCanNotLookLikeAnotherFinding() throws {
    let id = "a\nstranger: videos/x.mp4"
    let state = try state([(id, paid(id))])
    #expect(verify(state).text.split(separator: "\n").count == 2)
  }
}
