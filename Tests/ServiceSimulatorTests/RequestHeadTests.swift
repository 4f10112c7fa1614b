import Testing

@testable import ServiceSimulator

@Suite struct RequestHeadTests {
  private func parse(_ text: String) -> Result<RequestHead, RequestFault> {
    do throws(RequestFault) { return .success(try RequestHead.parse(Array(text.utf8)[...])) } catch
    { return .failure(error) }
  }

  @Test func aFullHeadIsRead() throws {
    let head = try parse(
      "POST /a%20b?x=1 HTTP/1.1\r\nHOST: h\r\nauthorization:  Bearer k \r\nContent-Length: 12\r\n"
        + "Content-Type: text/plain\r\nExpect: 100-Continue\r\nConnection: foo, Close"
    ).get()
    #expect(head.method == .post)
    #expect(head.path == "/a%20b")
    #expect(head.framing == .length(12))
    #expect(head.authorization == Array("Bearer k".utf8))
    #expect(head.contentType == "text/plain")
    #expect(head.expectsContinue)
    #expect(!head.keepsAlive)
  }

  @Test(arguments: [
    "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET  / HTTP/1.1\r\nHost: a",
    "GET x HTTP/1.1\r\nHost: a", "GET / HTTP/1.1 \r\nHost: a", "G(T / HTTP/1.1\r\nHost: a",
    "GET / HTTP/1.1\r\nHost : a", "GET / HTTP/1.1\r\n Host: a", "GET / HTTP/1.1\r\nHost: a\nB: c",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{1}b", "GET / HTTP/1.1\r\nHost: a\r\n: x",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
    "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked",
    "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b", "",
  ])
  func aBrokenHeadIsRefused(_ text: String) {
    guard case .failure(let fault) = parse(text) else {
      Issue.record("accepted")
      return
    }
    #expect(fault.status == 400)
  }

  @Test func otherVersionsAndExpectationsHaveStatusesOfTheirOwn() {
    #expect(parse("GET / HTTP/2.0\r\nHost: a") == .failure(.versionNotSupported))
    #expect(
      parse("GET / HTTP/1.1\r\nHost: a\r\nExpect: magic") == .failure(.expectationFailed))
  }
}
