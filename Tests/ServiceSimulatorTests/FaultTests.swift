import JSONText
import Testing

@testable import ServiceSimulator

@Suite struct FaultTests {
  private func fixture(_ faults: String...) throws -> SimulatorFixture {
    try SimulatorFixture {
      $0.faults = faults
      $0.tier = .unlimited
    }
  }

  private func tasks(_ fixture: SimulatorFixture) throws -> Int64? {
    try fixture.reconnect()
    return try fixture.ledger()["totals"]?["tasks"]?.int
  }

  @Test(arguments: [
    (400, "invalid_request"), (401, "invalid_api_key"), (402, "insufficient_quota"),
    (403, "model_not_allowed"), (404, "task_not_found"), (408, "invalid_request"),
    (409, "invalid_request"), (422, "content_policy_violation"), (429, "rate_limit_exceeded"),
    (500, "server_error"), (502, "server_error"), (503, "service_unavailable"),
    (504, "server_error"),
  ])
  func everyErrorComesBeforeOrAfterTheTaskExists(_ status: Int, _ code: String) throws {
    let before = try fixture("submit:\(status)-before")
    let refused = try before.submit()
    #expect(refused.status == status)
    #expect(refused.errorCode == code)
    #expect(try tasks(before) == 0)
    let after = try fixture("submit:\(status)-after")
    #expect(try after.submit().status == status)
    #expect(try tasks(after) == 1)
  }

  @Test(arguments: [
    ("reset-before", 0), ("close-before", 0), ("reset-after", 1), ("close-after", 1),
    ("close-in-header", 1), ("close-after-header", 1), ("truncated", 1), ("overstated", 1),
    ("hang-before(0)", 0), ("hang-after(0)", 1),
  ])
  func brokenDeliveriesEndTheConnection(_ action: String, _ created: Int64) throws {
    let fixture = try fixture("submit:\(action)")
    #expect(throws: LoopbackClient.Broken.self) { try fixture.submit() }
    #expect(try tasks(fixture) == created)
  }

