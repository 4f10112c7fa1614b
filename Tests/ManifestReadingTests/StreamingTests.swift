import Digest
import JobModel
import ManifestReading
import TestSupport
import Testing

struct StreamingTests {
  static let mixed = """
    {"id":"a","image_urls":["https://a.b/1"],"prompt":"äöü 🎬"}

    {"defaults":{"duration":10}}
    {"id":"b","image_urls":["https://a.b/2"],"duration":7}
    {"custom_id":"c","body":{"image_urls":["https://a.b/3"]}}
    {"id":"a","image_urls":["https://a.b/4"]}
    nonsense
    {"id":"d","image_urls":["https://a.b/1"],"prompt":"äöü 🎬","duration":5}
    """

  @Test func chunksOfAnySizeGiveTheSameVerdict() throws {
    let bytes = Array(Self.mixed.utf8)
    for skipInvalid in [false, true] {
      let expected = try Manifest.read(bytes, Manifest.options(skipInvalid: skipInvalid))
      for chunkBytes in Array(1...40) + [64, 100, bytes.count - 1, bytes.count, 1000] {
        let options = Manifest.options(skipInvalid: skipInvalid, chunkBytes: chunkBytes)
        let found = try Manifest.read(bytes, options)
        #expect(found.verdict.complaints == expected.verdict.complaints)
        #expect(found.verdict.warnings == expected.verdict.warnings)
        #expect(found.verdict.digest == expected.verdict.digest)
        #expect(Manifest.lines(found.entries) == Manifest.lines(expected.entries))
      }
    }
  }

  @Test func theDigestIsThatOfTheBytes() throws {
    let bytes = Array(Self.mixed.utf8)
    let verdict = try Manifest.read(bytes, Manifest.options(chunkBytes: 7)).verdict
    #expect(verdict.digest == SHA256.hash(bytes).hex)
  }

  @Test func lineEndsAndMarksDoNotMatter() throws {
    let lines = [Manifest.line("a"), Manifest.line("b"), Manifest.line("c")]
    let forms = [
      lines.joined(separator: "\n"),
      lines.joined(separator: "\n") + "\n",
      lines.joined(separator: "\r\n") + "\r\n",
      "\u{FEFF}" + lines.joined(separator: "\n"),
      "\n\n" + lines.joined(separator: "\n \t\r\n") + "\n\n\n",
    ]
    for form in forms {
      #expect(try Manifest.jobs(form).map(\.id.text) == ["a", "b", "c"])
    }
    #expect(try Manifest.jobs(forms[4]).map(\.line) == [3, 5, 7])
  }

  @Test func aByteOrderMarkIsNotCountedAndStandsOnlyInFront() throws {
    #expect(
      try Manifest.complaints("\u{FEFF}" + Manifest.line("a", #","duration":7"#)) == [
        #"m.jsonl:1:57: duration: expected 5, 10 or 15, got 7 (job "a")"#
      ])
    #expect(
      try Manifest.complaints(Manifest.line("a") + "\n\u{FEFF}" + Manifest.line("b")) == [
        "m.jsonl:2:1: invalid JSON: a byte-order mark cannot stand here"
      ])
  }

  @Test func columnsAreCountedInCharacters() throws {
    #expect(
      try Manifest.complaints(
        #"{"id":"x","prompt":"é🎬e\#u{301}","image_urls":["https://a.b/c"],"audio":1}"#)
        == [#"m.jsonl:1:66: audio: expected true or false, got 1 (job "x")"#])
  }

  @Test func linesOfUpToTheLimitAreRead() throws {
    var options = Manifest.options(chunkBytes: 16)
    options.maximumLineBytes = 100
    let start = #"{"image_urls":["https://a.b/c"],"prompt":""#
    for length in [99, 100, 101, 150, 5000] {
      let prompt = String(repeating: "p", count: length - start.utf8.count - 2)
      let text = "\(start)\(prompt)\"}\n" + Manifest.line("after")
      for terminated in [text, text + "\n"] {
        let verdict = try Manifest.read(Array(terminated.utf8), options).verdict
        #expect(verdict.jobs == (length <= 100 ? 2 : 1))
        #expect(
          verdict.complaints.map(\.description)
            == (length <= 100
              ? []
              : [
                "m.jsonl:1:1: the line has more than 100 bytes; a job is one JSON object on one "
                  + "line, and files are named, not included"
              ]))
      }
    }
    let last = [UInt8](repeating: UInt8(ascii: "x"), count: 101)
    #expect(try Manifest.read(last, options).verdict.complaints.map(\.line) == [1])
  }

  @Test func theFirstHundredMistakesAreKeptAndAllAreCounted() throws {
    let lines = (1...150).map { Manifest.line("\($0)", #","audio":1"#) }
    let verdict = try Manifest.check(lines.joined(separator: "\n"))
    #expect(verdict.complaints.map(\.line) == Array(1...100))
    #expect(verdict.complaintCount == 150)
    #expect(verdict.invalid == 150)
  }

  @Test func allMistakesOfALineAreReportedInTheirOrder() throws {
    #expect(
      try Manifest.complaints(
        #"{"duration":7,"promt":1,"image_urls":[],"id":"x","audio":null}"#) == [
          #"m.jsonl:1:13: duration: expected 5, 10 or 15, got 7 (job "x")"#,
          #"m.jsonl:1:15: promt: unknown field; did you mean prompt? (job "x")"#,
          #"m.jsonl:1:38: image_urls: is empty; give one image (job "x")"#,
          #"m.jsonl:1:58: audio: expected true or false, got null; leave the field out instead (job "x")"#,
        ])
  }

  @Test func whatEachThrowsEndsTheReading() throws {
    struct Stop: Error {}
    let bytes = Array((Manifest.line("a") + "\n" + Manifest.line("b")).utf8)
    var count = 0
    #expect(throws: Stop.self) {
      _ = try Manifest.read(bytes, Manifest.options()) { _ in
        count += 1
        throw Stop()
      }
    }
    #expect(count == 1)
  }
}

