import HTTPCore
import Testing

struct HTTPFieldTests {
  @Test(arguments: [
    ("ETag", "etag"), ("etag", "ETAG"), ("X-RateLimit-Limit", "x-ratelimit-LIMIT"),
    ("azAZ", "AZaz"), ("", ""), ("é", "é"), ("9-_~", "9-_~"),
  ])
  func nameComparesWithoutRegardToCase(own: String, other: String) {
    #expect(HTTPField(own, "v").isCalled(other))
    #expect(HTTPField(other, "v").isCalled(own))
  }

  /// The pairs differ in one bit where letters of two cases differ, or lie beside the letters.
  @Test(arguments: [
    ("ETag", "ETags"), ("ETag", "ETa"), ("", "a"), ("a", "b"), ("@", "`"), ("[", "{"),
    ("\\", "|"), ("]", "}"), ("^", "~"), ("_", "\u{7F}"), ("-", "\r"), ("0", "\u{10}"),
    ("É", "é"), ("K", "\u{212A}"), ("e\u{301}", "é"),
  ])
  func anotherNameIsAnother(own: String, other: String) {
    #expect(!HTTPField(own, "v").isCalled(other))
    #expect(!HTTPField(other, "v").isCalled(own))
  }

  @Test func everyASCIINameComparesAsItsLowerCase() {
    let characters = (0..<128).map { String(UnicodeScalar(UInt8($0))) }
    for own in characters {
      for other in characters {
        let areEqual = own.lowercased() == other.lowercased()
        #expect(HTTPField(own, "").isCalled(other) == areEqual, "\(own) \(other)")
      }
    }
  }

  @Test func equalFieldsAreTheSameBytes() {
    #expect(HTTPField("If-Range", "\u{e9}") == HTTPField("If-Range", "\u{e9}"))
    #expect(HTTPField("If-Range", "\u{e9}") != HTTPField("If-Range", "e\u{301}"))
    #expect(HTTPField("a", "b") != HTTPField("A", "b"))
    #expect(HTTPField("a", "bc") != HTTPField("ab", "c"))
  }

  @Test func firstFieldOfANameCounts() {
    let head = HTTPResponseHead(
      status: 200, headers: [HTTPField("a", "1"), HTTPField("ETAG", "2"), HTTPField("etag", "3")])
    #expect(head.value(of: "ETag") == "2")
    #expect(head.value(of: "ETa") == nil)
  }
}
