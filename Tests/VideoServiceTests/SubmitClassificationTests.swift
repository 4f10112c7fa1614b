import HTTPCore
import JobModel
import Testing
import VideoService

/// The contract's error table, row by row.
@Suite struct SubmitClassificationTests {
  /// What must be done about an answer, without its words.
  enum Verdict: Sendable, Equatable {
    case accepted(String, repeatsKey: Bool)
    case rejected(code: String?, status: Int)
    case throttled, neverReached, inDoubt, unreadable
    case stop(StopCause)

    init(_ outcome: SubmitOutcome) {
      self =
        switch outcome {
        case .accepted(let task): .accepted(task.id.text, repeatsKey: task.repeatsKey)
        case .rejected(let failure): .rejected(code: failure.code, status: failure.httpStatus ?? 0)
        case .throttled: .throttled
        case .neverReached: .neverReached
        case .inDoubt: .inDoubt
        case .unreadable: .unreadable
        case .stop(let cause, _): .stop(cause)
        }
    }
  }

  private func outcome(_ transport: ScriptedTransport) async throws -> SubmitOutcome {
    let request = VideoRequest(mode: .imageToVideo, sources: ["https://a/b.jpg"])
    return try await VideoClient.make(transport).submit(request, key: SubmissionKey("wb-1")).outcome
  }

  private func verdict(_ status: Int, _ body: String) async throws -> Verdict {
    Verdict(try await outcome(ScriptedTransport(status, body)))
  }

  static let refusal = #"{"error":{"code":"c","message":"m","type":"t"}}"#
  static let page = "<html><body>Bad Gateway</body></html>"

  @Test(arguments: [
    (400, Verdict.rejected(code: "c", status: 400)), (401, .stop(.keyRefused)),
    (402, .stop(.balance)), (403, .stop(.notAllowed)), (404, .stop(.wrongAddress)),
    (405, .stop(.wrongAddress)), (301, .stop(.wrongAddress)), (302, .stop(.wrongAddress)),
    (304, .stop(.wrongAddress)), (307, .stop(.wrongAddress)), (308, .stop(.wrongAddress)),
    (399, .stop(.wrongAddress)), (408, .inDoubt), (409, .inDoubt), (499, .inDoubt),
    (410, .rejected(code: "c", status: 410)), (413, .rejected(code: "c", status: 413)),
    (415, .rejected(code: "c", status: 415)), (418, .rejected(code: "c", status: 418)),
    (422, .rejected(code: "c", status: 422)), (451, .rejected(code: "c", status: 451)),
    (429, .throttled), (500, .inDoubt), (501, .inDoubt), (502, .inDoubt), (503, .inDoubt),
    (504, .inDoubt), (520, .inDoubt), (599, .inDoubt), (600, .inDoubt), (100, .inDoubt),
    (0, .inDoubt),
  ])
  func statusDecidesWhateverTheBodySays(_ status: Int, _ expected: Verdict) async throws {
    #expect(try await verdict(status, Self.refusal) == expected)
    // Without words from the service the meaning is the same, only the code is unknown.
    var wordless = expected
    if case .rejected(_, let status) = expected { wordless = .rejected(code: nil, status: status) }
    for body in [Self.page, "", "{", "null", "[]", #"{"error":null}"#] {
      #expect(try await verdict(status, body) == wordless, "\(body)")
    }
  }

