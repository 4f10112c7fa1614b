import Testing

@testable import ServiceSimulator

@Suite struct RateLimitTests {
  @Test func submissionsBurstThenAreThrottledThenRefilled() throws {
    let fixture = try SimulatorFixture()
    for left in (0..<50).reversed() {
      let answer = try fixture.submit()
      #expect(answer.status == 200)
      #expect(answer.header("X-RateLimit-Remaining") == "\(left)")
    }
    let refused = try fixture.submit()
    #expect(refused.status == 429)
    #expect(refused.errorCode == "rate_limit_exceeded")
    #expect(refused.header("Retry-After") == "1")
    #expect(refused.header("X-RateLimit-Limit") == "300")
    #expect(refused.header("X-RateLimit-Category") == "async_submit")
    #expect(refused.header("X-RateLimit-Reset") == "\(HandClock.start + 10)")
    // A refusal costs nothing: after a fifth of a second exactly one more passes.
    fixture.clock.advance(seconds: 0.2)
    #expect(try fixture.submit().status == 200)
    #expect(try fixture.submit().status == 429)
    // Queries have an allowance of their own.
    let query = try fixture.status("x")
    #expect(query.status == 404)
    #expect(query.header("X-RateLimit-Remaining") == "499")
    #expect(query.header("X-RateLimit-Category") == "async_query")
  }

  @Test func aRefusedBusinessCostsAllowanceAndKeysOfOneAccountShareIt() throws {
    let fixture = try SimulatorFixture {
      $0.apiKeys = [
        .init(key: "a"), .init(key: "b"), .init(key: "c", account: "other"),
      ]
    }
    for _ in 0..<25 { #expect(try fixture.submit("{}", key: "a").status == 400) }
    for _ in 0..<25 { #expect(try fixture.submit(key: "b").status == 200) }
    #expect(try fixture.submit(key: "a").status == 429)
    #expect(try fixture.submit(key: "b").status == 429)
    #expect(try fixture.submit(key: "c").status == 200)
  }

  @Test(arguments: [
    (SimulatorOptions.Tier.default, 300, 50, 3_000, 500), (.vip, 1_000, 167, 10_000, 1_667),
    (.svip, 2_000, 334, 30_000, 5_000),
  ])
  func tiersHaveTheContractsAllowances(
    _ tier: SimulatorOptions.Tier, _ submits: Int, _ submitBurst: Int, _ queries: Int,
    _ queryBurst: Int
  ) {
    var limits = RateLimits(tier: tier, isEnforced: true)
    for (category, perMinute, burst) in [
      (RateLimits.Category.submit, submits, submitBurst), (.query, queries, queryBurst),
    ] {
      var allowed = 0
      // Everything asked for in one minute, a thousand times a second.
      for millisecond in 0..<60_000 {
        if limits.admit(category, account: 1, now: Int64(millisecond) * 1_000).isAllowed {
          allowed += 1
        }
      }
      #expect((burst + perMinute - 1...burst + perMinute).contains(allowed), "\(category)")
    }
  }

  @Test func withoutLimitsThereAreNoHeaders() throws {
    let fixture = try SimulatorFixture { $0.tier = .unlimited }
    for _ in 0..<60 {
      let answer = try fixture.submit()
      #expect(answer.status == 200)
      #expect(answer.header("X-RateLimit-Limit") == nil)
    }
    let lenient = try SimulatorFixture { $0.enforceRateLimits = false }
    for _ in 0..<60 { #expect(try lenient.submit().status == 200) }
  }
}
