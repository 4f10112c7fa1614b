import HTTPCore
import JobModel
import Testing
import VideoService

@Suite struct StatusClassificationTests {
  private func outcome(_ body: String, status: Int = 200) async throws -> StatusOutcome {
    try await VideoClient.make(ScriptedTransport(status, body)).status(of: TaskID("t")).outcome
  }

  /// The case of an outcome, without its words.
  enum Verdict: Sendable {
    case unfinished, completed, failed, notFound, throttled, unavailable, mismatched
    case keyRefused, notAllowed, balance, wrongAddress

    init(_ outcome: StatusOutcome) {
      self =
        switch outcome {
        case .unfinished: .unfinished
        case .completed: .completed
        case .failed: .failed
        case .notFound: .notFound
        case .throttled: .throttled
        case .unavailable: .unavailable
        case .mismatched: .mismatched
        case .refused(.keyRefused, _): .keyRefused
        case .refused(.notAllowed, _): .notAllowed
        case .refused(.balance, _): .balance
        case .refused(.wrongAddress, _): .wrongAddress
        }
    }
  }

  @Test(arguments: [
    ("queued", true), ("in_progress", true), ("pending", true), ("submitted", true),
    ("processing", true), ("running", true), ("RUNNING", true), ("In_Progress", true),
    ("dreaming", false), ("", false), ("SUCCESS", false), ("完成", false),
  ])
  func anythingThatIsNoEndIsUnfinished(_ word: String, _ isKnown: Bool) async throws {
    let body = #"{"id":"t","status":"\#(word)","progress":65,"created_at":1768380222}"#
    let expected = TaskProgress(
      task: TaskID("t"), status: word, isKnownStatus: isKnown, fraction: 0.65,
      createdAt: Timestamp(seconds: 1_768_380_222))
    #expect(try await outcome(body) == .unfinished(expected))
  }

