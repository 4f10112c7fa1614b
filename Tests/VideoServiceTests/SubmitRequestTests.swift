import HTTPCore
import JobModel
import Testing
import VideoService

@Suite struct SubmitRequestTests {
  static let image = ["https://example.com/a.jpg"]

  struct Case: Sendable {
    var request: VideoRequest
    var key: String?
    var body: String
  }

  static let cases = [
    Case(
      request: VideoRequest(mode: .imageToVideo, sources: image),
      body: #"{"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"],"#
        + #""resolution":"1080p","duration":5,"audio":true}"#),
    Case(
      request: VideoRequest(
        mode: .imageToVideo, sources: image, prompt: "say \"hi\"\n审核", resolution: .p720,
        duration: .fifteen, audio: false, watermark: true),
      key: "wb-0011",
      body: #"{"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"],"#
        + #""prompt":"say \"hi\"\n审核","resolution":"720p","duration":15,"audio":false,"#
        + #""watermark":true,"client_business_id":"wb-0011"}"#),
    Case(
      request: VideoRequest(
        mode: .imageToVideo, sources: image, prompt: "", duration: .ten, watermark: false,
        metadata: []),
      body: #"{"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"],"prompt":"","#
        + #""resolution":"1080p","duration":10,"audio":true,"watermark":false,"metadata":{}}"#),
    Case(
      request: VideoRequest(
        mode: .referenceVideo, sources: ["http://a/1.mp4", "https://b/2.mov"], prompt: "both"),
      body: #"{"model":"wan2.6-flash","prompt":"both","resolution":"1080p","duration":5,"#
        + #""audio":true,"metadata":{"reference_urls":["http://a/1.mp4","https://b/2.mov"]}}"#),
    Case(
      request: VideoRequest(
        mode: .referenceVideo, sources: ["http://a/1.mp4"],
        metadata: [
          RawMember(key: "shot", value: RawJSON(validated: #"{"n":1.50,"big":1e400}"#)),
          RawMember(key: "é", value: RawJSON(validated: "[null]")),
        ]),
      key: "k",
      body: #"{"model":"wan2.6-flash","resolution":"1080p","duration":5,"audio":true,"#
        + #""metadata":{"reference_urls":["http://a/1.mp4"],"shot":{"n":1.50,"big":1e400},"#
        + #""é":[null]},"client_business_id":"k"}"#),
    Case(
      request: VideoRequest(
        mode: .imageToVideo, sources: image,
        metadata: [RawMember(key: "x", value: RawJSON(validated: "1"))]),
      body: #"{"model":"wan2.6-flash","image_urls":["https://example.com/a.jpg"],"#
        + #""resolution":"1080p","duration":5,"audio":true,"metadata":{"x":1}}"#),
  ]

  @Test(arguments: cases)
  func bodyIsByteForByteWhatTheContractSays(_ testCase: Case) async throws {
    let transport = ScriptedTransport()
    let client = try VideoClient.make(transport)
    _ = await client.submit(testCase.request, key: testCase.key.map { SubmissionKey($0) })
    #expect(transport.requests.map(\.bodyText) == [testCase.body])
  }

  @Test func submissionLeavesOnceOnAConnectionOfItsOwn() async throws {
    let transport = ScriptedTransport()
    let client = try VideoClient.make(transport)
    _ = await client.submit(VideoRequest(mode: .imageToVideo, sources: Self.image), key: nil)
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1)
    #expect(request.method == .post)
    #expect(request.url == "https://toapis.com/v1/videos/generations")
    #expect(request.connectionUse == .fresh)
    #expect(request.values(of: "Content-Type") == ["application/json"])
    #expect(request.limits.total == .seconds(9))
  }

  @Test(arguments: [
    ("video_01K2", "video_01K2"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("../..", "..%2F.."),
    ("视", "%E8%A7%86"), ("a b%41", "a%20b%2541"),
  ])
  func taskIDIsOneSegmentOfThePath(_ id: String, _ segment: String) async throws {
    let transport = ScriptedTransport()
    let client = try VideoClient.make(transport)
    _ = await client.status(of: TaskID(id))
    _ = await client.task(submittedWith: SubmissionKey(id))
    let url = "https://toapis.com/v1/videos/generations/\(segment)"
    #expect(transport.requests.map(\.url) == [url, url])
    #expect(transport.requests.allSatisfy { $0.method == .get && $0.bodyText == nil })
  }
}
