import DurableFiles
import JSONText
import JobModel
import TestSupport
import Testing

@testable import BatchReport

@Suite struct PageDataTests {
  /// Texts that try to leave the element they stand in, or to run.
  static let hostile = [
    "</script><script>alert(1)</script>", "</SCRIPT >", "<!--<script>", "-->", "]]>",
    "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "a\u{2028}b\u{2029}c",
    "&lt;b&gt; &amp; &#x3c;", "\u{0}\u{1B}[2J\r\n", "\u{202E}evil\u{202C}", "\\u003c/script>",
    "\\", "\"", "javascript:alert(1)", "e\u{301} é", "日本語 🎬", "%3Cscript%3E", "${7*7}{{7*7}}",
  ]

  @Test(arguments: [
    (#"["a<b>&c"]"#, #"["a\u003cb\u003e\u0026c"]"#),
    ("[\"\u{2028}\u{2029}\u{2027}\"]", "[\"\\u2028\\u2029\u{2027}\"]"),
    (#"["</script><!--"]"#, #"["\u003c/script\u003e\u003c!--"]"#),
    (#"{"é":"日本"}"#, #"{"é":"日本"}"#),
  ])
  func scriptDataIsEscapedExactly(json: String, expected: String) throws {
    let escaped = ScriptData.escaped(Array(json.utf8))
    #expect(String(decoding: escaped, as: UTF8.self) == expected)
    #expect(try JSONValue.parse(escaped) == JSONValue.parse(json.utf8))
  }

  @Test func cutSeparatorAtTheEndIsLeftAlone() {
    #expect(ScriptData.escaped([0xE2]) == [0xE2])
    #expect(ScriptData.escaped([0xE2, 0x80]) == [0xE2, 0x80])
  }

  @Test(arguments: hostile)
  func hostileTextStaysTextWhereverItStands(text: String) throws {
    let page = try Self.page(with: text)
    let own = try page.ownText(title: "nightly")
    #expect(own.split(separator: "<", omittingEmptySubsequences: false).count == 3)
    #expect(own.contains(PageShell.middle))
    #expect(!own.contains("\u{2028}") && !own.contains("\u{2029}"))
    let jobs = try page.jobs
    #expect(jobs.map { $0["i"] } == [.string(text), .string("failed"), .string(text)])
    #expect(jobs[0]["p"] == .string(text))
    #expect(jobs[0]["l"] == .array([.array([.string("k" + text), .string(text)])]))
    #expect(jobs[1]["e"] == .string(text))
    #expect(jobs[1]["k"] == .string(text))
    #expect(jobs[2]["e"] == .string(text))
    #expect(try page.head["stopped"]?["message"] == .string(text))
    #expect(try page.head["labels"]?.array?.first?["key"] == .string("k" + text))
  }

  private static func page(with text: String) throws -> PageHTML {
    var fixture = try PageFixture()
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("k" + text)
    writer.string(text)
    writer.endObject()
    try fixture.addCompleted(
      text, prompt: text, labels: String(decoding: writer.bytes, as: UTF8.self),
      warnings: [text])
    try fixture.addFailed("failed", .make(code: text, message: text))
    fixture.add(InvalidLine(id: JobID(text), line: 3, complaints: [text]))
    fixture.stopped = RunFacts.Stop(reason: "budget", message: text, nextCommand: text)
    return try fixture.html(
      scope: .directory(path: "/data/nightly.out", word: text, isSimulated: false))
  }

  @Test func titleIsEscapedInItsElement() throws {
    let fixture = try PageFixture()
    let page = try fixture.html(
      scope: .directory(path: "/data/</title><b>&.out", word: "x", isSimulated: false))
    #expect(page.text.contains("<title>title&gt;&lt;b&gt;&amp;</title>"))
  }

  @Test func rowHasWhatThePageShowsOfAJob() throws {
    var fixture = try PageFixture()
    try fixture.addCompleted(
      "sku 1", labels: #"{"season":"spring","n":12345678901234567890,"deep":{"a":[1,null]}}"#,
      path: "videos/sku 1#?.mp4")
    let row = try #require(try fixture.html().jobs.first)
    let expected = """
      {"i":"sku 1","s":"completed","r":"720p","d":5,"a":0,"p":"slow turntable",\
      "l":[["season","spring"],["n","12345678901234567890"],["deep","{\\"a\\":[1,null]}"]],\
      "c":"750000","j":"video_secret_0","t":[1795399200000,1795399260000,1795399262000],"x":1,\
      "v":{"u":"./videos/sku%201%23%3F.mp4","w":1280,"h":720,"l":5040,"b":50000,"a":0}}
      """
    #expect(row == (try JSONValue.parse(expected.utf8)))
  }

  @Test func totalsOfThePageEqualTheTotalsRow() throws {
    var fixture = try PageFixture()
    for number in 0..<7 { try fixture.addCompleted("done-\(number)") }
    try fixture.addFailed("failed", .make())
    try fixture.add(.make(id: "pending"))
    try fixture.add(
      .make(id: "doubtful"), .make(.inDoubt(reason: "no answer", task: nil)))
    try fixture.add(.make(id: "paid"), .make(.accepted(TaskID("t")), charges: [.make(task: "t")]))
    fixture.add(InvalidLine(id: nil, line: 12, complaints: ["wrong"]))
    try fixture.apply(
      .snapshot(JobID("left"), .make(.fetched(TaskID("l")), charges: [.make(task: "l")])),
      at: .make(100))
    let directory = TemporaryDirectory()
    let (_, rowBytes) = try ResultsFile(
      source: fixture.source, state: fixture.state, isPresent: { _ in true }
    ).write(
      to: directory.file("results.jsonl"), files: SystemFiles(), run: "run-1", kept: 0
    ) { _ in fixture.facts }
    let row = try JSONValue.parse(rowBytes)
    let head = try fixture.html().head
    for status in JobStatus.allCases {
      #expect(head["counts"]?[status.rawValue] == row[status.rawValue], "\(status)")
    }
    #expect(head["totals"]?["jobs"] == row["jobs"])
    let cost = try #require(row["cost"])
    for name in ["amount", "this_run", "in_doubt"] {
      #expect(head["totals"]?[name]?.string == cost[name]?.number?.text, "\(name)")
    }
    #expect(
      head["totals"]?["left_amount"]?.string == row["left_manifest"]?["amount"]?.number?.text)
    let rates = try #require(cost["by_rate"]?.array)
    #expect(head["rates"]?.array?.count == rates.count)
    for (shown, rate) in zip(head["rates"]?.array ?? [], rates) {
      #expect(shown["amount"]?.string == rate["amount"]?.number?.text)
      #expect(shown["price"]?.string == rate["price_per_second"]?.number?.text)
      #expect(shown["seconds"] == rate["seconds"])
    }
  }

  @Test func unknownAmountIsNullAndNeverZero() throws {
    var fixture = try PageFixture()
    try fixture.add(
      .make(id: "a"), .make(.accepted(TaskID("t")), charges: [.make(task: "t", amount: nil)]))
    let page = try fixture.html()
    #expect(try page.jobs.first?["c"] == .null)
    #expect(try page.head["totals"]?["amount"] == .null)
  }

  @Test func labelsAreSummedExactlyAndBoundedByValue() throws {
    var fixture = try PageFixture()
    for number in 0..<130 {
      try fixture.addCompleted(
        "job-\(number)", labels: #"{"sku":"\#(number)","team":"\#(number % 2 == 0)"}"#)
    }
    let labels = try #require(try fixture.html().head["labels"]?.array)
    #expect(labels.map { $0["key"] } == [.string("sku"), .string("team")])
    #expect(labels[0]["values"]?.array?.count == 100)
    #expect(labels[0]["others"]?["jobs"]?.int == 30)
    #expect(labels[0]["others"]?["amount"] == .string("22.50"))
    #expect(
      labels[1]["values"]?.array?.map { $0["amount"] } == [.string("48.75"), .string("48.75")])
  }

  @Test func failuresAreGroupedByCauseWithTheirCureAndNumber() throws {
    var fixture = try PageFixture()
    let policy = JobFailure.make(
      code: "content_policy_violation", message: "no", httpStatus: 422, canPass: false)
    for number in 0..<3 { try fixture.addFailed("policy-\(number)", policy) }
    try fixture.addFailed("gave-up", .make())
    let page = try fixture.html()
    let concerns = try #require(try page.head["concerns"]?.array)
    #expect(concerns.map { $0["jobs"]?.int } == [3, 1])
    #expect(concerns[0]["title"] == .string("refused by the content policy"))
    #expect(concerns[0]["code"] == .string("content_policy_violation"))
    #expect(concerns[1]["command"] == .string("wanbatch resume nightly.out"))
    #expect(try page.jobs.map { $0["g"]?.int } == [0, 0, 0, 1])
  }
}