  @Test(
    arguments: [
      ("65", 0.65), ("0", 0), ("100", 1), ("12.5", 0.125), (#""65""#, 0.65), (#""65%""#, 0.65),
      (#""100%""#, 1), (#""0%""#, 0), (#""%""#, nil), (#""""#, nil), (#""half""#, nil),
      ("-1", nil), ("101", nil), ("1e400", nil), (#""nan""#, nil), (#""inf%""#, nil), ("null", nil),
      ("[65]", nil), ("true", nil),
    ] as [(String, Double?)])
  func progressIsReadInEveryForm(_ text: String, _ fraction: Double?) async throws {
    let body = #"{"id":"t","status":"queued","progress":\#(text)}"#
    let expected = TaskProgress(task: TaskID("t"), status: "queued", fraction: fraction)
    #expect(try await outcome(body) == .unfinished(expected))
  }

  @Test func progressMayBeMissing() async throws {
    let expected = TaskProgress(task: TaskID("t"), status: "queued")
    #expect(try await outcome(#"{"id":"t","status":"queued"}"#) == .unfinished(expected))
  }

  @Test func completedTaskBringsItsVideo() async throws {
    let body = """
      {"id":"t","object":"generation.task","model":"wan2.6-flash","status":"completed",
      "progress":100,"created_at":1768380222,"completed_at":1768380514,"expires_at":1768466914,
      "result":{"type":"video","data":[{"url":"https://files/v.mp4","format":"mp4"}]}}
      """
    let video = RemoteVideo(
      url: "https://files/v.mp4", expiresAt: Timestamp(seconds: 1_768_466_914),
      completedAt: Timestamp(seconds: 1_768_380_514))
    #expect(try await outcome(body) == .completed(TaskID("t"), video))
  }

  @Test(arguments: [
    "null", "-1", #""soon""#, "1e30", "1e400", "253402300800", "9223372036854775807",
  ])
  func unbelievableTimesAreUnknown(_ time: String) async throws {
    let body =
      #"{"id":"t","status":"completed","expires_at":\#(time),"completed_at":\#(time),"#
      + #""result":{"data":[{"url":"https://f/v"}]}}"#
    let video = RemoteVideo(url: "https://f/v", expiresAt: nil, completedAt: nil)
    #expect(try await outcome(body) == .completed(TaskID("t"), video))
  }

  @Test(arguments: [
    "", #","result":null"#, #","result":{}"#, #","result":{"data":[]}"#,
    #","result":{"data":[{}]}"#, #","result":{"data":[{"url":""}]}"#,
    #","result":{"data":[{"url":5}]}"#, #","result":{"data":{"url":"https://f/v"}}"#,
    #","result":{"data":[{"url":"\#(String(repeating: "u", count: 8193))"}]}"#,
  ])
  func completedTaskWithoutAURLIsAskedAgain(_ rest: String) async throws {
    let outcome = try await outcome(#"{"id":"t","status":"completed"\#(rest)}"#)
    guard case .unfinished(let progress) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!progress.isKnownStatus && progress.status == "completed, without a video URL")
  }

  @Test(arguments: ["failed", "cancelled", "canceled", "expired", "error", "FAILED"])
  func taskThatEndedWithoutAVideoFailed(_ word: String) async throws {
    let failure = JobFailure(code: nil, message: "the task ended as \(word)", canPass: true)
    #expect(
      try await outcome(#"{"id":"t","status":"\#(word)"}"#) == .failed(TaskID("t"), failure))
  }

  @Test(arguments: [
    ("generation_failed", "Generation failed: Content violates the content policy", false),
    ("content_policy_violation", "no", false), ("moderation_blocked", "no", false),
    ("x", "Image was MODERATED", false), ("x", "Sensitive content", false),
    ("x", "prohibited material", false), ("x", "提示词违规", false), ("x", "内容敏感", false),
    ("x", "未通过审核", false), ("InvalidParameter", "no", false),
    ("generation_failed", "生成失败: 内容违反了内容政策", false),
    ("generation_failed", "生成失敗: 內容違反了內容政策", false),
    ("generation_failed", "Генерация не удалась: Контент нарушает политику контента", false),
    ("generation_failed", "コンテンツポリシーに違反しています", false),
    ("generation_failed", "콘텐츠 정책을 위반했습니다", false),
    ("generation_failed", "invalid response from worker", true),
    ("generation_failed", "the file names are case-sensitive", true),
    ("x", "Invalid image: cannot be decoded", false), ("generation_failed", "timed out", true),
    ("internal_error", "GPU lost", true), ("500", "", true), ("", "繁忙，请稍后再试", true),
    ("quota", "capacity exceeded", true),
  ])
  func onlyPolicyAndInputMakeAFailureFinal(
    _ code: String, _ message: String, _ canPass: Bool
  ) async throws {
    let body = #"{"id":"t","status":"failed","error":{"code":"\#(code)","message":"\#(message)"}}"#
    guard case .failed(_, let failure) = try await outcome(body) else {
      Issue.record("not failed")
      return
    }
    #expect(failure.canPass == canPass)
    #expect(failure.httpStatus == nil)
  }

  @Test(arguments: [
    #"{"id":"other","status":"completed","result":{"data":[{"url":"https://f/v"}]}}"#,
    #"{"id":"other","status":"failed"}"#, #"{"id":"T","status":"queued"}"#,
    #"{"status":"queued"}"#, #"{"id":"t"}"#, #"{"id":"t","status":null}"#,
    #"{"id":"t","status":3}"#, "", "[]", "null", "<html>", #"{"id":"t","status":"failed""#,
  ])
  func answerAboutAnotherTaskOrNoneIsNotBelieved(_ body: String) async throws {
    #expect([.unavailable, .mismatched].contains(Verdict(try await outcome(body))))
  }

  @Test(arguments: [
    (401, Verdict.keyRefused), (402, .balance), (403, .notAllowed), (429, .throttled),
    (400, .unavailable), (405, .unavailable), (410, .unavailable), (500, .unavailable),
    (502, .unavailable), (503, .unavailable), (504, .unavailable), (301, .unavailable),
    (0, .unavailable),
  ])
  func statusDecidesForErrors(_ status: Int, _ expected: Verdict) async throws {
    for body in ["", "<html>", #"{"error":{"code":"c","message":"m"}}"#] {
      #expect(Verdict(try await outcome(body, status: status)) == expected)
    }
  }

  @Test(arguments: [
    (#"{"error":{"code":"task_not_found","message":"m"}}"#, Verdict.notFound),
    (#"{"error":{"code":404,"message":"任务不存在"}}"#, .notFound),
    (#"{"error":{"code":404,"type":"not_found_error"}}"#, .notFound),
    (#"{"error":{"message":"no such task"}}"#, .notFound),
    ("<html>404</html>", .unavailable), ("", .unavailable), ("404 page not found", .unavailable),
    ("{}", .unavailable), ("null", .unavailable), (#"{"message":"no route"}"#, .unavailable),
    (#"{"error":null}"#, .unavailable), (#"{"error":"task_not_found"}"#, .unavailable),
    // The pages of web frameworks.
    (#"{"status":404,"error":"Not Found"}"#, .unavailable),
    (
      #"{"timestamp":"2026-11-23T02:00:00Z","status":404,"error":"Not Found","path":"/v1"}"#,
      .unavailable
    ),
    (#"{"statusCode":404,"error":"Not Found","message":"Cannot GET /v1"}"#, .unavailable),
    (#"{"error":true,"code":404,"message":"no route"}"#, .unavailable),
    (#"{"error":{}}"#, .unavailable), (#"{"error":[]}"#, .unavailable),
    (#"{"error":{"code":null,"message":null}}"#, .unavailable),
    (#"{"error":{"code":"","message":""}}"#, .unavailable),
    (#"{"error":{"code":false,"status":404}}"#, .unavailable),
  ])
  func onlyTheServicesOwnWordsMakeA404(_ body: String, _ expected: Verdict) async throws {
    #expect(Verdict(try await outcome(body, status: 404)) == expected)
  }

  @Test(arguments: [HTTPFailure.Phase.neverSent, .maybeSent])
  func queryWithoutAnAnswerIsAskedAgain(_ phase: HTTPFailure.Phase) async throws {
    let failure = HTTPFailure(phase: phase, kind: .timeout, message: "too slow")
    let client = try VideoClient.make(ScriptedTransport(.failure(failure)))
    #expect(await client.status(of: TaskID("t")).outcome == .unavailable(message: "too slow"))
  }

  @Test(arguments: [
    (#"{"id":"t","status":"queued"}"#, Verdict.unfinished),
    (#"{"task_id":"t","status":"queued","client_business_id":"wb-1"}"#, .unfinished),
    (#"{"id":null,"task_id":"t","status":"queued"}"#, .unfinished),
    (#"{"id":"t","status":"failed","client_business_id":"wb-1"}"#, .failed),
    (#"{"id":"t","status":"queued","client_business_id":"wb-2"}"#, .mismatched),
    (#"{"id":"t","status":"failed","client_business_id":"wb-2"}"#, .mismatched),
    (#"{"status":"queued","client_business_id":"wb-1"}"#, .mismatched),
  ])
  func lookUpByKeyFindsTheTaskOfThatKeyOnly(_ body: String, _ expected: Verdict) async throws {
    let client = try VideoClient.make(ScriptedTransport(200, body))
    #expect(Verdict(await client.task(submittedWith: SubmissionKey("wb-1")).outcome) == expected)
  }
}
