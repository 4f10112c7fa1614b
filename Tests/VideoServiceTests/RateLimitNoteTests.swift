import HTTPCore
import JobModel
import Testing

@testable import VideoService

@Suite struct RateLimitNoteTests {
  @Test(
    arguments: [
      ("0", .seconds(0)), ("7", .seconds(7)), ("007", .seconds(7)),
      ("1000000000000000000", .seconds(1_000_000_000_000_000_000)),
      ("99999999999999999999999", .seconds(.max)), ("", nil), ("-1", nil), ("+1", nil),
      ("1.5", nil),
      ("1e18", nil), ("soon", nil), ("１２", nil), ("5 s", nil),
      ("Sun, 06 Nov 1994 08:49:37 GMT", .at(Timestamp(seconds: 784_111_777))),
      ("Thu, 01 Jan 1970 00:00:00 GMT", .at(Timestamp(seconds: 0))),
      ("Fri, 31 Dec 9999 23:59:59 GMT", .at(Timestamp(seconds: 253_402_300_799))),
      ("Wed, 29 Feb 2028 12:00:00 GMT", .at(Timestamp(seconds: 1_835_438_400))),
      ("Sat, 31 Dec 2016 23:59:60 GMT", .at(Timestamp(seconds: 1_483_228_800))),
      ("Sun, 06 Nov 1994 08:49:37 UTC", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
      ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nox 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1969 08:49:37 GMT", nil),
      ("Sun, 06 Nov 99999 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:00:00 GMT", nil),
      ("Sun, 06 Nov 1994 -1:00:00 GMT", nil), ("Sun, 06 Nov 1994 08:99:00 GMT", nil),
      ("Sun, 99999999999999999999 Nov 1994 08:49:37 GMT", nil),
      ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
    ] as [(String, RateLimitNote.RetryAfter?)])
  func retryAfterIsSecondsOrADate(_ text: String, _ expected: RateLimitNote.RetryAfter?) {
    #expect(RateLimitNote.RetryAfter(text) == expected)
  }

  @Test func headersAreReadWithoutRegardToCase() async throws {
    let transport = ScriptedTransport(
      429, "",
      headers: [
        HTTPField("x-ratelimit-limit", "300"), HTTPField("X-RATELIMIT-REMAINING", "-2"),
        HTTPField("X-RateLimit-Reset", "1768380222"),
        HTTPField("x-rateLimit-Category", "async_query"), HTTPField("retry-after", "3"),
      ])
    let expected = RateLimitNote(
      limit: 300, remaining: -2, reset: 1_768_380_222, category: "async_query",
      retryAfter: .seconds(3))
    #expect(try await VideoClient.make(transport).status(of: TaskID("t")).limits == expected)
  }

  @Test(arguments: ["", "many", "1e3", "99999999999999999999", "0x10"])
  func unreadableNumbersAreUnknown(_ text: String) async throws {
    let transport = ScriptedTransport(
      200, "{}",
      headers: ["Limit", "Remaining", "Reset"].map { HTTPField("X-RateLimit-\($0)", text) })
    #expect(try await VideoClient.make(transport).status(of: TaskID("t")).limits == RateLimitNote())
  }

  @Test func failureHasNoNote() async throws {
    let failure = HTTPFailure(phase: .neverSent, kind: .connect, message: "refused")
    let client = try VideoClient.make(ScriptedTransport(.failure(failure)))
    #expect(await client.status(of: TaskID("t")).limits == nil)
  }
}
