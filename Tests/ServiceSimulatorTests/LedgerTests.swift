import JSONText
import Testing

@testable import ServiceSimulator

@Suite struct LedgerTests {
  @Test func chargesRefundsAndBalanceAddUp() throws {
    let fixture = try SimulatorFixture { $0.balanceFen = 1_000 }
    _ = try fixture.task(prompt: "kept")
    _ = try fixture.task(prompt: "[fail]")
    var balance = try fixture.get("/v1/balance").json
    #expect(balance["remain_balance"]?.number?.text == "5.00")
    #expect(balance["used_balance"]?.number?.text == "5.00")
    fixture.clock.advance(seconds: 10)
    balance = try fixture.get("/v1/user/balance").json
    #expect(balance["success"]?.bool == true)
    #expect(balance["remain_balance"]?.number?.text == "7.50")
    #expect(balance["used_balance"]?.number?.text == "2.50")
    #expect(balance["used_credits"]?.int == 69)
    #expect(balance["credits_per_usd"]?.int == 200)
    #expect(balance["unlimited_quota"]?.bool == false)
    let totals = try fixture.ledger()["totals"]
    #expect(totals?["charged"]?.number?.text == "5.00")
    #expect(totals?["refunded"]?.number?.text == "2.50")
    #expect(totals?["net"]?.number?.text == "2.50")
    #expect(totals?["peak_unfinished"]?.int == 2)
    #expect(totals?["unfinished"]?.int == 0)
  }

  @Test func anEmptyAccountIsRefusedUntilARefund() throws {
    let fixture = try SimulatorFixture { $0.balanceFen = 300 }
    _ = try fixture.task(prompt: "[fail]")
    let refused = try fixture.submit()
    #expect(refused.status == 402)
    #expect(refused.errorCode == "insufficient_quota")
    fixture.clock.advance(seconds: 10)
    #expect(try fixture.submit().status == 200)
  }

  @Test func anUnlimitedQuotaStillCountsWhatIsUsed() throws {
    let fixture = try SimulatorFixture { $0.balanceFen = nil }
    _ = try fixture.task()
    let balance = try fixture.get("/v1/balance").json
    #expect(balance["remain_balance"]?.int == -1)
    #expect(balance["unlimited_quota"]?.bool == true)
    #expect(balance["used_credits"]?.int == 69)
  }

  @Test func eachKeySeesItsOwnUseAndTheAccountAll() throws {
    let fixture = try SimulatorFixture { $0.apiKeys = [.init(key: "a"), .init(key: "b")] }
    _ = try fixture.submit(key: "a")
    func used(_ path: String, _ key: String) throws -> String? {
      try fixture.get(path, key: key).json["used_balance"]?.number?.text
    }
    #expect(try used("/v1/balance", "a") == "2.50")
    #expect(try used("/v1/balance", "b") == "0.00")
    #expect(try used("/v1/user/balance", "b") == "2.50")
  }

