/// The two allowances of every account, apart from each other.
struct RateLimits: Sendable {
  enum Category: String, Sendable {
    case submit = "async_submit"
    case query = "async_query"
  }

  struct Verdict: Sendable {
    var isAllowed: Bool
    var headers: [(name: String, value: String)]
  }

  private struct Limits {
    var submitPerMinute: Int
    var submitBurst: Int
    var queryPerMinute: Int
    var queryBurst: Int
  }

  private struct Key: Hashable, Sendable {
    var account: UInt16
    var category: Category
  }

  private let limits: Limits?
  private let isEnforced: Bool
  private var buckets: [Key: TokenBucket] = [:]

  init(tier: SimulatorOptions.Tier, isEnforced: Bool) {
    self.isEnforced = isEnforced
    limits =
      switch tier {
      case .default:
        Limits(submitPerMinute: 300, submitBurst: 50, queryPerMinute: 3_000, queryBurst: 500)
      case .vip:
        Limits(
          submitPerMinute: 1_000, submitBurst: 167, queryPerMinute: 10_000, queryBurst: 1_667)
      case .svip:
        Limits(
          submitPerMinute: 2_000, submitBurst: 334, queryPerMinute: 30_000, queryBurst: 5_000)
      case .unlimited: nil
      }
  }

  /// Takes one request's allowance; a refusal takes none. `now` is in microseconds.
  mutating func admit(_ category: Category, account: UInt16, now: Int64) -> Verdict {
    guard let limits else { return Verdict(isAllowed: true, headers: []) }
    let key = Key(account: account, category: category)
    let isSubmit = category == .submit
    let perMinute = isSubmit ? limits.submitPerMinute : limits.queryPerMinute
    let burst = isSubmit ? limits.submitBurst : limits.queryBurst
    var bucket = buckets[key] ?? TokenBucket(perMinute: perMinute, burst: burst, now: now)
    let isAllowed = bucket.take(at: now) || !isEnforced
    buckets[key] = bucket
    var headers = [
      (name: "X-RateLimit-Limit", value: "\(perMinute)"),
      (name: "X-RateLimit-Remaining", value: "\(bucket.remaining)"),
      (name: "X-RateLimit-Reset", value: "\(now / 1_000_000 + Int64(bucket.secondsToFull))"),
      (name: "X-RateLimit-Category", value: category.rawValue),
    ]
    if !isAllowed { headers.append(("Retry-After", "\(bucket.secondsToNext)")) }
    return Verdict(isAllowed: isAllowed, headers: headers)
  }
}
