import JSONText
import JobJSON
import JobModel
import Testing

@Suite struct RequestJSONTests {
  static let requests: [(VideoRequest, String)] = [
    (
      VideoRequest(mode: .imageToVideo, sources: ["https://cdn.example.com/a.jpg"]),
      #"""
      {"model":"wan2.6-flash","image_urls":["https://cdn.example.com/a.jpg"],\#
      "resolution":"1080p","duration":5,"audio":true}
      """#
    ),
    (
      VideoRequest(
        mode: .imageToVideo, sources: ["a b/ü.png"], prompt: "say \"hi\"\n\u{1F600}",
        resolution: .p720, duration: .fifteen, audio: false, watermark: true, metadata: []),
      #"""
      {"model":"wan2.6-flash","image_urls":["a b/ü.png"],"prompt":"say \"hi\"\n😀",\#
      "resolution":"720p","duration":15,"audio":false,"watermark":true,"metadata":{}}
      """#
    ),
    (
      VideoRequest(
        mode: .referenceVideo, sources: ["https://v/1.mp4", "https://v/2.mp4"], prompt: "",
        duration: .ten, watermark: false),
      #"""
      {"model":"wan2.6-flash","prompt":"","resolution":"1080p","duration":10,"audio":true,\#
      "watermark":false,"metadata":{"reference_urls":["https://v/1.mp4","https://v/2.mp4"]}}
      """#
    ),
    (
      VideoRequest(
        mode: .referenceVideo, sources: ["https://v/1.mp4"],
        metadata: [
          RawMember(key: "seed", value: RawJSON(validated: "1.50e+400")),
          RawMember(
            key: "caf\u{E9}", value: RawJSON(validated: #"{"b":[1,null],"a":"\ud83d\ude00"}"#)),
          RawMember(key: "cafe\u{301}", value: RawJSON(validated: "12345678901234567890123")),
        ]),
      #"""
      {"model":"wan2.6-flash","resolution":"1080p","duration":5,"audio":true,"metadata":\#
      {"reference_urls":["https://v/1.mp4"],"seed":1.50e+400,"café":{"b":[1,null],\#
      "a":"\ud83d\ude00"},"cafe\#u{301}":12345678901234567890123}}
      """#
    ),
  ]

  private func written(_ request: VideoRequest) -> [UInt8] {
    var writer = JSONWriter()
    RequestJSON.write(request, to: &writer)
    return writer.bytes
  }

  private func read(_ text: [UInt8]) throws -> VideoRequest {
    try text.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      let request = try RequestJSON.read(&reader)
      try reader.expectEnd()
      return request
    }
  }

  @Test(arguments: requests) func requestsAreWrittenInTheServicesForm(
    request: VideoRequest, text: String
  ) throws {
    #expect(written(request) == Array(text.utf8))
    #expect(throws: Never.self) { try JSONValue.parse(Array(text.utf8)) }
  }

  @Test(arguments: requests) func requestsReadBackWithNothingLost(
    request: VideoRequest, text: String
  ) throws {
    let copy = try read(Array(text.utf8))
    #expect(copy == request)
    // `==` merges forms of Unicode; bytes don't.
    #expect(written(copy) == written(request))
  }

  @Test(arguments: [
    (#"{"image_urls":["a"],"duration":7}"#, "duration"),
    (#"{"image_urls":["a"],"resolution":"480p"}"#, "resolution"),
    (#"{"image_urls":["a"],"size":"1:1"}"#, "size"), ("{}", "image_urls"),
  ]) func wrongMemberIsNamed(text: String, member: String) {
    do {
      _ = try read(Array(text.utf8))
      Issue.record("\(text) is read")
    } catch {
      #expect((error as? MalformedRecord)?.member == member)
    }
  }

  @Test(arguments: [
    "[]", "{}", #"{"image_urls":"a"}"#, #"{"image_urls":["a"],"duration":7}"#,
    #"{"image_urls":["a"],"resolution":"480p"}"#, #"{"image_urls":["a"],"audio":1}"#,
    #"{"image_urls":["a"],"size":"1:1"}"#, #"{"image_urls":["a"],"duration":5.5}"#,
    #"{"metadata":{}}"#, #"{"image_urls":[1]}"#, #"{"image_urls":["a"]"#,
    #"{"image_urls":["a"],"duration":1e99}"#,
  ]) func whatIsNotOursIsRefused(text: String) {
    #expect(throws: (any Error).self) { try read(Array(text.utf8)) }
  }
}
