import HTTPCore
import Testing

struct HTTPURLTests {
  struct Good: Sendable {
    var text: String
    var origin: String
    var host: String
    var port: UInt16
    var path = "/"
  }

  @Test(arguments: [
    Good(text: "http://a.b", origin: "http://a.b", host: "a.b", port: 80),
    Good(text: "HTTPS://A.b/C", origin: "https://a.b", host: "a.b", port: 443, path: "/C"),
    Good(text: "HTTP://a.b", origin: "http://a.b", host: "a.b", port: 80),
    Good(text: "hTtP://a:443/B", origin: "http://a:443", host: "a", port: 443, path: "/B"),
    Good(text: "HtTpS://a.B:80", origin: "https://a.b:80", host: "a.b", port: 80),
    Good(text: "https://a:443", origin: "https://a", host: "a", port: 443),
    Good(text: "http://a:443/", origin: "http://a:443", host: "a", port: 443),
    Good(text: "http://a?b=/c", origin: "http://a", host: "a", port: 80),
    Good(text: "http://a#b", origin: "http://a", host: "a", port: 80),
    Good(text: "http://a/b?c#d", origin: "http://a", host: "a", port: 80, path: "/b"),
    Good(text: "http://u:p%40@a/b@c", origin: "http://a", host: "a", port: 80, path: "/b@c"),
    Good(text: "http://[::1]:8/x", origin: "http://[::1]:8", host: "::1", port: 8, path: "/x"),
    Good(text: "http://a/ü", origin: "http://a", host: "a", port: 80, path: "/ü"),
    Good(text: "http://a_b-c.1/", origin: "http://a_b-c.1", host: "a_b-c.1", port: 80),
  ])
  func theParts(of good: Good) throws {
    let url = try HTTPURL(good.text)
    #expect(url.origin.text == good.origin)
    #expect(url.host == good.host)
    #expect(url.origin.port == good.port)
    #expect(url.path == good.path)
    #expect(url.shown == good.origin + good.path)
  }

  @Test(arguments: [
    "", "http", "http:", "http:/a", "http://", "http:///a", "http://?", "ftp://a", "file:///a",
    "//a", "a", "httpx://a", "http//a", "HTTP:/a", "HTTPS//a",
    "HTTPSS://a", "XHTTP://a", "HTTP", "httQ://a", "http\u{1A}//a", "HTTPS:", " http://a",
    "http://a ", "http://a/b c", "http://a/\n",
    "http://a/\u{7f}", "http://a\0", "http://a:", "http://a:0", "http://a:65536", "http://a:x",
    "http://a:+8", "http://a:80:80", "http://a@b@c", "http://u\\@a", "http://a\\b",
    "http://%31/", "http://ü/", "http://１２７.0.0.1/", "http://a,b/", "http://[::1",
    "http://[::1]x", "http://[127.0.0.1]/", "http://[1]/", "http://[::1%25lo]/", "http://[v1.a]/",
    "http://\(String(repeating: "a", count: 254))/",
  ])
  func whatCouldBeReadInTwoWaysIsRefused(text: String) {
    let failure = #expect(throws: HTTPFailure.self) { try HTTPURL(text) }
    #expect(failure?.kind == .invalidURL)
    #expect(failure?.phase == .neverSent)
  }

  @Test func aRefusalDoesNotRepeatTheURL() {
    let failure = #expect(throws: HTTPFailure.self) {
      try HTTPURL("https://user:hidden@host/a b?hidden")
    }
    #expect(
      failure?.message == "the URL cannot be used: it contains a space or a control character")
  }

  @Test(arguments: [
    ("a.b", true), ("8.8.8.8", true), ("8.8.8.8.", true), ("[2606:4700::1]", true),
    ("0x7f.example", true), ("127.0.0.1", false), ("127.0.0.1.", false), ("2130706433", false),
    ("0x7f.1", false), ("0177.1", false), ("localhost", false), ("LocalHost.", false),
    ("a.localhost", false), ("localhost.a", true), ("1.2.3.4.5", false), ("256.256.256.256", false),
    ("a.0x7f", false), ("[::1]", false), ("[::ffff:10.0.0.1]", false), (".", false),
  ])
  func hostsThatCannotBePublicAreTold(host: String, mayBePublic: Bool) throws {
    #expect(try HTTPURL("http://\(host)/").mayBePublic == mayBePublic)
  }
}
