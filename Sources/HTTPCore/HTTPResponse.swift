/// The status and header of an answer.
public struct HTTPResponseHead: Sendable {
  /// Three digits, 200 or more: interim answers (1xx) are left out.
  public var status: Int
  /// In the order received. A field that came twice stands twice.
  public var headers: [HTTPField]

  public init(status: Int, headers: [HTTPField] = []) {
    self.status = status
    self.headers = headers
  }

  /// The first value of a header field; the name is compared without regard to case.
  public func value(of name: String) -> String? {
    headers.first { $0.isCalled(name) }?.value
  }

  /// The announced body length in bytes, when there is one that can be read.
  public var contentLength: Int64? {
    value(of: "Content-Length").flatMap { Int64($0) }
  }
}

/// A whole answer.
public struct HTTPResponse: Sendable {
  /// The final answer's; that of an interim answer (1xx) is left out.
  public var head: HTTPResponseHead
  /// At most ``HTTPLimits/responseBytes`` bytes; empty where none came. Not decompressed.
  public var body: [UInt8]

  public init(head: HTTPResponseHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}
