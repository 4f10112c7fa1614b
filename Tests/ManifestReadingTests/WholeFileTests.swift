import JobModel
import ManifestReading
import Testing

/// Manifests that are wrong as a whole, and mistakes between lines.
struct WholeFileTests {
  @Test func aManifestWithoutJobsIsAMistakeThatCannotBeSkipped() throws {
    let cases: [(String, String)] = [
      ("", "m.jsonl:1:1: the manifest has no jobs; a job is one JSON object on one line"),
      ("\n \r\n", "m.jsonl:2:1: the manifest has no jobs; a job is one JSON object on one line"),
      (
        #"{"defaults":{"audio":true}}"#,
        "m.jsonl:1:1: the manifest has no jobs; a job is one JSON object on one line"
      ),
    ]
    for (text, complaint) in cases {
      let verdict = try Manifest.check(text)
      #expect(verdict.complaints.map(\.description) == [complaint])
      #expect(verdict.isUnusable)
      #expect(!verdict.isAcceptable(skipInvalid: true))
    }
  }

  @Test func otherEncodingsAndArchivesAreRecognised() throws {
    let cases: [([UInt8], String)] = [
      ([0xFF, 0xFE, 0x7B, 0x00], "the file is UTF-16; save it as UTF-8"),
      ([0xFE, 0xFF, 0x00, 0x7B], "the file is UTF-16; save it as UTF-8"),
      ([0x7B, 0x00, 0x22, 0x00, 0x0A, 0x00], "the file is UTF-16; save it as UTF-8"),
      (
        [0x1F, 0x8B, 0x08, 0x00],
        "the file is compressed; unpack it first, for example with gzip -dc FILE | … -"
      ),
      (
        [0x50, 0x4B, 0x03, 0x04],
        "the file is a ZIP archive or a spreadsheet; save it as JSON Lines, or as CSV"
      ),
    ]
    for (bytes, problem) in cases {
      let verdict = try Manifest.read(bytes, Manifest.options(skipInvalid: true)).verdict
      #expect(verdict.complaints.map(\.description) == ["m.jsonl:1:1: " + problem])
      #expect(!verdict.isAcceptable(skipInvalid: true))
    }
  }

  @Test func bytesThatAreNoUTF8AreFoundWithTheirPlace() throws {
    let bad: [[UInt8]] = [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ]
    for bytes in bad {
      let start = Array(#"{"id":"é","prompt":""#.utf8)
      let line = start + bytes + Array(#"","image_urls":["https://a.b/c"]}"#.utf8)
      let verdict = try Manifest.read(line, Manifest.options()).verdict
      #expect(
        verdict.complaints.map(\.description) == [
          #"m.jsonl:1:21: invalid UTF-8; save the file as UTF-8 (job "é")"#
        ])
    }
  }

  @Test func aNULByteIsFoundWithItsPlace() throws {
    let line = Array(#"{"id":"x""#.utf8) + [0] + Array("}".utf8)
    let verdict = try Manifest.read(line, Manifest.options()).verdict
    #expect(verdict.complaints.map(\.column) == [10])
  }

  @Test func prettyPrintedJSONIsExplainedOnce() throws {
    let pretty = """
      {
        "id": "a",
        "image_urls": [
          "https://a.b/c"
        ]
      }
      {
        "id": "b"
      }
      {"id":"c","image_urls":["https://a.b/c"],"duration":7}
      """
    let complaints = try Manifest.check(pretty).complaints
    #expect(complaints.map(\.line) == [1, 10])
    #expect(
      complaints.first?.description
        == "m.jsonl:1:1: a JSON value is spread over several lines here; write each job as one "
        + "object on one line; jq -c makes it so")
    let loose = "{ \"id\": \"a\",\n  \"image_urls\": [\n  ],\n  \"prompt\": \"x\" }\n"
    #expect(try Manifest.check(loose + loose).complaints.map(\.line) == [1])
  }

  @Test func anArrayOverSeveralLinesIsExplainedOnce() throws {
    for start in ["[\n", "\n[ ", "[" + Manifest.line("c") + ",\n"] {
      let array = start + Manifest.line("a") + ",\n" + Manifest.line("b") + "\n]\n"
      let verdict = try Manifest.check(array)
      #expect(verdict.complaints.map(\.line) == [start.hasPrefix("\n") ? 2 : 1])
      #expect(verdict.isUnusable)
    }
  }

  @Test func aRepeatedIdNamesTheFirstLine() throws {
    #expect(
      try Manifest.complaints(
        """
        {"id":"a","image_urls":["https://a.b/1"]}

        {"custom_id":"\\u0061","body":{"image_urls":["https://a.b/2"]}}
        {"image_urls":["https://a.b/3"],"id":"a","duration":7}
        """) == [
          #"m.jsonl:3:14: custom_id: "a" is the id of line 1 already; every job has an id of its own (job "a")"#,
          #"m.jsonl:4:38: id: "a" is the id of line 1 already; every job has an id of its own (job "a")"#,
          #"m.jsonl:4:53: duration: expected 5, 10 or 15, got 7 (job "a")"#,
        ])
  }

