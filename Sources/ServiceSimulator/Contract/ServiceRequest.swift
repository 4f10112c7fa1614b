import JSONText

/// A request on its way through the service.
struct ServiceRequest: Sendable {
  let head: RequestHead
  let body: [UInt8]
  let endpoint: Endpoint
  /// Microseconds since 1970 UTC, read once.
  let now: Int64
  /// The body of a submission, where it is strict JSON.
  let json: JSONValue?

  init(head: RequestHead, body: [UInt8], now: Int64) {
    self.head = head
    self.body = body
    self.now = now
    endpoint = Endpoint(path: head.path)
    json = endpoint == .submit || endpoint == .faults ? Self.parse(body) : nil
  }

  var milliseconds: Int64 { now / 1_000 }

  /// The task that the request names by its id, if it does.
  var taskName: String? {
    switch endpoint {
    case .status(let name): String(decoding: name, as: UTF8.self)
    case .video(let id): id
    default: nil
    }
  }

  /// A 405 for a method that does not fit the path.
  var methodRefusal: Reply? {
    endpoint.allows(head.method) ? nil : .methodNotAllowed(endpoint.allowedMethods)
  }

  private static func parse(_ body: [UInt8]) -> JSONValue? {
    do { return try JSONValue.parse(body) } catch { return nil }
  }
}
