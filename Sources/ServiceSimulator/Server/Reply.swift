/// An answer, and the way in which it is delivered.
struct Reply: Sendable {
  /// How the bytes of an answer travel; everything but `whole` is a fault on request.
  enum Delivery: Equatable, Sendable {
    case whole
    /// A TCP reset in place of an answer.
    case reset
    /// The connection ends without a byte of an answer.
    case close
    /// The connection ends in the middle of the header.
    case closeInHeader
    /// The connection ends after the header.
    case closeAfterHeader
    /// Half of the body, announced in full.
    case truncated
    /// Nothing at all for so long, or until the peer gives up; then the connection ends.
    case hang(seconds: Double)
    /// One byte at a time, with a pause after each.
    case drip(milliseconds: Int32)
    /// So many more bytes of spaces after the body, which `Content-Length` does not announce.
    case giant(bytes: Int)
    /// A `Content-Length` that is so much larger than the body.
    case overstated(bytes: Int)
  }

  var status: Int
  var headers: [(name: String, value: String)] = []
  var contentType = "application/json"
  var body: [UInt8] = []
  var delivery = Delivery.whole
  /// Wait before the first byte of the answer.
  var delaySeconds = 0.0
  var closesConnection = false

  /// What the counts of the ledger call this answer: its status, or the name of its fault.
  var outcomeName: String {
    switch delivery {
    case .whole, .drip: "\(status)"
    case .reset: "reset"
    case .close: "closed"
    case .closeInHeader, .closeAfterHeader: "\(status) closed after header"
    case .truncated: "\(status) truncated"
    case .hang: "hung"
    case .giant: "\(status) giant"
    case .overstated: "\(status) overstated"
    }
  }

  /// The header as it goes over the wire, its empty line included.
  func header(keepsAlive: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(320)
    bytes += "HTTP/1.1 \(status) \(Self.reason(status))\r\n".utf8
    bytes += "Server: wanbatch-simulator\r\n".utf8
    for header in headers {
      bytes += header.name.utf8
      bytes += ": ".utf8
      bytes += header.value.utf8.lazy.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
      bytes += "\r\n".utf8
    }
    if status != 204 && status != 304 {
      if !contentType.isEmpty { bytes += "Content-Type: \(contentType)\r\n".utf8 }
      switch delivery {
      case .giant: bytes += "Transfer-Encoding: chunked\r\n".utf8
      case .overstated(let extra): bytes += "Content-Length: \(body.count + extra)\r\n".utf8
      default: bytes += "Content-Length: \(body.count)\r\n".utf8
      }
    }
    bytes += keepsAlive ? "\r\n".utf8 : "Connection: close\r\n\r\n".utf8
    return bytes
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 416: "Range Not Satisfiable"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Status"
    }
  }
}