  @Test func equalLinesWithoutIdAreAMistake() throws {
    let complaints = try Manifest.check(
      """
      {"image_urls":["https://a.b/1"],"labels":{"x":1}}
      {"body":{"duration":5.0,"image_urls":["https://a.b/1"]}}
      {"image_urls":["https://a.b/1"],"duration":10}
      """
    ).complaints
    #expect(complaints.map(\.line) == [2])
    #expect(
      complaints.first?.sentence
        == "the same job as in line 1, and it has no id; give each an id, or take one out")
  }

  @Test func theSameRequestUnderAnotherIdIsAWarning() throws {
    let verdict = try Manifest.check(
      """
      {"id":"a","image_urls":["https://a.b/1"]}
      {"id":"b","image_urls":["https://a.b/1"],"duration":5}
      {"id":"c","image_urls":["https://a.b/1"],"duration":10}
      {"id":"d","image_urls":["https://a.b/2"],"resolution":"720p","audio":false}
      {"id":"e","image_urls":["https://a.b/1"],"labels":{"x":1}}
      {"id":"f","image_urls":["https://a.b/2"],"resolution":"720p","audio":false}
      """)
    let dear = PriceClass(resolution: .p1080, audio: true)
    let cheap = PriceClass(resolution: .p720, audio: false)
    #expect(
      verdict.warnings == [
        .repeatedRequest(
          line: 2, id: JobID("b"), firstLine: 1, priceClass: dear, length: .five),
        .repeatedRequest(
          line: 5, id: JobID("e"), firstLine: 1, priceClass: dear, length: .five),
        .repeatedRequest(
          line: 6, id: JobID("f"), firstLine: 4, priceClass: cheap, length: .five),
      ])
    #expect(
      verdict.repetitions == [
        RepetitionCount(priceClass: cheap, length: .five, count: 1),
        RepetitionCount(priceClass: dear, length: .five, count: 2),
      ])
    #expect(verdict.jobs == 6)
    #expect(verdict.isAcceptable(skipInvalid: false))
  }

  @Test func oneSourceVersionForManySourcesIsNoRepetition() throws {
    let verdict = try Manifest.check(
      """
      {"defaults":{"source_version":"2026-11"}}
      {"id":"a","image_urls":["https://a.b/1"]}
      {"id":"b","image_urls":["https://a.b/2"]}
      {"id":"c","image_urls":["https://a.b/1"]}
      """)
    #expect(verdict.warningCount == 1)
    #expect(verdict.repetitions.map(\.count) == [1])
  }

  @Test func invalidLinesBecomeEntriesWhenTheyAreSkipped() throws {
    let text = """
      {"id":"a","image_urls":["https://a.b/1"]}
      {"id":"b","image_urls":["https://a.b/2"],"duration":7,"seed":1}
      {"id":"c",
      {"id":"a","image_urls":["https://a.b/3"]}
      {"id":"d","image_urls":["https://a.b/4"]}
      """
    let (verdict, entries) = try Manifest.read(
      Array(text.utf8), Manifest.options(skipInvalid: true))
    #expect(verdict.entries == 5)
    #expect(verdict.jobs == 2)
    #expect(verdict.invalid == 3)
    #expect(verdict.isAcceptable(skipInvalid: true))
    let kinds = entries.map { entry -> String in
      switch entry {
      case .job(let job): "job \(job.id)"
      case .invalid(let line): "line \(line.line) \(line.id?.text ?? "-") \(line.complaints.count)"
      }
    }
    #expect(kinds == ["job a", "line 2 b 2", "line 3 c 1", "line 4 a 1", "job d"])
  }

  @Test func withoutSkippingInvalidLinesAreNoEntries() throws {
    let text = Manifest.line("a") + "\nnonsense\n" + Manifest.line("b")
    let (verdict, entries) = try Manifest.read(Array(text.utf8), Manifest.options())
    #expect(entries.count == 2)
    #expect(verdict.entries == 2)
    #expect(verdict.invalid == 1)
    #expect(!verdict.isAcceptable(skipInvalid: false))
  }

  @Test func nestingIsBounded() throws {
    func line(_ depth: Int) -> String {
      let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return Manifest.line("x", ",\"metadata\":{\"k\":\(value)}")
    }
    #expect(try Manifest.jobs(line(126)).count == 1)
    #expect(
      try Manifest.complaints(line(127)) == [
        #"m.jsonl:1:188: nested deeper than 128 levels (job "x")"#
      ])
    #expect(try Manifest.check(line(100_000)).complaints.map(\.column) == [188])
  }

  @Test func idsAreBounded() throws {
    let long = String(repeating: "é", count: 257)
    #expect(
      try Manifest.complaints("{\"id\":\"\(long)\",\"image_urls\":[\"https://a.b/c\"]}") == [
        "m.jsonl:1:7: id: has 514 bytes of UTF-8, expected at most 512"
      ])
  }
}