/// Checking alone tells the same as reading with the jobs.
struct CheckTests {
  @Test(arguments: [false, true])
  func theVerdictIsTheSameWithoutTheJobs(skipInvalid: Bool) throws {
    let cases =
      SingleMistakeTests.cases.map(\.line) + [
        StreamingTests.mixed, "", "[\n{}\n]", "{\n\"id\":1\n}\n",
        #"{"image_urls":["https://a.b/1"]}"# + "\n" + #"{"image_urls":["https://a.b/1"]}"#,
        // An id that is given, and that another line gets.
        #"{"image_urls":["https://example.com/a.jpg"]}"# + "\n"
          + Manifest.line("job-bf18a832ed21e013b24f"),
        Manifest.line("job-bf18a832ed21e013b24\\u0066") + "\n"
          + #"{"image_urls":["https://example.com/a.jpg"]}"#,
      ]
    let directory = TemporaryDirectory()
    for text in cases {
      let path = directory.write(text.utf8, to: "m.jsonl")
      var options = Manifest.options(skipInvalid: skipInvalid)
      options.chunkBytes = 64
      let opening = try ManifestOpening(path: path)
      var reader = ManifestReader(options)
      let checked = try reader.check(descriptor: opening.descriptor)
      let read = try Manifest.read(Array(text.utf8), options).verdict
      #expect(checked.complaints == read.complaints)
      #expect(checked.warnings == read.warnings)
      #expect(checked.repetitions == read.repetitions)
      #expect(checked.orders == read.orders)
      #expect(checked.entries == read.entries && checked.invalid == read.invalid)
      #expect(checked.orders.reduce(0) { $0 + $1.count } == checked.jobs)
      #expect(checked.digest.isEmpty && !read.digest.isEmpty)
    }
  }

  @Test func aGivenIDCanRepeatADerivedOne() throws {
    let text =
      Manifest.line("job-bf18a832ed21e013b24f") + "\n"
      + #"{"image_urls":["https://example.com/a.jpg"]}"#
    let directory = TemporaryDirectory()
    let opening = try ManifestOpening(
      path: directory.write(text.utf8, to: "m.jsonl"))
    var reader = ManifestReader(Manifest.options())
    let verdict = try reader.check(descriptor: opening.descriptor)
    #expect(
      verdict.complaints.map(\.description) == [
        #"m.jsonl:2:1: the same job as in line 1, and it has no id; give each an id, or take one out (job "job-bf18a832ed21e013b24f")"#
      ])
  }

  @Test func ordersAreCountedByPriceAndLength() throws {
    let verdict = try Manifest.check(
      """
      {"id":"a","image_urls":["https://a.b/1"]}
      {"defaults":{"duration":10,"resolution":"720p","audio":false}}
      {"id":"b","image_urls":["https://a.b/2"]}
      {"id":"c","image_urls":["https://a.b/3"]}
      {"id":"d","metadata":{"reference_urls":["https://a.b/4"]},"duration":15}
      """)
    let silent = PriceClass(resolution: .p720, audio: false)
    let full = PriceClass(resolution: .p1080, audio: true)
    #expect(
      verdict.orders == [
        OrderCount(
          order: RequestOrder(mode: .imageToVideo, priceClass: silent, length: .ten), count: 2),
        OrderCount(
          order: RequestOrder(mode: .imageToVideo, priceClass: full, length: .five), count: 1),
        OrderCount(
          order: RequestOrder(mode: .referenceVideo, priceClass: silent, length: .fifteen), count: 1
        ),
      ])
  }
}
