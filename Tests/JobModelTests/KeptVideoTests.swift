import JobModel
import TestSupport
import Testing

@Suite struct KeptVideoTests {
  private func state(_ events: [JobEvent]) throws -> JobState {
    var state = JobState()
    for event in events { try state.apply(event, at: .make()) }
    return state
  }

  /// A second attempt, of another request, whose video took the place of the first.
  private static func replacing(_ replaced: String?) -> [JobEvent] {
    JobStage.fetched.way + [
      .intended(.make(number: 2, fingerprint: .make(2))), EventKind.accepted.event(2),
      EventKind.completed.event(2),
      .fetched(attempt: 2, .make(sha256: "new"), replaced: replaced),
    ]
  }

  private static let first = KeptVideo.make()
  private static let second = KeptVideo.make(
    file: .make(sha256: "new"), attempt: 2, task: "video_2", fingerprint: .make(2))

  private static func at(_ path: String, _ video: KeptVideo) -> KeptVideo {
    var video = video
    video.file.path = path
    return video
  }

  @Test func aFetchedVideoSaysWhereItCameFrom() throws {
    #expect(try JobStage.fetched.state().video == Self.first)
  }

  @Test func anOldVideoStaysInPlaceUntilTheNewOneIsHere() throws {
    for count in JobStage.fetched.way.count..<Self.replacing(nil).count {
      #expect(try state(Array(Self.replacing(nil).prefix(count))).video == Self.first)
    }
  }

  @Test func aReplacedVideoIsKeptWhereItWent() throws {
    let state = try state(Self.replacing("versions/job-1.1.mp4"))
    #expect(state.video == Self.second)
    #expect(state.older == [Self.at("versions/job-1.1.mp4", Self.first)])
  }

  @Test func aVideoThatWasOverwrittenIsForgotten() throws {
    let state = try state(Self.replacing(nil))
    #expect(state.video == Self.second)
    #expect(state.older.isEmpty)
  }

  @Test func aVideoFetchedAgainReplacesNothingOfItsOwn() throws {
    let again = RemoteVideo.make(url: "https://files.example.com/again.mp4")
    let state = try state(
      JobStage.fetched.way + [.refetched(attempt: 1, .make(sizeBytes: 7), again, replaced: nil)])
    #expect(state.video == .make(file: .make(sizeBytes: 7), remote: again))
    #expect(state.older.isEmpty)
    #expect(state.charges.count == 1, "it was paid once")
  }

  @Test func anOlderVideoFetchedAgainTakesThePlaceOfTheNewer() throws {
    let again = RemoteVideo.make(url: "https://files.example.com/again.mp4")
    let file = VideoFile.make(path: "videos/job-1.mp4", sizeBytes: 7)
    let replaced = Self.replacing("versions/job-1.1.mp4")
    let state = try state(
      replaced + [.refetched(attempt: 1, file, again, replaced: "versions/job-1.2.mp4")])
    #expect(state.video?.attempt == 1 && state.video?.file == file)
    #expect(state.video?.remote == again)
    #expect(state.video?.fingerprint == Self.first.fingerprint)
    #expect(state.older == [Self.at("versions/job-1.2.mp4", Self.second)])
    let overwritten = try self.state(
      replaced + [.refetched(attempt: 1, file, again, replaced: nil)])
    #expect(overwritten.video?.attempt == 1 && overwritten.older.isEmpty)
  }

  @Test func aVideoOfAJobThatLeftIsAdoptedForNothing() throws {
    let kept = KeptVideo.make(attempt: -1, fingerprint: .make(7))
    let event = JobEvent.adopted(from: JobID("left"), kept, replaced: nil)
    let fresh = try state([event])
    #expect(fresh.video == kept && fresh.latest == nil && fresh.cost == .zero)
    let place = "versions/job-1.1.mp4"
    let changed = try state(
      JobStage.fetched.way + [.adopted(from: JobID("left"), kept, replaced: place)])
    #expect(changed.video == kept)
    #expect(changed.older == [Self.at(place, Self.first)])
    var donor = try state(JobStage.fetched.way)
    try donor.apply(.released(attempt: 1), at: .make())
    #expect(donor.video == nil && donor.charges.count == 1, "what it cost stays")
    for number in [0, 1] {
      var state = JobState()
      #expect(throws: IllegalTransition.self) {
        try state.apply(
          .adopted(from: JobID("left"), .make(attempt: number), replaced: nil), at: .make())
      }
    }
  }

  @Test func aVideoLostUnfetchedLeavesTheOlderOneInPlace() throws {
    let early = Array(Self.replacing(nil).dropLast()) + [EventKind.lost.event(2)]
    #expect(try state(early).video == Self.first)
  }

  @Test func anOlderVideoIsTakenBack() throws {
    let state = try state(
      Self.replacing("versions/job-1.1.mp4") + [
        .moved(attempt: 2, path: "versions/job-1.2.mp4", inPlace: false),
        .moved(attempt: 1, path: "videos/job-1.mp4", inPlace: true),
      ])
    #expect(state.video == Self.first)
    #expect(state.older == [Self.at("versions/job-1.2.mp4", Self.second)])
  }

  @Test func aRecordWhoseFileWasOverwrittenByOneTakenBackIsForgotten() throws {
    let state = try state(
      Self.replacing("versions/job-1.1.mp4") + [
        .moved(attempt: 1, path: "videos/job-1.mp4", inPlace: true)
      ])
    #expect(state.video == Self.first)
    #expect(state.older.isEmpty, "the path is another video's now")
  }

  @Test func aVideoIsKnownOnceHoweverOftenItIsFetched() throws {
    let state = try state(
      JobStage.fetched.way + [
        .moved(attempt: 1, path: "versions/job-1.1.mp4", inPlace: false),
        EventKind.refetched.event(),
      ])
    #expect(state.video == Self.first)
    #expect(state.older.isEmpty)
  }

  @Test func aVideoThatIsNotKnownCannotBeMoved() throws {
    var state = try state(Self.replacing(nil))
    let before = state
    #expect(throws: IllegalTransition.self) {
      try state.apply(EventKind.moved.event(1), at: .make())
    }
    #expect(state == before)
  }
}