  @Test(arguments: [
    (#"{"error":{"code":"rate_limit_unavailable","message":"m"}}"#, Verdict.throttled),
    (#"{"code":"rate_limit_unavailable"}"#, .throttled),
    (#"{"error":{"code":"RATE_LIMIT","message":"rate_limit_unavailable"}}"#, .inDoubt),
    (#"{"error":{"code":503,"message":"busy"}}"#, .inDoubt), ("", .inDoubt), (page, .inDoubt),
  ])
  func onlyTheLimitersOwnWordMakesA503Harmless(_ body: String, _ expected: Verdict) async throws {
    #expect(try await verdict(503, body) == expected)
  }

  static let accepted = Verdict.accepted("video_1", repeatsKey: false)

  @Test(arguments: [
    (#"{"id":"video_1","status":"queued"}"#, accepted), (#"{"task_id":"video_1"}"#, accepted),
    (#"{"id":null,"task_id":"video_1"}"#, accepted), (#"{"id":"","task_id":"video_1"}"#, accepted),
    (#"{"id":7,"task_id":"video_1"}"#, accepted),
    (#"{"id":"video_1","client_business_id":"wb-1"}"#, .accepted("video_1", repeatsKey: true)),
    (#"{"id":"video_1","client_business_id":null}"#, accepted),
    // Whatever key it repeats, the answer to this submission names its task.
    (#"{"id":"video_1","client_business_id":"wb-2"}"#, accepted),
    (#"{"id":"video_1","client_business_id":7}"#, accepted),
    (#"{"status":"queued"}"#, .unreadable),
    (#"{"id":""}"#, .unreadable), (#"{"id":12}"#, .unreadable), (#"{"id":["a"]}"#, .unreadable),
    (#"{"id":"a b"}"#, .unreadable), (#"{"id":"a\nb"}"#, .unreadable),
    (#"{"id":"a\u007f"}"#, .unreadable),
    ("", .unreadable), ("{}", .unreadable), ("[]", .unreadable), ("null", .unreadable),
    (page, .unreadable),
    (#"{"id":"video_1""#, .unreadable), (#"{"id":"video_1"}}"#, .unreadable),
    (#"{"id":"video_1","id":"video_2"}"#, .unreadable), (refusal, .unreadable),
    (#"{"success":false,"message":"no"}"#, .unreadable),
  ])
  func successCountsOnlyWithAUsableID(_ body: String, _ expected: Verdict) async throws {
    for status in [200, 201, 202, 299] {
      #expect(try await verdict(status, body) == expected)
    }
  }

  @Test func taskIDIsAtMost256Bytes() async throws {
    let longest = String(repeating: "x", count: 256)
    #expect(
      try await verdict(200, #"{"id":"\#(longest)"}"#) == .accepted(longest, repeatsKey: false))
    #expect(try await verdict(200, #"{"id":"\#(longest)x"}"#) == .unreadable)
  }

  @Test func withoutAKeyOfOursNoneIsRepeated() async throws {
    let transport = ScriptedTransport(200, #"{"id":"t","client_business_id":"theirs"}"#)
    let request = VideoRequest(mode: .imageToVideo, sources: ["https://a/b.jpg"])
    let answer = try await VideoClient.make(transport).submit(request, key: nil)
    #expect(answer.outcome == .accepted(AcceptedTask(id: TaskID("t"), repeatsKey: false)))
  }

  @Test(arguments: [
    HTTPFailure.Kind.invalidURL, .resolve, .connect, .tls, .timeout, .unavailable, .cancelled,
    .forbiddenAddress,
  ])
  func whatNeverLeftWasNeverReached(_ kind: HTTPFailure.Kind) async throws {
    let failure = HTTPFailure(phase: .neverSent, kind: kind, message: "why")
    let outcome = try await outcome(ScriptedTransport(.failure(failure)))
    #expect(outcome == .neverReached(message: "why"))
  }

  @Test(arguments: [
    HTTPFailure.Kind.timeout, .stalled, .connectionLost, .malformedAnswer, .headerTooLarge,
    .bodyTooLarge, .cancelled, .tls, .connect,
  ])
  func whatMayHaveLeftIsInDoubt(_ kind: HTTPFailure.Kind) async throws {
    let failure = HTTPFailure(phase: .maybeSent, kind: kind, message: "why")
    #expect(try await outcome(ScriptedTransport(.failure(failure))) == .inDoubt(reason: "why"))
  }

  @Test(
    arguments: [
      (#"{"error":{"code":"bad","message":"no such field"}}"#, "bad", "no such field"),
      (#"{"error":{"code":40012,"message":"参数无效"}}"#, "40012", "参数无效"),
      (#"{"error":{"code":1.50,"message":"m"}}"#, "1.50", "m"),
      (#"{"error":{"code":null,"message":"m"}}"#, nil, "m"),
      (#"{"error":"just words"}"#, nil, "just words"),
      (#"{"code":"c","message":"at the top"}"#, "c", "at the top"),
      (#"{"error":{"code":"c","message":""}}"#, "c", "HTTP 400: c"),
      (#"{"error":{}}"#, nil, "HTTP 400"), ("", nil, "HTTP 400 with an empty body"),
      (" \n <!doctype html>", nil, "HTTP 400 with an HTML page"),
      ("oops", nil, "HTTP 400 with a body that is not the expected JSON"),
    ] as [(String, String?, String)])
  func refusalKeepsTheServicesOwnWords(
    _ body: String, _ code: String?, _ message: String
  ) async throws {
    let expected = JobFailure(code: code, message: message, httpStatus: 400, canPass: false)
    #expect(try await outcome(ScriptedTransport(400, body)) == .rejected(expected))
  }

  @Test func wordsOfAnyLengthAreCut() async throws {
    let flood = String(repeating: "e\u{301}", count: 100_000)
    let tower = "e" + String(repeating: "\u{301}", count: 100_000)
    for words in [flood, tower] {
      let body = #"{"error":{"code":"\#(words)","message":"\#(words)"}}"#
      guard case .rejected(let failure) = try await outcome(ScriptedTransport(400, body)) else {
        Issue.record("not rejected")
        return
      }
      #expect(failure.message.utf8.count <= 2100)
      #expect(try #require(failure.code).utf8.count <= 500)
    }
  }
}
