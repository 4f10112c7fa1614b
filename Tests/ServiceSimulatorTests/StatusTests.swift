import Testing

@testable import ServiceSimulator

@Suite struct StatusTests {
  @Test func aTaskGrowsAndCompletes() throws {
    let fixture = try SimulatorFixture()
    let id = try fixture.task()
    #expect(try fixture.status(id).json["status"]?.string == "queued")
    fixture.clock.advance(seconds: 5.5)
    let working = try fixture.status(id).json
    #expect(working["status"]?.string == "in_progress")
    #expect(working["progress"]?.int == 50)
    #expect(working["result"] == nil)
    fixture.clock.advance(seconds: 4.5)
    let done = try fixture.status(id).json
    #expect(done["id"]?.string == id)
    #expect(done["status"]?.string == "completed")
    #expect(done["progress"]?.int == 100)
    #expect(done["created_at"]?.int == HandClock.start)
    #expect(done["completed_at"]?.int == HandClock.start + 10)
    #expect(done["expires_at"]?.int == HandClock.start + 10 + 86_400)
    #expect(done["result"]?["type"]?.string == "video")
    let file = done["result"]?["data"]?.array?.first
    #expect(file?["format"]?.string == "mp4")
    #expect(file?["url"]?.string == "\(fixture.simulator.baseURL)/files/videos/\(id).mp4")
  }

  @Test(arguments: [
    ("[fail]", "failed", "generation_failed"), ("[policy]", "failed", "generation_failed"),
    ("[invalid]", "failed", "invalid_input"), ("[cancelled]", "cancelled", "task_cancelled"),
    ("[expired]", "expired", "task_expired"),
  ])
  func aMarkedPromptEndsAsItSays(_ mark: String, _ status: String, _ code: String) throws {
    let fixture = try SimulatorFixture()
    let id = try fixture.task(prompt: "a \(mark) b")
    fixture.clock.advance(seconds: 10)
    let answer = try fixture.status(id)
    #expect(answer.status == 200)
    #expect(answer.json["status"]?.string == status)
    #expect(answer.json["progress"]?.int == 0)
    #expect(answer.errorCode == code)
    let message = answer.json["error"]?["message"]?.string ?? ""
    #expect(message.contains("content policy") == (mark == "[policy]"))
    #expect(answer.json["result"] == nil)
  }

  @Test(arguments: [
    ("policy", "Generation failed: Content violates the content policy"),
    ("policy-zh", "生成失败: 内容违反了内容政策"),
    ("policy-zh-hant", "生成失敗: 內容違反了內容政策"),
    ("policy-ru", "Генерация не удалась: Контент нарушает политику контента"),
    ("policy-ja", "生成に失敗しました: コンテンツがコンテンツポリシーに違反しています"),
    ("policy-ko", "생성 실패: 콘텐츠가 콘텐츠 정책을 위반했습니다"),
    ("invalid-response", "invalid response from worker"),
  ])
  func failureMessagesComeInSixLanguages(_ name: String, _ message: String) throws {
    let fixture = try SimulatorFixture { $0.faults = ["submit:ends(\(name))=#2"] }
    let marked = try fixture.task(prompt: "a [\(name)] b")
    let struck = try fixture.task(prompt: "plain")
    fixture.clock.advance(seconds: 10)
    for id in [marked, struck] {
      let answer = try fixture.status(id)
      #expect(answer.json["status"]?.string == "failed")
      #expect(answer.errorCode == "generation_failed")
      #expect(answer.json["error"]?["message"]?.string == message)
    }
    let totals = try fixture.ledger()["totals"]
    #expect(totals?["refunded"]?.number?.text == "5.00")
  }

  @Test(arguments: [0.0, 90_000, -3_600])
  func everyTimeFollowsTheServiceClock(_ offset: Double) throws {
    let fixture = try SimulatorFixture { $0.clockOffsetSeconds = offset }
    let start = HandClock.start + Int64(offset)
    let submitted = try fixture.submit()
    #expect(submitted.header("Date") == httpDate(start))
    #expect(submitted.json["created_at"]?.int == start)
    let id = submitted.json["id"]?.string ?? ""
    fixture.clock.advance(seconds: 10)
    let done = try fixture.status(id)
    #expect(done.header("Date") == httpDate(start + 10))
    #expect(done.json["created_at"]?.int == start)
    #expect(done.json["completed_at"]?.int == start + 10)
    #expect(done.json["expires_at"]?.int == start + 10 + 86_400)
    let path = try fixture.filePath(id)
    for answer in try [
      fixture.get(path, key: nil), fixture.request("HEAD", path, key: nil),
      fixture.get("/v1/balance"), fixture.get("/nowhere"), fixture.status("unknown"),
      fixture.request("PUT", "/v1/balance"),
    ] {
      #expect(answer.headers.filter { $0.name == "Date" }.map(\.value) == [httpDate(start + 10)])
    }
    fixture.clock.advance(seconds: 86_400)
    #expect(try fixture.get(path, key: nil).status == 403)
    fixture.client.send("unreadable\r\n\r\n")
    #expect(try fixture.client.answer().header("Date") == httpDate(start + 86_410))
  }