  @Test func aResetIsToldFromAnEnd() throws {
    for (action, wasReset) in [("reset-after", true), ("close-after", false)] {
      let fixture = try fixture("submit:\(action)")
      #expect(throws: LoopbackClient.Broken.ended(received: 0, wasReset: wasReset)) {
        try fixture.submit()
      }
    }
  }

  @Test func errorsComeInManyShapes() throws {
    let html = try fixture("submit:502-after(html)").submit()
    #expect(html.status == 502)
    #expect(html.header("Content-Type")?.hasPrefix("text/html") == true)
    let empty = try fixture("submit:504(empty)").submit()
    #expect(empty.status == 504)
    #expect(empty.body.isEmpty)
    let numeric = try fixture("submit:500(numeric, code 50001)").submit()
    #expect(numeric.json["error"]?["code"]?.int == 50_001)
    let chinese = try fixture("submit:429(chinese)").submit()
    #expect(chinese.json["error"]?["message"]?.string?.contains("频繁") == true)
    let limiter = try fixture("submit:rate-limit-unavailable").submit()
    #expect(limiter.status == 503)
    #expect(limiter.errorCode == "rate_limit_unavailable")
    let page = try fixture("submit:html").submit()
    #expect(page.status == 200)
    #expect(page.json.isNull)
  }

  @Test(arguments: [
    ("5", "5"), ("-1", "-1"), ("1e18", "1e18"), ("soon", "soon"),
    ("Mon, 23 Nov 2026 12:00:07 GMT", "Mon, 23 Nov 2026 12:00:07 GMT"),
    ("date+7", "Mon, 23 Nov 2026 12:00:07 GMT"), ("date-3600", "Mon, 23 Nov 2026 11:00:00 GMT"),
  ])
  func retryAfterSaysWhatItIsTold(_ text: String, _ expected: String) throws {
    let answer = try fixture("status:429(retry-after \(text))").status("x")
    #expect(answer.status == 429)
    #expect(answer.header("Retry-After") == expected)
  }

  @Test func bodiesCanBeBroken() throws {
    let malformed = try fixture("submit:malformed").submit()
    #expect(malformed.status == 200)
    #expect(malformed.json.isNull && !malformed.body.isEmpty)
    #expect(try fixture("submit:empty").submit().body.isEmpty)
    #expect(try fixture("submit:no-id").submit().json["id"] == nil)
    let giant = try fixture("submit:giant(300000)").submit()
    #expect(giant.body.count > 300_000)
    #expect(giant.json["status"]?.string == "queued")
    let drip = try fixture("submit:drip(0)")
    #expect(try drip.submit().json["status"]?.string == "queued")
    #expect(try drip.get("/v1/balance").status == 200)
  }

  @Test func redirectsNameWhereToGo() throws {
    for status in [301, 302, 307, 308] {
      let fixture = try fixture("submit:redirect-\(status)(http://127.0.0.1:9/x(1)?a=b)")
      let answer = try fixture.submit()
      #expect(answer.status == status)
      #expect(answer.header("Location") == "http://127.0.0.1:9/x(1)?a=b")
      #expect(try tasks(fixture) == 0)
    }
  }

  @Test func oneIDForTwoSubmissionsAreStillTwoTasks() throws {
    let fixture = try fixture("submit:same-id=#2")
    let first = try fixture.submit().json["id"]?.string
    #expect(try fixture.submit().json["id"]?.string == first)
    #expect(try fixture.submit().json["id"]?.string != first)
    #expect(try tasks(fixture) == 3)
  }

  @Test func statusAnswersCanLie() throws {
    let fixture = try fixture(
      "status:wrong-id=#1", "status:back=#2", "status:word(archived)=#3", "status:no-id=#4")
    let id = try fixture.task()
    fixture.clock.advance(seconds: 10)
    #expect(try fixture.status(id).json["id"]?.string != id)
    #expect(try fixture.status(id).json["status"]?.string == "in_progress")
    let archived = try fixture.status(id).json
    #expect(archived["status"]?.string == "archived")
    #expect(archived["result"] == nil)
    #expect(try fixture.status(id).json["id"] == nil)
    #expect(try fixture.status(id).json["status"]?.string == "completed")
  }

  @Test func aTaskMayAppearLate() throws {
    let fixture = try fixture("status:late(4)")
    let id = try fixture.task()
    #expect(try fixture.status(id).status == 404)
    fixture.clock.advance(seconds: 4)
    #expect(try fixture.status(id).status == 200)
  }

  /// The times of a completed task as JSON text; nil where one is missing.
  @Test(arguments: [
    ("expires-at(0)", "1795435200", "1795435210", "0"),
    ("expires-at(-1)", "1795435200", "1795435210", "-1"),
    ("expires-at(created-1)", "1795435200", "1795435210", "1795435199"),
    ("expires-at(true-86400)", "1795435200", "1795435210", "1795435210"),
    ("expires-at(ms)", "1795435200", "1795435210", "1795521610000"),
    ("expires-at(iso)", "1795435200", "1795435210", #""2026-11-24T12:00:10Z""#),
    ("expires-at(none)", "1795435200", "1795435210", nil),
    (#"expires-at("soon")"#, "1795435200", "1795435210", #""soon""#),
    ("completed-at(0)", "1795435200", "0", "1795521610"),
    ("completed-at(null)", "1795435200", "null", "1795521610"),
    ("created-at(created+60)", "1795435260", "1795435210", "1795521610"),
    ("times(0)", "0", "0", "0"), ("times(none)", nil, nil, nil),
  ])
  func timesOfATaskCanBeWrong(
    _ action: String, _ created: String?, _ completed: String?, _ expires: String?
  ) throws {
    let fixture = try fixture("status:\(action)=~[odd]")
    let ids = try (fixture.task(prompt: "[odd]"), fixture.task(prompt: "even"))
    fixture.clock.advance(seconds: 10.25)
    func times(_ id: String) throws -> [String?] {
      let json = try fixture.status(id).json
      return ["created_at", "completed_at", "expires_at"].map { json[$0].map(compactText) }
    }
    #expect(try times(ids.0) == [created, completed, expires])
    #expect(try times(ids.1) == ["1795435200", "1795435210", "1795521610"])
    let path = try fixture.filePath(ids.0)
    #expect(try fixture.get(path, key: nil).status == 200)
  }

  @Test func failureMayBecomeACompletionThatIsPaid() throws {
    let fixture = try fixture("status:failed-first(20)")
    let id = try fixture.task()
    fixture.clock.advance(seconds: 9)
    #expect(try fixture.status(id).json["status"]?.string == "in_progress")
    fixture.clock.advance(seconds: 1)
    let failed = try fixture.status(id)
    #expect(failed.json["status"]?.string == "failed")
    #expect(failed.json["progress"]?.int == 0)
    #expect(failed.errorCode == "generation_failed")
    #expect(failed.json["result"] == nil)
    #expect(try fixture.ledger()["tasks"]?.array?.first?["found_ms"]?.int == nil)
    fixture.clock.advance(seconds: 20)
    let done = try fixture.status(id).json
    #expect(done["status"]?.string == "completed")
    #expect(done["error"] == nil)
    #expect(done["completed_at"]?.int == HandClock.start + 10)
    #expect(try fixture.get(fixture.filePath(id), key: nil).status == 200)
    let ledger = try fixture.ledger()
    let task = ledger["tasks"]?.array?.first
    #expect(task?["state"]?.string == "completed")
    #expect(task?["found_ms"]?.int == (HandClock.start + 30) * 1_000)
    #expect(ledger["totals"]?["net"]?.number?.text == "2.50")
  }

  @Test func firstQueriesOfATaskMayShowAFailure() throws {
    let fixture = try SimulatorFixture {
      $0.taskTime = .fixed(0)
      $0.faults = ["status:failed-first(86400)=first2"]
    }
    let id = try fixture.task()
    let statuses = try (0..<3).map { _ in try fixture.status(id).json["status"]?.string }
    #expect(statuses == ["failed", "failed", "completed"])
  }

  @Test func filesCanBeBrokenInManyWays() throws {
    let rules = [
      "cut", "corrupt", "html", "1080p", "silent", "length(4.2)", "no-range", "changed",
    ]
    let fixture = try SimulatorFixture {
      $0.faults = rules.enumerated().map { "file:\($1)=#\($0 + 1)" } + ["file:403=#9"]
    }
    let id = try fixture.task(more: #","resolution":"720p""#)
    fixture.clock.advance(seconds: 10)
    let path = try fixture.filePath(id)
    let whole = Movie.expected(.p720, 5, audio: true, id: id)
    func file() throws -> LoopbackClient.Answer {
      try fixture.get(path, headers: ["Range: bytes=0-"], key: nil)
    }
    let cut = try file()
    #expect(cut.body == Array(whole.prefix(whole.count - whole.count / 2)))
    let corrupt = try file()
    #expect(corrupt.body.count == whole.count && corrupt.body != whole)
    #expect(try file().text.hasPrefix("<!DOCTYPE html>"))
    #expect(try file().body == Movie.expected(.p1080, 5, audio: true, id: id))
    #expect(try file().body == Movie.expected(.p720, 5, audio: false, id: id))
    #expect(try file().body.count < whole.count)
    let plain = try file()
    #expect(plain.status == 200 && plain.body == whole)
    let changed = try file()
    #expect(changed.body == whole && changed.header("ETag") != plain.header("ETag"))
    #expect(try file().status == 403)
    #expect(try file().body == whole)
  }

  @Test func fileMayBeAContainerThatNoProgramExpects() throws {
    let fixture = try fixture("file:webm=~[same]", "file:webm-changed=~[new]")
    let ids = try (fixture.task(prompt: "[same]"), fixture.task(prompt: "[new]"))
    fixture.clock.advance(seconds: 10)
    func fetches(_ id: String) throws -> [LoopbackClient.Answer] {
      let path = try fixture.filePath(id)
      return try (0..<2).map { _ in try fixture.get(path, key: nil) }
    }
    let (same, new) = try (fetches(ids.0), fetches(ids.1))
    for file in same + new {
      #expect(file.status == 200)
      #expect(file.header("Content-Type") == "video/webm")
      #expect(file.header("Content-Length") == "4096")
      #expect(file.body.count == 4_096)
      #expect(UploadType(content: file.body[...]) == .webm)
    }
    #expect(same[0].body == same[1].body && same[0].header("ETag") == same[1].header("ETag"))
    #expect(new[0].body != new[1].body && new[0].header("ETag") != new[1].header("ETag"))
    #expect(same[0].body != new[0].body)
    let tail = try fixture.get(
      fixture.filePath(ids.0), headers: ["Range: bytes=4000-"], key: nil)
    #expect(tail.status == 206 && tail.body == Array(same[0].body[4_000...]))
  }

  @Test(arguments: [("403-before", 403), ("404-before", 404)])
  func fileHostMayRefuseTheFirstFetchesOrAll(_ action: String, _ status: Int) throws {
    for (condition, expected) in [
      ("=first2", [status, status, 200]), ("", [status, status, status]),
    ] {
      let fixture = try fixture("file:\(action)\(condition)")
      let ids = try (fixture.task(prompt: "1"), fixture.task(prompt: "2"))
      fixture.clock.advance(seconds: 10)
      for id in [ids.0, ids.1] {
        let path = try fixture.filePath(id)
        #expect(try (0..<3).map { _ in try fixture.get(path, key: nil).status } == expected)
      }
    }
  }

  @Test func conditionsChooseTheRequests() throws {
    let numbered = try fixture("submit:500=#2-3", "submit:503=#5+")
    #expect(
      try (1...6).map { _ in try numbered.submit().status } == [200, 500, 500, 200, 503, 503])
    let each = try fixture("submit:500=once", "file:403=first2")
    let other = #"{"model":"wan2.6-flash","image_urls":["https://example.com/b.jpg"]}"#
    #expect(try each.submit().status == 500)
    #expect(try each.submit(other).status == 500)
    #expect(try each.submit().status == 200)
    #expect(try each.submit(other).status == 200)
    let prompts = try fixture("submit:502-after=~[odd]", "status:500=~[odd]")
    #expect(
      try prompts.submit(
        #"{"model":"wan2.6-flash","image_urls":["https://a/b"],"prompt":"an [odd] one"}"#
      ).status == 502)
    let id = try prompts.ledger()["tasks"]?.array?.first?["id"]?.string ?? ""
    #expect(try prompts.status(id).status == 500)
    #expect(try prompts.submit().status == 200)
    let everything = try fixture("any:401=#2+")
    #expect(try everything.get("/v1/balance").status == 200)
    #expect(try everything.submit().status == 401)
    #expect(try everything.status("x").status == 401)
  }

  @Test func chanceIsSeeded() throws {
    func pattern(seed: UInt64) throws -> [Int] {
      let fixture = try SimulatorFixture {
        $0.faults = ["balance:500=0.3"]
        $0.seed = seed
      }
      return try (0..<100).map { _ in try fixture.get("/v1/balance").status }
    }
    let one = try pattern(seed: 1)
    #expect(try pattern(seed: 1) == one)
    #expect(try pattern(seed: 2) != one)
    #expect((15...45).contains(one.count { $0 == 500 }))
  }

  @Test func faultsAreReplacedWhileRunning() throws {
    let fixture = try fixture("balance:500")
    #expect(try fixture.get("/v1/balance").status == 500)
    func post(_ body: String) throws -> LoopbackClient.Answer {
      try fixture.request("POST", "/simulator/faults", body: Array(body.utf8))
    }
    #expect(try post(#"{"faults":["balance:nonsense"]}"#).status == 400)
    #expect(try post("[]").status == 400)
    #expect(try fixture.get("/v1/balance").status == 500)
    #expect(try post(#"{"faults":["balance:503=#1"]}"#).status == 200)
    #expect(try fixture.get("/v1/balance").status == 503)
    #expect(try fixture.get("/v1/balance").status == 200)
    let rule = try fixture.get("/simulator/faults").json["faults"]?.array?.first
    #expect(rule?["rule"]?.string == "balance:503=#1")
    #expect(rule?["seen"]?.int == 2)
    #expect(rule?["fired"]?.int == 1)
  }

  @Test(arguments: [
    "", "submit", "elsewhere:500", "submit:", "submit:200", "submit:600", "submit:500-during",
    "submit:500(oops)", "submit:500=", "submit:500=1.5", "submit:500=#0", "submit:500=#3-2",
    "submit:500=first0", "submit:500=~", "submit:redirect-307", "submit:redirect-200(x)",
    "submit:slow", "submit:word(x)", "status:same-id", "submit:cut", "file:length(0)",
    "status:late", "submit:ends", "submit:ends(well)", "status:ends(fail)", "status:failed-first",
    "submit:expires-at(0)", "status:expires-at",
    "status:times(soon)", "status:expires-at(created)", "submit:500(empty",
    "submit:hang)1(", "submit:500x",
  ])
  func aFaultThatMakesNoSenseIsRefused(_ text: String) {
    #expect(throws: SimulatorError.self) { try FaultRule(text) }
  }

  @Test func httpDatesAreRight() {
    #expect(httpDate(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    #expect(httpDate(951_782_399) == "Mon, 28 Feb 2000 23:59:59 GMT")
    #expect(httpDate(951_782_400) == "Tue, 29 Feb 2000 00:00:00 GMT")
    #expect(httpDate(4_102_444_800) == "Fri, 01 Jan 2100 00:00:00 GMT")
  }
}
