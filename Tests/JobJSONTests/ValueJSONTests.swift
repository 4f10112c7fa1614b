import JSONText
import JobJSON
import JobModel
import Testing

@Suite struct ValueJSONTests {
  private func object(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func members(_ text: String) throws -> RecordMembers {
    try RecordMembers(JSONValue.parse(Array(text.utf8)))
  }

  static let spans: [(Int64, String)] = [
    (0, "0.000"), (1, "0.001"), (40, "0.040"), (5040, "5.040"), (72_900, "72.900"),
    (-1, "-0.001"), (-1500, "-1.500"), (999, "0.999"), (1_000_000_000_000, "1000000000.000"),
    (.max, "9223372036854775.807"), (.min, "-9223372036854775.808"),
  ]

  @Test(arguments: spans) func spansAreWrittenAndReadToTheMillisecond(
    milliseconds: Int64, text: String
  ) throws {
    let written = object { $0.memberSeconds("s", milliseconds: milliseconds) }
    #expect(written == #"{"s":\#(text)}"#)
    #expect(try members(written).milliseconds("s") == milliseconds)
  }

  static let amounts: [(Money?, String)] = [
    (nil, "null"), (.zero, "0.00"), (Money(micros: 750_000), "0.75"),
    (Money(micros: 1), "0.000001"), (Money(micros: 999_999_999_999_999), "999999999.999999"),
  ]

  @Test(arguments: amounts) func amountsAreExactNumbers(amount: Money?, text: String) throws {
    let written = object { $0.member("amount", amount) }
    #expect(written == #"{"amount":\#(text)}"#)
    #expect(try members(written).money("amount") == amount)
  }

  private func file(
    lengthMilliseconds: Int = 5040, sizeBytes: Int64 = 50_000, warnings: [String] = []
  ) -> VideoFile {
    VideoFile(
      path: "videos/caf\u{E9}.mp4", sizeBytes: sizeBytes, sha256: "ab12", width: 1280,
      height: 720, lengthMilliseconds: lengthMilliseconds, audio: true, warnings: warnings)
  }

  @Test func aVideoFileIsWrittenAsTheResultsShowIt() {
    #expect(
      object { file().writeMembers(to: &$0) } == #"""
        {"path":"videos/café.mp4","bytes":50000,"sha256":"ab12","width":1280,"height":720,\#
        "duration":5.040,"audio":true}
        """#)
    #expect(
      object { file(warnings: ["is \"silent\"", "4.2 s"]).writeMembers(to: &$0) }
        .hasSuffix(#","audio":true,"warnings":["is \"silent\"","4.2 s"]}"#))
  }

  /// Lengths and sizes come from files of strangers, and what is written must be readable.
  @Test(arguments: [0, 1, 999, 5040, 4_294_967_295_000, 1_000_000_000_001, Int.max])
  func aVideoFileOfAnyLengthReadsBack(length: Int) throws {
    let original = file(lengthMilliseconds: length, sizeBytes: .max, warnings: ["a", ""])
    let written = object { original.writeMembers(to: &$0) }
    #expect(try VideoFile(members(written)) == original)
  }

  static let failures = [
    JobFailure(code: "content_policy_violation", message: "no", httpStatus: 422, canPass: false),
    JobFailure(code: nil, message: "内容违规 \u{1F6AB}\u{0}\n", httpStatus: nil, canPass: true),
    JobFailure(code: "", message: "", httpStatus: -1, canPass: true),
  ]

  @Test(arguments: failures) func failuresReadBack(failure: JobFailure) throws {
    let written = object { failure.writeMembers(to: &$0) }
    #expect(try JobFailure(members(written)) == failure)
  }

  @Test func anUnknownCodeIsNull() {
    let failure = JobFailure(code: nil, message: "m", canPass: true)
    #expect(
      object { failure.writeMembers(to: &$0) } == #"{"code":null,"message":"m","retryable":true}"#)
  }

  @Test(arguments: [
    RemoteVideo(url: "https://f/v.mp4", expiresAt: nil, completedAt: nil),
    RemoteVideo(
      url: "https://f/v.mp4?a=1&b=\u{2028}", expiresAt: Timestamp(seconds: 253_402_300_799),
      completedAt: Timestamp(seconds: 0)),
  ]) func remoteVideosReadBack(video: RemoteVideo) throws {
    let written = object { video.writeMembers(to: &$0) }
    #expect(try RemoteVideo(members(written)) == video)
  }
}
