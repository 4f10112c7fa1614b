import HTTPCore

extension HTTPRequest {
  /// Reads the URL.
  ///
  /// - Throws: `HTTPFailure` of kind `invalidURL` or `forbiddenAddress`, never sent.
  func checkedURL() throws(HTTPFailure) -> HTTPURL {
    let url = try HTTPURL(self.url)
    if addressPolicy == .publicOnly, !url.mayBePublic {
      throw HTTPFailure(
        phase: .neverSent, kind: .forbiddenAddress,
        message: "\(url.shown): \(url.host) is not a public address")
    }
    return url
  }

  /// Refuses what could change the request's meaning on the wire: line breaks in a header field,
  /// header fields that frame the body.
  ///
  /// - Throws: `HTTPFailure` of kind `invalidURL`, never sent.
  func checkHeaders(to url: HTTPURL) throws(HTTPFailure) {
    for field in headers {
      guard Self.isToken(field.name), !Self.framing.contains(where: field.isCalled) else {
        throw HTTPFailure(
          phase: .neverSent, kind: .invalidURL,
          message: "\(url.shown): a header field of the request has a name that cannot be sent")
      }
      guard !field.value.utf8.contains(where: { ($0 < 0x20 && $0 != 9) || $0 == 0x7f }) else {
        throw HTTPFailure(
          phase: .neverSent, kind: .invalidURL,
          message: "\(url.shown): the header field \(field.name) of the request contains "
            + "a line break or another control character")
      }
    }
  }

  /// Fields that libcurl derives from the body.
  private static let framing = ["content-length", "transfer-encoding", "expect"]

  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        // The most usual of the others by themselves.
        case UInt8(ascii: "-"): true
        default: "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
      }
  }

  func hasHeader(_ name: String) -> Bool {
    headers.contains { $0.isCalled(name) }
  }
}
