import HTTPCore
import JobModel

/// What an answer's header says about the allowance.
public struct RateLimitNote: Sendable, Equatable {
  /// When to come back.
  public enum RetryAfter: Sendable, Equatable {
    /// So many seconds from the answer on: 0 or more, `Int64.max` for what does not fit.
    case seconds(Int64)
    /// A moment by the service's clock, to the second; may have passed.
    case at(Timestamp)
  }

  /// The allowance of ``category``, `X-RateLimit-Limit`; `nil` where it is missing or no number.
  public var limit: Int?
  /// Requests left at the answer, `X-RateLimit-Remaining`; `nil` where it is missing or no number.
  ///
  /// As the service wrote it, not checked against ``limit``.
  public var remaining: Int?
  /// Seconds, or a Unix time in seconds; the documentation does not say which.
  public var reset: Int64?
  /// `async_submit` or `async_query`.
  public var category: String?
  /// `Retry-After`, of an answer of any status; `nil` where it is missing or can't be read.
  public var retryAfter: RetryAfter?
  /// Whether the service itself is unwell (503): that says nothing about what it allows.
  public var isUnwell: Bool

  public init(
    limit: Int? = nil, remaining: Int? = nil, reset: Int64? = nil, category: String? = nil,
    retryAfter: RetryAfter? = nil, isUnwell: Bool = false
  ) {
    self.isUnwell = isUnwell
    self.limit = limit
    self.remaining = remaining
    self.reset = reset
    self.category = category
    self.retryAfter = retryAfter
  }

  init(_ head: HTTPResponseHead) {
    isUnwell = head.status == 503
    limit = head.value(of: "X-RateLimit-Limit").flatMap { Int($0) }
    remaining = head.value(of: "X-RateLimit-Remaining").flatMap { Int($0) }
    reset = head.value(of: "X-RateLimit-Reset").flatMap { Int64($0) }
    category = head.value(of: "X-RateLimit-Category")
    retryAfter = head.value(of: "Retry-After").flatMap { RetryAfter($0) }
  }
}

extension RateLimitNote.RetryAfter {
  /// Reads a `Retry-After` value: whole seconds or an HTTP date (RFC 9110, section 10.2.3).
  ///
  /// More seconds than fit are as good as the largest number; anything else is `nil`.
  init?(_ text: String) {
    let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if digits, !text.isEmpty {
      self = .seconds(Int64(text) ?? .max)
    } else if let time = Timestamp(httpDate: text) {
      self = .at(time)
    } else {
      return nil
    }
  }
}

extension Timestamp {
  /// Reads the preferred form of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110,
  /// section 5.6.7); the two obsolete forms are not read.
  init?(httpDate text: String) {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT" else { return nil }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let time = words[4].split(separator: ":").map { Int64($0) }
    guard let day = Int64(words[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(words[2])),
      let year = Int64(words[3]), (1970...9999).contains(year),
      time.count == 3, let hour = time[0], let minute = time[1], let second = time[2],
      (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
    else { return nil }
    let days = Timestamp.days(year: year, month: Int64(month) + 1, day: day)
    self.init(seconds: ((days * 24 + hour) * 60 + minute) * 60 + second)
  }
}
