import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct PagePartsTests {
  @Test(arguments: [
    ("videos/sku-001.mp4", "./videos/sku-001.mp4"),
    ("videos/a b#c?d%e.mp4", "./videos/a%20b%23c%3Fd%25e.mp4"),
    ("videos/é\"'<>&.mp4", "./videos/%C3%A9%22%27%3C%3E%26.mp4"),
    ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
    ("videos/~x~0a.mp4", "./videos/~x~0a.mp4"),
  ])
  func linkIsRelativeAndEncoded(path: String, expected: String) {
    #expect(PageLink.relative(path) == expected)
  }

  @Test(arguments: [
    ("a fox", "a fox"),
    ("see https://cdn.example.com/a.jpg?x=1 now", "see [address removed] now"),
    ("(HTTP://X.example/a) b", "([address removed]) b"),
    ("s3+x://bucket/key", "[address removed]"),
    ("https://a.example/1 https://b.example/2", "[address removed] [address removed]"),
    ("\"file:///home/anna/x.png\"", "\"[address removed]\""),
    ("photos/sku-1.png is the source", "[address removed] is the source"),
    ("nothing :// here", "nothing :// here"),
    ("日本https://例え.jp/道 x", "日本[address removed] x"),
  ])
  func bundleTextHasNoAddress(text: String, expected: String) {
    let bundle = PageText(hidesAddresses: true)
    #expect(bundle.shown(text, without: ["photos/sku-1.png"]) == expected)
    #expect(bundle.isHarmless(text, without: ["photos/sku-1.png"]) == (text == expected))
    #expect(PageText(hidesAddresses: false).shown(text) == text)
  }

  @Test func longTextEndsInAnEllipsisAndIsBoundedInBytes() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 5000)
    let shown = PageText(hidesAddresses: false).shown(zalgo, limit: 100)
    #expect(shown.unicodeScalars.count == 101)
    #expect(shown.unicodeScalars.last == "…")
  }

  private static let causes: [(code: String?, String, Bool, FailureCause.Kind)] = [
    ("content_policy_violation", "no", false, .contentPolicy),
    ("generation_failed", "Content violates the content policy", false, .contentPolicy),
    ("x", "内容违规", false, .contentPolicy),
    ("invalid_request", "bad duration", false, .invalidRequest),
    ("file_changed", "photo.png has changed", true, .localFile),
    ("upload_refused", "too large", false, .upload),
    ("generation_failed", "worker stopped", true, .transient),
    (nil, "", true, .transient),
  ]

  @Test(arguments: causes)
  func failureHasACause(
    code: String?, message: String, canPass: Bool, kind: FailureCause.Kind
  ) {
    let cause = FailureCause(JobFailure(code: code, message: message, canPass: canPass))
    #expect(cause.kind == kind)
    #expect(cause.code == code)
  }

  @Test func causesBeyondTheLimitCountWithALikeOne() {
    var tally = ConcernTally()
    func concern(_ number: Int) -> PageConcern {
      .failure(FailureCause(.make(code: "code-\(number)", message: "x")))
    }
    for number in 0..<500 { tally.add(concern(number), sample: nil) }
    #expect(tally.groups.count == 60)
    #expect(tally.groups.reduce(0) { $0 + $1.jobs } == 500)
    #expect(tally.number(of: concern(499)) == 0)
    #expect(tally.number(of: concern(59)) == 59)
  }

  @Test(arguments: [
    ("/data/nightly.out", "nightly"), ("/data/nightly.simulated.out", "nightly"),
    ("/data/catalog/", "catalog"), ("/.out", ".out"), ("/", "videos"),
  ])
  func titleComesFromTheDirectory(path: String, title: String) {
    #expect(PageScope.title(of: path) == title)
  }

  @Test func factsReadBackFromATotalsRowAreTheSame() throws {
    var facts = try PageFixture().facts
    facts.stopped = RunFacts.Stop(reason: "budget", message: "used up", nextCommand: "wanbatch x")
    facts.creditsUsed = "12.50"
    facts.kept = 9
    let row = TotalsRow.bytes(Totals(run: "run-1"), facts)
    let read = try #require(RunFacts(totalsRow: row))
    #expect(TotalsRow.bytes(Totals(run: "run-1"), read) == row)
  }

  @Test(arguments: ["", "{}", "[]", "{\"type\":\"result\"}", "{\"type\":\"totals\"}", "\u{0}"])
  func anythingElseIsNoFacts(text: String) {
    #expect(RunFacts(totalsRow: Array(text.utf8)) == nil)
  }
}
