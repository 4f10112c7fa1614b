/// The service's groups of users, each with its allowances; a user's keys share them.
package enum ServiceTier: String, Sendable, CaseIterable {
  /// 300 submissions and 3,000 queries a minute; assumed where nothing else is known.
  case `default`
  /// 1,000 submissions and 10,000 queries a minute.
  case vip
  /// 2,000 submissions and 30,000 queries a minute.
  case svip

  /// Submissions a second: 300, 1,000 or 2,000 a minute.
  package var submitRate: Double {
    switch self {
    case .default: 300.0 / 60
    case .vip: 1000.0 / 60
    case .svip: 2000.0 / 60
    }
  }

  /// Submissions that may be saved up: ten seconds' worth.
  package var submitBurst: Double {
    switch self {
    case .default: 50
    case .vip: 167
    case .svip: 334
    }
  }

  /// Queries a second: 3,000, 10,000 or 30,000 a minute.
  package var queryRate: Double {
    switch self {
    case .default: 3000.0 / 60
    case .vip: 10_000.0 / 60
    case .svip: 30_000.0 / 60
    }
  }

  /// Queries that may be saved up: ten seconds' worth.
  package var queryBurst: Double {
    switch self {
    case .default: 500
    case .vip: 1667
    case .svip: 5000
    }
  }

  /// What an allowance is for.
  package enum RequestKind: Sendable, CaseIterable {
    /// Asking for a new video, which spends money.
    case submit
    /// Asking how a task is, also by its submission's key.
    case query

    /// The service's name of the allowance, in `X-RateLimit-Category`.
    package var category: String {
      switch self {
      case .submit: "async_submit"
      case .query: "async_query"
      }
    }
  }

  /// Requests of a kind a second.
  package func rate(of kind: RequestKind) -> Double { kind == .submit ? submitRate : queryRate }

  /// Requests of a kind that may be saved up.
  package func burst(of kind: RequestKind) -> Double { kind == .submit ? submitBurst : queryBurst }

  /// The tier that an `X-RateLimit-Limit` speaks of: the documentation's number for a minute or
  /// for a burst. Any other number is `nil`: what it counts is not documented.
  package init?(limit: Int, of kind: RequestKind) {
    let match = Self.allCases.first { tier in
      Double(limit) == tier.burst(of: kind)
        || Double(limit) == (tier.rate(of: kind) * 60).rounded()
    }
    guard let match else { return nil }
    self = match
  }
}
