/// The shape of an error's body and its extra header: services and proxies differ.
struct ErrorStyle: Equatable, Sendable {
  enum Form: Equatable, Sendable { case json, numeric, chinese, html, empty }

  var form = Form.json
  /// In place of the contract's code.
  var code: String?
  /// The text of `Retry-After`; `date+N` and `date-N` become an HTTP date N seconds from now.
  var retryAfter: String?

  init(form: Form, code: String?) {
    self.form = form
    self.code = code
  }

  /// Reads a list such as `numeric, code limiter_down, retry-after 5`; the text after
  /// `retry-after` reaches to the end, since dates have commas.
  init?(_ argument: String) {
    var rest = argument[...]
    while true {
      rest = rest.drop { $0 == " " || $0 == "," }
      if rest.isEmpty { return }
      if rest.hasPrefix("retry-after") {
        retryAfter = String(rest.dropFirst("retry-after".count).drop { $0 == " " })
        return
      }
      let word = rest.prefix { $0 != "," }
      rest = rest.dropFirst(word.count)
      switch word {
      case "numeric": form = .numeric
      case "chinese": form = .chinese
      case "html": form = .html
      case "empty": form = .empty
      case _ where word.hasPrefix("code "): code = String(word.dropFirst(5))
      default: return nil
      }
    }
  }

  /// The answer; `seconds` is the time now, since 1970.
  func reply(status: Int, at seconds: Int64) -> Reply {
    let (standardCode, message, type) = Self.contractText(status)
    var reply: Reply
    switch form {
    case .json: reply = .error(status, code ?? standardCode, message, type: type)
    case .numeric:
      reply = .error(status, .number(code.flatMap { Int($0) } ?? status), message, type: type)
    case .chinese:
      let chinese = status == 429 ? "请求过于频繁，请稍后再试" : "服务暂时不可用，请稍后再试"
      reply = .error(status, code ?? standardCode, chinese, type: type)
    case .html:
      reply = .htmlPage
      reply.status = status
    case .empty: reply = Reply(status: status, contentType: "")
    }
    if let retryAfter { reply.headers.append(("Retry-After", Self.expand(retryAfter, seconds))) }
    return reply
  }

  private static func expand(_ text: String, _ now: Int64) -> String {
    guard text.hasPrefix("date"), let offset = Int64(text.dropFirst(4)),
      offset.magnitude < 1 << 40
    else { return text }
    return httpDate(now + offset)
  }

  private static func contractText(_ status: Int) -> (String, String, String) {
    switch status {
    case 401: ("invalid_api_key", "The API key is not valid", "authentication_error")
    case 402: ("insufficient_quota", "The balance does not suffice", "insufficient_quota")
    case 403: ("model_not_allowed", "The key may not use this model", "permission_error")
    case 404: ("task_not_found", "The task does not exist", "invalid_request_error")
    case 422:
      (
        "content_policy_violation", "The content violates the content policy",
        "invalid_request_error"
      )
    case 429: ("rate_limit_exceeded", "Too many requests", "rate_limit_error")
    case 503: ("service_unavailable", "The service is not available", "server_error")
    case 500...: ("server_error", "The service met an internal fault", "server_error")
    default: ("invalid_request", "The request was refused", "invalid_request_error")
    }
  }
}

extension Reply {
  /// What a proxy in front of the service says.
  static var htmlPage: Reply {
    let page = """
      <!DOCTYPE html><html><head><title>Bad gateway</title></head>\
      <body><h1>Bad gateway</h1><p>The upstream server did not answer.</p></body></html>
      """
    return Reply(status: 200, contentType: "text/html; charset=utf-8", body: Array(page.utf8))
  }
}

/// A time in HTTP's fixed form: `Mon, 23 Nov 2026 12:00:00 GMT`.
func httpDate(_ seconds: Int64) -> String {
  let (days, year, month, day, time) = calendarParts(seconds)
  let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  let date = "\(weekdays[Int(days % 7)]), \(two(day)) \(months[Int(month - 1)]) \(year)"
  return "\(date) \(time) GMT"
}

/// A time as ISO 8601 text: `2026-11-23T12:00:00Z`.
func isoDate(_ seconds: Int64) -> String {
  let (_, year, month, day, time) = calendarParts(seconds)
  return "\(year)-\(two(month))-\(two(day))T\(time)Z"
}

private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Days since 1970, the date and `HH:MM:SS` of a time, in UTC.
///
/// The calendar arithmetic is Howard Hinnant's `civil_from_days`.
private func calendarParts(
  _ seconds: Int64
) -> (days: Int64, year: Int64, month: Int64, day: Int64, time: String) {
  let clamped = min(max(seconds, 0), 253_402_300_799)
  let days = clamped / 86_400
  let rest = clamped % 86_400
  let shifted = days + 719_468
  let era = shifted / 146_097
  let dayOfEra = shifted % 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  let time = "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  return (days, year, month, day, time)
}
