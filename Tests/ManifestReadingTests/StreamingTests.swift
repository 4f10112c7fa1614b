import Digest
import JobModel
import ManifestReading
import Testing

struct StreamingTests {
  private static let mixed = """
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
    var reader = ManifestReader(Manifest.options())
    var count = 0
    #expect(throws: Stop.self) {
      try reader.read(bytes: Array((Manifest.line("a") + "\n" + Manifest.line("b")).utf8)) { _ in
        count += 1
        throw Stop()
      }
    }
    #expect(count == 1)
  }
}
