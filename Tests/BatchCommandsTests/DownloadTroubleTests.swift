import BatchEngine
import BatchReport
import JobModel
import TestSupport
import Testing

@testable import BatchCommands

@Suite struct DownloadTroubleTests {
  @Test func whyAVideoDidNotComeIsKnownUntilItComes() {
    let display = ProgressDisplay(
      ProgressBoard(total: 2, completed: 0), console: Console(environment: [:]), talk: .quiet,
      clock: TestClock())
    let (a, b) = (JobID("a"), JobID("b"))
    display.take(.downloadTrouble(a, "the video URL answered HTTP 503"))
    display.take(.downloadTrouble(b, "the file is no whole MP4"))
    display.take(.downloadTrouble(a, "nothing arrived"))
    #expect(
      display.downloadTroubles == [a: "nothing arrived", b: "the file is no whole MP4"])
    display.take(BatchRecord(at: .make(), event: .job(a, EventKind.fetched.event())))
    #expect(display.downloadTroubles == [b: "the file is no whole MP4"])
  }
}
