import HTTPCore
import Testing

@testable import VideoService

@Suite struct BalanceTests {
  @Test func amountsStayExact() async throws {
    let transport = ScriptedTransport(
      200,
      """
      {"success":true,"remain_balance":10.50,"used_balance":2.3,"remain_credits":2100,
      "used_credits":460,"credits_per_usd":200,"unlimited_quota":false}
      """)
    let balance = try await VideoClient.make(transport).balance().get()
    #expect(balance.remaining == "10.50")
    #expect(balance.used == "2.3")
    #expect(balance.remainingCredits == "2100")
    #expect(balance.usedCredits == "460")
    #expect(!balance.isUnlimited)
    #expect(transport.requests.map(\.url) == ["https://toapis.com/v1/balance"])
  }

  @Test func unlimitedKeyHasNothingLeftToCount() async throws {
    let transport = ScriptedTransport(
      200, #"{"success":true,"remain_balance":-1,"used_credits":460,"unlimited_quota":true}"#)
    let balance = try await VideoClient.make(transport).balance().get()
    #expect(balance.isUnlimited)
    #expect(balance.remaining == nil)
    #expect(balance.remainingCredits == nil)
    #expect(balance.usedCredits == "460")
  }

  @Test func theAccountIsAskedAtItsOwnAddress() async throws {
    let transport = ScriptedTransport(200, #"{"success":true,"used_credits":7}"#)
    let balance = try await VideoClient.make(transport).balance(of: .account).get()
    #expect(balance.usedCredits == "7")
    #expect(transport.requests.map(\.url) == ["https://toapis.com/v1/user/balance"])
  }

  @Test(arguments: [
    (200, #"{"success":false,"message":"no"}"#, "HTTP 200: no"),
    (200, "<html>", "HTTP 200 with an HTML page"),
    (401, #"{"error":{"code":"invalid_api_key","message":"m"}}"#, "HTTP 401: invalid_api_key: m"),
    (502, "", "HTTP 502 with an empty body"),
  ])
  func refusalIsOneLine(_ status: Int, _ body: String, _ message: String) async throws {
    let answer = try await VideoClient.make(ScriptedTransport(status, body)).balance()
    #expect(throws: ServiceUnavailable(message: message)) { try answer.get() }
  }
}
