import JobModel
import ManifestReading
import Testing

struct DefaultsTests {
  @Test func defaultsFillWhatJobsAfterThemLeaveOut() throws {
    let jobs = try Manifest.jobs(
      """
      {"id":"a","image_urls":["https://a.b/1"]}
      {"defaults":{"resolution":"720p","duration":10,"audio":false,"prompt":"p","watermark":false,"source_version":"v"}}
      {"id":"b","image_urls":["https://a.b/2"]}
      {"custom_id":"c","body":{"image_urls":["https://a.b/3"],"duration":15,"audio":true}}
      {"defaults":{"prompt":"q"}}
      {"id":"d","image_urls":["https://a.b/4"]}
      """)
    #expect(jobs.map(\.request.resolution) == [.p1080, .p720, .p720, .p1080])
    #expect(jobs.map(\.request.duration) == [.five, .ten, .fifteen, .five])
    #expect(jobs.map(\.request.audio) == [true, false, true, true])
    #expect(jobs.map(\.request.prompt) == [nil, "p", "p", "q"])
    #expect(jobs.map(\.request.watermark) == [nil, false, false, nil])
    #expect(jobs.map(\.sourceVersion) == [nil, "v", "v", nil])
    #expect(jobs.map(\.line) == [1, 3, 4, 6])
  }

  @Test func labelsAreMergedByKeyAndMetadataAsAWhole() throws {
    let jobs = try Manifest.jobs(
      """
      {"defaults":{"labels":{"a":1,"b":{"x":1}},"metadata":{"k":1,"reference_urls":["https://a.b/v"]}}}
      {"id":"1"}
      {"id":"2","labels":{"b":[2.0],"c":3}}
      {"id":"3","metadata":{"l":2},"image_urls":["https://a.b/c"]}
      """)
    #expect(
      jobs.map { $0.labels?.text } == [
        #"{"a":1,"b":{"x":1}}"#, #"{"a":1,"b":[2.0],"c":3}"#, #"{"a":1,"b":{"x":1}}"#,
      ])
    #expect(jobs.map(\.request.mode) == [.referenceVideo, .referenceVideo, .imageToVideo])
    #expect(jobs.map { $0.request.metadata?.map(\.key) } == [["k"], ["k"], ["l"]])
  }

  @Test func aDefaultSourceMakesAllJobsOfOneKind() throws {
    #expect(
      try Manifest.complaints(
        """
        {"defaults":{"image_urls":["https://a.b/c"]}}
        {"id":"a","prompt":"1"}
        {"id":"b","metadata":{"reference_urls":["https://a.b/v"]}}
        """) == [
          "m.jsonl:3:40: metadata.reference_urls: image_urls and metadata.reference_urls can't "
            + "stand together (some of it comes from the defaults in line 1); keep one of them "
            + "(job \"b\")"
        ])
  }

  @Test func aMistakeInDefaultsIsReportedOnce() throws {
    let text = """
      {"defaults":{"resolution":"480p","image_urls":"https://a.b/c"}}
      {"id":"a"}
      {"id":"b","duration":7}
      {"defaults":{"resolution":"720p"}}
      {"id":"c","image_urls":["https://a.b/c"]}
      """
    let verdict = try Manifest.check(text)
    #expect(verdict.complaints.map(\.line) == [1, 1, 3])
    #expect(verdict.invalid == 2)
    #expect(verdict.jobs == 1)
  }

  @Test(arguments: [
    #"{"defaults":{"resolution":"720","audio":false}}"#,
    #"{"defaults":{"resolution":"720p","audio":false,}}"#,
    #"{"defaults":{"resolution":"720p","audio":false"#,
    #"{"default":{"resolution":"720p","audio":false}}"#,
    #"{"Defaults":{"resolution":"720p","audio":false}}"#,
  ])
  func skippingInvalidLinesNeverUsesHalfOfTheDefaults(defaults: String) throws {
    let text = defaults + "\n" + #"{"id":"a","image_urls":["https://a.b/c"]}"#
    let (verdict, entries) = try Manifest.read(
      Array(text.utf8), Manifest.options(skipInvalid: true))
    #expect(verdict.complaints.map(\.line) == [1, 2])
    #expect(verdict.jobs == 0)
    #expect(
      Manifest.lines(entries) == [
        #"{"type":"invalid","id":"a","line":2,"complaints":["depends on the defaults in line 1; these have a mistake"]}"#
          + "\n"
      ])
    #expect(try Manifest.complaints(text).count == 1)
  }

  @Test func unusedDefaultsAreAWarning() throws {
    let verdict = try Manifest.check(
      """
      {"defaults":{"audio":true}}
      {"defaults":{"audio":false}}
      {"id":"a","image_urls":["https://a.b/c"]}
      {"defaults":{"audio":true}}
      """)
    #expect(verdict.warnings == [.unusedDefaults(line: 1), .unusedDefaults(line: 4)])
    #expect(verdict.isAcceptable(skipInvalid: false))
  }
}
