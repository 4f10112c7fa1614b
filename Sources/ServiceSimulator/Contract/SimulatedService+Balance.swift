import JSONText

extension SimulatedService {
  /// `GET /v1/balance` and `GET /v1/user/balance`.
  ///
  /// The `*_balance` fields are in CNY; credits count 200 to the US dollar, at 7.20 CNY each.
  func balance(_ request: ServiceRequest, ofAccount: Bool) -> Reply {
    guard let holder = keys.holder(request.head.authorization) else { return .keyRefused }
    let fingerprint = holder.fingerprint
    let (used, usedByAll) = books.withLock { books in
      books.ledger.settle(at: request.milliseconds)
      let all = books.ledger.usedFen
      return (ofAccount ? all : books.ledger.usedFen(byKey: fingerprint), all)
    }
    let remaining = options.balanceFen.map { $0 - usedByAll }
    var json = JSONWriter()
    json.beginObject()
    json.member("success", true)
    json.memberRaw("remain_balance", remaining.map { decimalText(fen: $0) } ?? "-1")
    json.memberRaw("used_balance", decimalText(fen: used))
    json.member("remain_credits", remaining.map { Self.credits(fen: $0) } ?? -1)
    json.member("used_credits", Self.credits(fen: used))
    json.member("credits_per_usd", 200)
    json.member("unlimited_quota", remaining == nil)
    json.endObject()
    return Reply(status: 200, body: json.bytes)
  }

  private static func credits(fen: Int64) -> Int64 { fen * 200 / 720 }
}