  @Test func everyOutcomeHasItsNameInTheHelp() {
    for outcome in TaskOutcome.allCases {
      #expect(TaskOutcome(name: outcome.name) == outcome)
      #expect(SimulatorOptions.faultHelp.contains(outcome.name))
    }
  }

  @Test func anInternalErrorHasANumberAndChineseWords() throws {
    let fixture = try SimulatorFixture()
    let id = try fixture.task(prompt: "[error]")
    fixture.clock.advance(seconds: 10)
    let json = try fixture.status(id).json
    #expect(json["status"]?.string == "error")
    #expect(json["error"]?["code"]?.int == 5_000)
    #expect(json["error"]?["message"]?.string?.contains("系统繁忙") == true)
  }

  @Test func failOnceFailsOnlyTheFirstTime() throws {
    let fixture = try SimulatorFixture()
    let first = try fixture.task(prompt: "[fail-once] x")
    let second = try fixture.task(prompt: "[fail-once] x")
    let other = try fixture.task(prompt: "[fail-once] y")
    fixture.clock.advance(seconds: 10)
    let statuses = try [first, second, other].map {
      try fixture.status($0).json["status"]?.string
    }
    #expect(statuses == ["failed", "completed", "failed"])
  }

  @Test func slowTasksTakeFiveTimesAsLong() throws {
    let fixture = try SimulatorFixture()
    let id = try fixture.task(prompt: "[slow]")
    fixture.clock.advance(seconds: 49.9)
    #expect(try fixture.status(id).json["status"]?.string == "in_progress")
    fixture.clock.advance(seconds: 0.1)
    #expect(try fixture.status(id).json["status"]?.string == "completed")
  }

  @Test func anotherSimulatorAnswersForATaskWithItsOwnAddress() throws {
    let first = try SimulatorFixture { $0.seed = 5 }
    let good = try first.task(more: #","resolution":"720p","duration":10,"audio":false"#)
    let bad = try first.task(prompt: "[policy]")
    first.simulator.stop()
    first.clock.advance(seconds: 10)
    let second = try SimulatorFixture(clock: first.clock) { $0.seed = 6 }
    let done = try second.status(good).json
    #expect(done["status"]?.string == "completed")
    #expect(done["completed_at"]?.int == HandClock.start + 10)
    #expect(try second.status(bad).json["status"]?.string == "failed")
    let path = try second.filePath(good)
    let file = try second.get(path, key: nil)
    #expect(file.status == 200)
    #expect(file.body == Movie.expected(.p720, 10, audio: false, id: good))
  }

  @Test func aTamperedIDIsNotFound() throws {
    let fixture = try SimulatorFixture()
    let id = try fixture.task()
    let swapped = id.hasSuffix("0") ? "G" : "0"
    for wrong in [String(id.dropLast()), id + "0", id.dropLast() + swapped, "video_x", "%00"] {
      let answer = try fixture.status(wrong)
      #expect(answer.status == 404)
      #expect(answer.errorCode == "task_not_found")
    }
  }

  @Test func prefixesVaryAndIDsAreUnique() throws {
    let fixture = try SimulatorFixture { $0.tier = .unlimited }
    let ids = try (0..<60).map { _ in try fixture.task() }
    #expect(Set(ids).count == 60)
    #expect(
      Set(ids.map { $0.prefix(while: { $0 != "_" }) }).sorted() == ["task", "tsk", "video"])
  }

  @Test func stylesOfAnswersCanBeChosen() throws {
    let fixture = try SimulatorFixture {
      $0.idField = .task_id
      $0.progressStyle = .percent
      $0.statusWords = .varied
      $0.tier = .unlimited
    }
    let submitted = try fixture.submit().json
    #expect(submitted["id"] == nil)
    #expect(submitted["status"]?.string == "submitted")
    let id = submitted["task_id"]?.string ?? ""
    fixture.clock.advance(seconds: 5.5)
    let json = try fixture.status(id).json
    #expect(json["task_id"]?.string == id)
    #expect(json["progress"]?.string == "50%")
    #expect(["processing", "running"].contains(json["status"]?.string))
  }
}

extension Movie {
  /// The bytes that a task's file must have.
  static func expected(
    _ resolution: VideoShape.Resolution, _ seconds: Int, audio: Bool, id: String
  ) -> [UInt8] {
    let shape = VideoShape(
      resolution: resolution, milliseconds: seconds * 1_000, hasAudio: audio)
    let serial = TaskID.decode(id)?.serial ?? 0
    var movie = Movie(shape, hue: Int(serial / 3 % 3))
    movie.label(id)
    return movie.bytes
  }
}
