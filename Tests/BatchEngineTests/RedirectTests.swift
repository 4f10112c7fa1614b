import HTTPCore
import Testing

@testable import BatchEngine

@Suite struct RedirectTests {
  @Test(arguments: [
    ("https://b.example/x.mp4", "https://b.example/x.mp4"),
    ("//b.example/x.mp4", "https://b.example/x.mp4"),
    ("/x.mp4?a=1", "https://a.example:8443/x.mp4?a=1"),
    ("x.mp4", "https://a.example:8443/videos/x.mp4"),
    ("../x.mp4", "https://a.example:8443/videos/../x.mp4"),
    ("?page=2", "https://a.example:8443/videos/old.mp4?page=2"),
    ("file:///etc/passwd", "file:///etc/passwd"), ("x/y:z", "https://a.example:8443/videos/x/y:z"),
  ])
  func locationsAreReadRelativeToTheURL(_ location: String, _ target: String) throws {
    let url = try HTTPURL("https://a.example:8443/videos/old.mp4?key=1")
    for status in [301, 302, 303, 307, 308] {
      let head = HTTPResponseHead(status: status, headers: [HTTPField("location", location)])
      #expect(Redirect.target(of: head, from: url) == target)
    }
  }

  @Test func othersAreNoRedirects() throws {
    let url = try HTTPURL("https://a.example/old.mp4")
    for (status, location) in [(200, "/x"), (304, "/x"), (404, "/x"), (302, ""), (302, "#x")] {
      let head = HTTPResponseHead(status: status, headers: [HTTPField("Location", location)])
      #expect(Redirect.target(of: head, from: url) == nil)
    }
    #expect(Redirect.target(of: HTTPResponseHead(status: 302), from: url) == nil)
  }
}
