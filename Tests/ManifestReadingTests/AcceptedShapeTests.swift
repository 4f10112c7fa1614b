import JobModel
import Testing

struct AcceptedShapeTests {
  private func request(_ line: String) throws -> VideoRequest {
    let jobs = try Manifest.jobs(line)
    return try #require(jobs.first).request
  }

  @Test func defaultsOfTheServiceAreFilledIn() throws {
    #expect(
      try request(#"{"image_urls":["https://a.b/c"]}"#)
        == VideoRequest(
          mode: .imageToVideo, sources: ["https://a.b/c"], resolution: .p1080, duration: .five,
          audio: true))
  }

  @Test func everyFieldOfTheFlatShapeIsRead() throws {
    let line =
      #"{"id":"a","model":"wan2.6-flash","image_urls":["http://a.b/c"],"prompt":"","resolution":"#
      + #""720p","duration":15,"audio":false,"watermark":true,"metadata":{"k":[1.50,null]},"#
      + #""labels":{ "x" : 1e2 },"source_version":"v1"}"#
    let job = try #require(try Manifest.jobs(line).first)
    #expect(job.id == JobID("a"))
    #expect(
      job.request
        == VideoRequest(
          mode: .imageToVideo, sources: ["http://a.b/c"], prompt: "", resolution: .p720,
          duration: .fifteen, audio: false, watermark: true,
          metadata: [RawMember(key: "k", value: RawJSON(validated: "[1.50,null]"))]))
    #expect(job.labels == RawJSON(validated: #"{ "x" : 1e2 }"#))
    #expect(job.sourceVersion == "v1")
  }

  @Test func referenceVideosMakeTheOtherMode() throws {
    #expect(
      try request(#"{"metadata":{"reference_urls":["https://a.b/1","HTTPS://a.b/2"]}}"#)
        == VideoRequest(mode: .referenceVideo, sources: ["https://a.b/1", "HTTPS://a.b/2"]))
    #expect(
      try request(#"{"metadata":{"k":1,"reference_urls":["https://a.b/1"]}}"#).metadata
        == [RawMember(key: "k", value: RawJSON(validated: "1"))])
  }

  @Test func theBatchShapeGivesTheSameJob() throws {
    let flat = try Manifest.jobs(
      #"{"id":"a","image_urls":["https://a.b/c"],"duration":10,"labels":{"x":1},"source_version":"v"}"#
    )
    let lines = [
      #"{"custom_id":"a","method":"POST","url":"/v1/videos/generations","body":{"model":"wan2.6-flash","image_urls":["https://a.b/c"],"duration":10},"labels":{"x":1},"source_version":"v"}"#,
      #"{"body":{"duration":10,"image_urls":["https://a.b/c"]},"source_version":"v","labels":{"x":1},"custom_id":"a"}"#,
    ]
    for line in lines {
      let entries = try Manifest.jobs(line).map { ManifestEntry.job($0) }
      #expect(Manifest.lines(entries) == Manifest.lines(flat.map { .job($0) }))
    }
  }

  @Test func numbersMayBeSpelledInAnyWay() throws {
    for spelling in ["5", "5.0", "5e0", "50e-1", "0.5E+1"] {
      #expect(try request(Manifest.line("a", ",\"duration\":\(spelling)")).duration == .five)
    }
    for spelling in ["10", "1e1", "10.00", "100e-1"] {
      #expect(try request(Manifest.line("a", ",\"duration\":\(spelling)")).duration == .ten)
    }
  }

  @Test func keysMayBeWrittenWithEscapes() throws {
    #expect(try request(Manifest.line("a", #","\u0064uration":15"#)).duration == .fifteen)
    #expect(
      try request(#"{"\u0069mage_urls":["https:\/\/a.b\/c"]}"#).sources == ["https://a.b/c"])
  }

  @Test func addressesOfEveryUsualKindAreURLs() throws {
    let addresses = [
      "https://a.b", "http://a.b:8080/c", "HtTpS://A.B/c?x=1#y", "https://user:pw@a.b/c",
      "https://[::1]/c", "http://127.0.0.1/c", "https://a.b/%20c", "https://例え.jp/猫.png",
    ]
    for address in addresses {
      #expect(try request("{\"image_urls\":[\"\(address)\"]}").sources == [address])
    }
  }

  @Test func idsMayBeAnyTextOfUpTo512Bytes() throws {
    for id in ["a", " ", "é", "../../etc", String(repeating: "é", count: 256), "a\u{301}"] {
      let jobs = try Manifest.jobs(#"{"id":"\#(id)","image_urls":["https://a.b/c"]}"#)
      #expect(jobs.map(\.id) == [JobID(id)])
    }
    let escaped = #"{"id":"\u0000\n","image_urls":["https://a.b/c"]}"#
    #expect(try Manifest.jobs(escaped).map(\.id) == [JobID("\0\n")])
  }

  @Test func composedAndDecomposedIdsAreTwo() throws {
    let jobs = try Manifest.jobs(
      Manifest.line("\u{E9}") + "\n" + #"{"id":"e\#u{301}","image_urls":["https://a.b/2"]}"#)
    #expect(jobs.count == 2)
  }
}
