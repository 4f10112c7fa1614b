import HTTPCore
import JSONText
import JobModel

/// An HTTP answer, read as far as it can be.
struct ServiceAnswer {
  let status: Int
  /// The body as a JSON object, when it is one.
  let json: JSONObject?
  private let body: [UInt8]

  init(_ response: HTTPResponse) {
    status = response.head.status
    json = Self.object(response.body)
    body = response.body
  }

  private static func object(_ body: [UInt8]) -> JSONObject? {
    do throws(JSONTextError) {
      return try JSONValue.parse(body).object
    } catch {
      return nil
    }
  }

  /// What the body looks like when it is not JSON, for messages.
  private var bodyKind: String {
    let first = body.first { !" \t\r\n".utf8.contains($0) }
    switch first {
    case nil: return "an empty body"
    case UInt8(ascii: "<"): return "an HTML page"
    default: return "a body that is not the expected JSON"
    }
  }

  /// The service's error code; numbers are turned into text.
  var errorCode: String? {
    let code = json?["error"]?["code"] ?? json?["code"]
    guard let text = code?.string ?? code?.number?.text else { return nil }
    return bounded(text, to: 100)
  }

  /// Indicates the contract's error object in the body: `error` with a `code` or a `message`.
  var hasErrorObject: Bool {
    guard let error = json?["error"]?.object else { return false }
    let (code, message) = (error["code"], error["message"])
    return code?.string?.isEmpty == false || code?.number != nil
      || message?.string?.isEmpty == false
  }

  /// The service's own words for what went wrong.
  var errorMessage: String? {
    let message =
      json?["error"]?["message"]?.string ?? json?["error"]?.string ?? json?["message"]?.string
    return message.flatMap { $0.isEmpty ? nil : bounded($0, to: 500) }
  }

  /// One line that says what the service answered.
  var summary: String {
    guard json != nil else { return "HTTP \(status) with \(bodyKind)" }
    let words = [errorCode, errorMessage].compactMap { $0 }.joined(separator: ": ")
    return words.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(words)"
  }

  /// The failure that a refusal means for the job.
  func failure(canPass: Bool) -> JobFailure {
    JobFailure(
      code: errorCode, message: errorMessage ?? summary, httpStatus: status, canPass: canPass)
  }

  /// The task an answer is about: its `id`, or `task_id` where that names none.
  var task: TaskID? { Self.taskID(json?["id"]) ?? Self.taskID(json?["task_id"]) }

  /// A member that names a task: visible text of at most 256 bytes.
  private static func taskID(_ value: JSONValue?) -> TaskID? {
    guard let text = value?.string, (1...256).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    return TaskID(text)
  }

  /// A Unix time in seconds between 1970 and 9999.
  static func time(_ value: JSONValue?) -> Timestamp? {
    guard let number = value?.number else { return nil }
    let seconds = number.int64 ?? number.double.flatMap { Int64(exactly: $0.rounded(.down)) }
    guard let seconds, (0...253_402_300_799).contains(seconds) else { return nil }
    return Timestamp(seconds: seconds)
  }
}

/// Cuts text from outside to a bounded number of Unicode scalars; a visible character may be
/// made of any number of them.
func bounded(_ text: String, to count: Int) -> String {
  let start = text.unicodeScalars.prefix(count)
  return start.endIndex == text.endIndex ? text : String(start) + "…"
}
