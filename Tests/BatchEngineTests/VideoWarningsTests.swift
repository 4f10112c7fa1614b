import JobModel
import TestSupport
import Testing

@testable import BatchEngine

@Suite struct VideoWarningsTests {
  @Test(arguments: [
    (VideoFile.make(), RequestOutline.make(), [String]()),
    (.make(width: 720, height: 1280), .make(), []),
    (.make(lengthMilliseconds: 4500), .make(), []), (.make(lengthMilliseconds: 5500), .make(), []),
    (.make(lengthMilliseconds: 4499), .make(), ["4.5 s long, paid for 5 s"]),
    (.make(lengthMilliseconds: 5501), .make(), ["5.5 s long, paid for 5 s"]),
    (.make(lengthMilliseconds: 5040), .make(duration: .fifteen), ["5.0 s long, paid for 15 s"]),
    (.make(lengthMilliseconds: 0), .make(), ["0.0 s long, paid for 5 s"]),
    (.make(), .make(resolution: .p1080), ["1280x720 pixels, paid for 1080p"]),
    (.make(width: 1920, height: 1080), .make(), ["1920x1080 pixels, paid for 720p"]),
    (.make(width: 1920, height: 1080), .make(resolution: .p1080), []),
    (.make(audio: true), .make(), ["has sound, paid for silent"]),
    (.make(), .make(audio: true), ["is silent, paid for sound"]),
    (.make(lengthMilliseconds: 999_999_999_999), .make(), ["1000000000.0 s long, paid for 5 s"]),
  ])
  func whatWasNotPaidForIsNamed(
    _ file: VideoFile, _ outline: RequestOutline, _ expected: [String]
  ) {
    #expect(VideoWarnings.warnings(about: file, paidFor: outline) == expected)
  }

  @Test func everyMismatchIsNamed() {
    let file = VideoFile.make(width: 64, height: 64, lengthMilliseconds: 1000, audio: true)
    #expect(VideoWarnings.warnings(about: file, paidFor: .make()).count == 3)
  }
}