  @Test func theLedgerRepeatsTheRequestAndCountsTraffic() throws {
    let fixture = try SimulatorFixture()
    let body =
      #"{ "model":"wan2.6-flash", "image_urls":["https://example.com/a.jpg"], "# + "\n"
      + #""client_business_id":"b-1","metadata":{"n":1.50,"s":"é"}}"#
    let id = try fixture.submit(body).json["id"]?.string ?? ""
    _ = try fixture.submit("{}")
    _ = try fixture.status(id)
    let ledger = try fixture.ledger()
    let task = ledger["tasks"]?.array?.first
    #expect(task?["business_id"]?.string == "b-1")
    #expect(task?["state"]?.string == "queued")
    #expect(task?["refunded"]?.bool == false)
    #expect(task?["created_at"]?.int == HandClock.start)
    #expect(
      task?["request"].map { compactText($0) } == compactText(try JSONValue.parse(Array(body.utf8)))
    )
    #expect(ledger["requests"]?["POST /v1/videos/generations"]?["200"]?.int == 1)
    #expect(ledger["requests"]?["POST /v1/videos/generations"]?["400"]?.int == 1)
    #expect(ledger["requests"]?["GET /v1/videos/generations/{id}"]?["200"]?.int == 1)
    let log = try fixture.get("/simulator/log").json["requests"]?.array
    #expect(log?.prefix(2).map { $0["outcome"]?.string } == ["200", "400"])
  }

  @Test func duplicatesAreFoundWhateverTheirKeyOrderAndBusinessID() throws {
    let fixture = try SimulatorFixture()
    let urls = #""image_urls":["https://example.com/a.jpg"]"#
    for body in [
      #"{"model":"wan2.6-flash",\#(urls),"client_business_id":"1"}"#,
      #"{\#(urls), "model":"wan2.6-flash","client_business_id":"2"}"#,
      #"{"model":"wan2.6-flash",\#(urls),"prompt":"[fail-once]"}"#,
      #"{"model":"wan2.6-flash",\#(urls),"prompt":"[fail-once]"}"#,
      #"{"model":"wan2.6-flash",\#(urls),"prompt":"single","client_business_id":"1"}"#,
    ] { #expect(try fixture.submit(body).status == 200) }
    #expect(try fixture.ledger()["totals"]?["duplicate_bodies_paid"]?.int == 2)
    // The first of the two failing ones is refunded, so only the plain pair was paid for twice.
    fixture.clock.advance(seconds: 10)
    let totals = try fixture.ledger()["totals"]
    #expect(totals?["duplicate_bodies_accepted"]?.int == 2)
    #expect(totals?["duplicate_bodies_paid"]?.int == 1)
    #expect(totals?["repeated_business_ids"]?.int == 1)
  }

  @Test func everyPaymentForAJobBeyondTheFirstIsCounted() throws {
    let fixture = try SimulatorFixture()
    for (prompt, key) in [("[fail-once]", 1), ("[fail-once]", 2), ("a", 3), ("a", 4), ("a", 5)] {
      #expect(
        try fixture.submit(
          #"""
          {"model":"wan2.6-flash","prompt":"\#(prompt)","image_urls":["https://a/b"],\#
          "metadata":{"client_business_id":"inner-\#(key)"},"client_business_id":"\#(key)"}
          """#
        ).status == 200)
    }
    fixture.clock.advance(seconds: 10)
    let totals = try fixture.ledger()["totals"]
    #expect(totals?["duplicate_bodies_accepted"]?.int == 2)
    #expect(totals?["duplicate_bodies_paid"]?.int == 1)
    #expect(totals?["paid_again"]?.number?.text == "5.00")
    #expect(totals?["net"]?.number?.text == "10.00")
  }

  @Test func lookUpsFindTheFirstTaskOfAKey() throws {
    let fixture = try SimulatorFixture()
    func submit(_ prompt: String) throws -> String? {
      try fixture.submit(
        #"{"model":"wan2.6-flash","image_urls":["https://a/b"],"prompt":"\#(prompt)","client_business_id":"k"}"#
      ).json["id"]?.string
    }
    let first = try submit("1")
    _ = try submit("2")
    #expect(try fixture.status("k").json["id"]?.string == first)
  }

  @Test func theLedgerSaysWhenAnEndWasToldAndAfterHowManyQueries() throws {
    let fixture = try SimulatorFixture()
    let found = try fixture.task(prompt: "found", more: #","client_business_id":"k""#)
    let failed = try fixture.task(prompt: "[fail]")
    let unasked = try fixture.task(prompt: "unasked")
    _ = try fixture.status(found)
    fixture.clock.advance(seconds: 10.25)
    _ = try fixture.request("HEAD", "/v1/videos/generations/\(found)")
    _ = try fixture.status("k")
    _ = try fixture.status(failed)
    fixture.clock.advance(seconds: 1)
    _ = try fixture.status(found)
    let tasks = try fixture.ledger()["tasks"]?.array ?? []
    #expect(tasks.map { $0["id"]?.string } == [found, failed, unasked])
    #expect(tasks.map { $0["queries"]?.int } == [4, 1, 0])
    #expect(
      tasks.map { $0["found_ms"]?.int.map { $0 - HandClock.start * 1_000 } } == [
        10_250, 10_250, nil,
      ])
  }

  @Test(arguments: [
    ("status:back", false), ("status:word(running)", false), ("status:wrong-id", false),
    ("status:502-after", false), ("status:close-after", false), ("status:html", false),
    ("status:failed-first(60)", false), ("status:drip(0)", true), ("status:late(1)", true),
    ("status:times(0)", true),
  ])
  func anEndThatAFaultHidesIsNotTold(_ fault: String, _ isTold: Bool) throws {
    let fixture = try SimulatorFixture { $0.faults = [fault] }
    let id = try fixture.task()
    fixture.clock.advance(seconds: 10)
    do { _ = try fixture.status(id) } catch is LoopbackClient.Broken {}
    try fixture.reconnect()
    let task = try fixture.ledger()["tasks"]?.array?.first
    #expect(task?["queries"]?.int == 1)
    #expect((task?["found_ms"]?.int != nil) == isTold)
  }

  @Test func aTaskOfAnotherSimulatorIsAnsweredAndNotCounted() throws {
    let first = try SimulatorFixture()
    let id = try first.task()
    let second = try SimulatorFixture(clock: first.clock)
    #expect(try second.status(id).json["status"]?.string == "queued")
    #expect(try second.ledger()["tasks"]?.array?.isEmpty == true)
  }

  @Test func endsComeOutInOrder() {
    var queue = EndQueue()
    var generator = SeededGenerator(seed: 3)
    let ends = (0..<500).map { _ in Int64(generator.next() % 1_000) }
    for (index, end) in ends.enumerated() { queue.insert(index, end: end) }
    #expect(queue.popEnded(by: -1) == nil)
    var popped: [Int64] = []
    for time in stride(from: Int64(0), through: 1_000, by: 50) {
      while let index = queue.popEnded(by: time) {
        #expect(ends[index] <= time)
        popped.append(ends[index])
      }
    }
    #expect(popped == ends.sorted())
    #expect(queue.count == 0)
  }
}
