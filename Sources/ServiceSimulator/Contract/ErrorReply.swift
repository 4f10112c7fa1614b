import JSONText

/// The `code` of an error, which the contract allows to be a string or a number.
enum ErrorCode: Equatable, Sendable {
  case text(String)
  case number(Int)
}

extension Reply {
  /// An answer with the contract's error body.
  static func error(
    _ status: Int, _ code: String, _ message: String, type: String = "invalid_request_error"
  ) -> Reply {
    error(status, .text(code), message, type: type)
  }

  static func error(_ status: Int, _ code: ErrorCode, _ message: String, type: String) -> Reply {
    var json = JSONWriter()
    json.beginObject()
    json.key("error")
    json.beginObject()
    json.code(code)
    json.member("message", message)
    json.member("type", type)
    json.endObject()
    json.endObject()
    return Reply(status: status, body: json.bytes)
  }

  /// The refusal of an upload, which has a form of its own.
  static func uploadRefusal(_ message: String) -> Reply {
    var json = JSONWriter()
    json.beginObject()
    json.member("success", false)
    json.member("message", message)
    json.endObject()
    return Reply(status: 400, body: json.bytes)
  }

  static let taskNotFound = error(404, "task_not_found", "The task does not exist")
  static let notFound = error(404, "not_found", "There is nothing at this path")

  static func methodNotAllowed(_ allowed: String) -> Reply {
    var reply = error(405, "method_not_allowed", "Only \(allowed) is allowed here")
    reply.headers.append(("Allow", allowed))
    return reply
  }
}

extension JSONWriter {
  mutating func code(_ code: ErrorCode) {
    switch code {
    case .text(let text): member("code", text)
    case .number(let number): member("code", number)
    }
  }
}
