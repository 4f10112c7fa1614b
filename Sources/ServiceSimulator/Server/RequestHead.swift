/// The first line and the header fields of a request, as far as the simulator reads them.
struct RequestHead: Equatable, Sendable {
  enum Method: String, Sendable { case get = "GET", head = "HEAD", post = "POST", other = "OTHER" }

  enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int)
    case chunked
  }

  var method: Method
  /// Still percent-encoded, without the query.
  var path: String
  var framing = BodyFraming.none
  var keepsAlive: Bool
  var expectsContinue = false
  var authorization: [UInt8]?
  var contentType: String?
  var range: String?
  var ifRange: String?
}

/// A request that breaks HTTP's own rules; the connection ends after the answer.
enum RequestFault: Error, Equatable, Sendable {
  case malformed(String)
  case headerTooLarge
  case bodyTooLarge
  case expectationFailed
  case versionNotSupported
  /// The peer is gone; there is nobody to answer.
  case disconnected

  /// The status of the answer, or nil when none can be given.
  var status: Int? {
    switch self {
    case .malformed: 400
    case .headerTooLarge: 431
    case .bodyTooLarge: 413
    case .expectationFailed: 417
    case .versionNotSupported: 505
    case .disconnected: nil
    }
  }
}
