import Testing

@testable import VideoService

@Suite struct ServiceEndpointTests {
  @Test(arguments: [
    ("https://toapis.com", "https://toapis.com"), ("https://toapis.com/", "https://toapis.com"),
    ("https://toapis.com/v1", "https://toapis.com"),
    ("https://toapis.com/v1/", "https://toapis.com"),
    ("https://toapis.com//v1//", "https://toapis.com"),
    ("https://toapis.com/v1/v1", "https://toapis.com"),
    ("HTTPS://API.ToApis.CN/v1", "https://api.toapis.cn"),
    ("https://gateway.example/video/v1/", "https://gateway.example/video"),
    ("https://gateway.example/v1/video", "https://gateway.example/v1/video"),
    ("https://gateway.example/v10", "https://gateway.example/v10"),
    ("https://gateway.example/av1", "https://gateway.example/av1"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080"),
    ("http://[::1]:9/v1", "http://[::1]:9"), ("http://[::1]", "http://[::1]"),
  ])
  func baseIsReadWithOrWithoutItsVersion(_ text: String, _ base: String) throws {
    let endpoint = try #require(ServiceEndpoint(text))
    #expect(endpoint.description == base)
    #expect(endpoint.url("/balance") == base + "/v1/balance")
    #expect(ServiceEndpoint(base) == endpoint)
  }

  @Test(arguments: [
    "", "toapis.com", "://toapis.com", "ftp://toapis.com", "https://", "https:///v1",
    "https://:443", "https://user@toapis.com", "https://toapis.com?x=1", "https://toapis.com#x",
    "https://toapis.com:0", "https://toapis.com:65536", "https://toapis.com:", "https://a:b",
    "https://a:+80", "https://[::1]x", "https://[::1]x:80", "https://a b", "https://a\u{0}b",
    "https://a\\b", "https://[::1", "https://[]", "https://ä.de",
    "file:///etc/passwd",
  ])
  func anythingElseIsRefused(_ text: String) {
    #expect(ServiceEndpoint(text) == nil)
  }

  @Test(arguments: [
    ("https://toapis.com", "toapis"), ("https://api.toapis.com/v1", "toapis"),
    ("https://toapis.cn", "toapis"), ("https://api.toapis.cn/", "toapis"),
    ("https://toapis.xyz", "toapis"), ("https://eviltoapis.com", "https://eviltoapis.com:443"),
    ("https://toapis.com.example", "https://toapis.com.example:443"),
    ("http://localhost/v1", "http://localhost:80"),
    ("http://localhost:80", "http://localhost:80"),
    ("http://localhost:8080/x", "http://localhost:8080"),
    ("https://[2001:DB8::1]", "https://[2001:db8::1]:443"),
  ])
  func vendorsHostsAreOneService(_ text: String, _ identity: String) throws {
    #expect(try #require(ServiceEndpoint(text)).identity == identity)
  }

  @Test func standardIsTheDocumentedBase() {
    #expect(ServiceEndpoint.standard == ServiceEndpoint("https://toapis.com"))
  }
}
