import Digest
import JSONText
import JobModel
import Testing

/// Ids and fingerprints are kept for years: these values must never change.
struct IdentityTests {
  private struct Known {
    var line: String
    var id: String
    var fingerprint: String
    /// The canonical texts that are hashed.
    var idText: String
    var fingerprintText: String
  }

  private let known = [
    Known(
      line: #"{"image_urls":["https://example.com/a.jpg"]}"#,
      id: "job-bf18a832ed21e013b24f", fingerprint: "aeacdf3d317be95e0c04ec45273b5e3f",
      idText:
        #"{"audio":true,"duration":5,"image_urls":["https://example.com/a.jpg"],"model":"wan2.6-flash","resolution":"1080p"}"#,
      fingerprintText:
        #"{"audio":true,"duration":5,"mode":"image_to_video","resolution":"1080p","sources":["https://example.com/a.jpg"]}"#
    ),
    Known(
      line:
        #"{"metadata":{"z":1.50,"reference_urls":["https://example.com/v.mp4"],"a":"é\n"},"prompt":"a \"cat\"","resolution":"720p","duration":10,"audio":false,"watermark":true}"#,
      id: "job-0da95e5f7a2d12f62a40", fingerprint: "040bd5a7c146b13e4b91dde1dbd74f87",
      idText:
        #"{"audio":false,"duration":1e1,"metadata":{"a":"é\n","reference_urls":["https://example.com/v.mp4"],"z":15e-1},"model":"wan2.6-flash","prompt":"a \"cat\"","resolution":"720p","watermark":true}"#,
      fingerprintText:
        #"{"audio":false,"duration":1e1,"metadata":{"a":"é\n","z":15e-1},"mode":"reference_video","prompt":"a \"cat\"","resolution":"720p","sources":["https://example.com/v.mp4"],"watermark":true}"#
    ),
    Known(
      line:
        #"{"image_urls":["https://example.com/a.jpg?sig=1"],"source_version":"2026-11","duration":15}"#,
      id: "job-54554f426b6adddcdc4a", fingerprint: "c4b9b5498e049c3695b264ddbe5847c6",
      idText:
        #"{"audio":true,"duration":15,"image_urls":["https://example.com/a.jpg?sig=1"],"model":"wan2.6-flash","resolution":"1080p"}"#,
      fingerprintText:
        #"{"audio":true,"duration":15,"mode":"image_to_video","resolution":"1080p","source_version":"2026-11"}"#
    ),
  ]

  private func job(_ line: String) throws -> Job {
    try #require(try Manifest.jobs(line).first)
  }

  @Test func idsAndFingerprintsAreWhatTheyAlwaysWere() throws {
    for known in known {
      let job = try job(known.line)
      #expect(job.id.text == known.id)
      #expect(job.fingerprint.text == known.fingerprint)
    }
  }

  @Test func theyAreHashesOfTheDocumentedTexts() throws {
    for known in known {
      let job = try job(known.line)
      let idHash = SHA256.hash(Array(known.idText.utf8)).hex
      let fingerprintHash = SHA256.hash(Array(known.fingerprintText.utf8)).hex
      #expect(job.id.text == "job-" + idHash.prefix(20))
      #expect(job.fingerprint.text == fingerprintHash.prefix(32))
      for text in [known.idText, known.fingerprintText] {
        #expect(CanonicalJSON.encode(try JSONValue.parse(text.utf8)) == Array(text.utf8))
      }
    }
  }

  @Test func spellingDoesNotMatter() throws {
    let line =
      #"{"metadata":{"b":{"y":1,"x":[1,2.0]},"a":"é"},"image_urls":["https://a.b/é"],"prompt":"p"}"#
    let others = [
      #"{"prompt":"p","image_urls":["https://a.b/é"],"metadata":{"a":"é","b":{"x":[1,2.0],"y":1}}}"#,
      #" { "prompt" : "p" , "image_urls" : [ "https://a.b/é" ] , "metadata" : { "a" : "é" , "b" : { "x" : [ 1 , 2.0 ] , "y" : 1 } } } "#,
      #"{"metadata":{"b":{"y":1e0,"x":[10e-1,2]},"a":"\u00e9"},"image_urls":["https:\/\/a.b\/\u00e9"],"prompt":"\u0070","duration":5.0}"#,
      #"{"metadata":{"b":{"y":1,"x":[1,2.0]},"a":"é"},"image_urls":["https://a.b/é"],"prompt":"p","model":"wan2.6-flash","resolution":"1080p","duration":5,"audio":true}"#,
      #"{"body":{"metadata":{"b":{"y":1,"x":[1,2.0]},"a":"é"},"image_urls":["https://a.b/é"],"prompt":"p"}}"#,
    ]
    let expected = try job(line)
    for other in others {
      let job = try job(other)
      #expect(job.id == expected.id)
      #expect(job.fingerprint == expected.fingerprint)
      #expect(job.outline == expected.outline)
    }
  }

  @Test func emptyMetadataCountsAsNone() throws {
    let plain = try job(#"{"image_urls":["https://a.b/c"]}"#)
    let empty = try job(#"{"image_urls":["https://a.b/c"],"metadata":{}}"#)
    #expect(plain.id == empty.id)
    #expect(plain.fingerprint == empty.fingerprint)
  }

  @Test func labelsAndIdsDoNotMatter() throws {
    let plain = try job(#"{"image_urls":["https://a.b/c"]}"#)
    let labelled = try job(#"{"image_urls":["https://a.b/c"],"labels":{"x":1}}"#)
    let named = try job(#"{"image_urls":["https://a.b/c"],"id":"n"}"#)
    #expect(plain.id == labelled.id)
    #expect(plain.fingerprint == labelled.fingerprint)
    #expect(plain.fingerprint == named.fingerprint)
  }

  @Test func whateverChangesTheVideoChangesTheFingerprint() throws {
    let lines = [
      #"{"image_urls":["https://a.b/c"]}"#,
      #"{"image_urls":["https://a.b/d"]}"#,
      #"{"metadata":{"reference_urls":["https://a.b/c"]}}"#,
      #"{"image_urls":["https://a.b/c"],"prompt":""}"#,
      #"{"image_urls":["https://a.b/c"],"prompt":"é"}"#,
      #"{"image_urls":["https://a.b/c"],"prompt":"e\u0301"}"#,
      #"{"image_urls":["https://a.b/c"],"resolution":"720p"}"#,
      #"{"image_urls":["https://a.b/c"],"duration":10}"#,
      #"{"image_urls":["https://a.b/c"],"audio":false}"#,
      #"{"image_urls":["https://a.b/c"],"watermark":false}"#,
      #"{"image_urls":["https://a.b/c"],"watermark":true}"#,
      #"{"image_urls":["https://a.b/c"],"metadata":{"k":null}}"#,
      #"{"image_urls":["https://a.b/c"],"metadata":{"k":12345678901234567890}}"#,
      #"{"image_urls":["https://a.b/c"],"metadata":{"k":12345678901234567891}}"#,
      #"{"image_urls":["https://a.b/c"],"source_version":""}"#,
      #"{"image_urls":["https://a.b/c"],"source_version":"1"}"#,
    ]
    let fingerprints = try lines.map { try job($0).fingerprint }
    #expect(Set(fingerprints).count == lines.count)
  }

  @Test func theSourceVersionStandsInForTheSources() throws {
    let one = try job(#"{"image_urls":["https://a.b/c?sig=1"],"source_version":"1"}"#)
    let two = try job(#"{"image_urls":["https://a.b/c?sig=2"],"source_version":"1"}"#)
    #expect(one.fingerprint == two.fingerprint)
    #expect(one.outline == two.outline)
    #expect(one.id != two.id)
  }

  @Test func theOutlineTellsWhatHasChanged() throws {
    let base = try job(#"{"image_urls":["https://a.b/c"],"prompt":"p"}"#).outline
    let prompt = try job(#"{"image_urls":["https://a.b/c"],"prompt":"q"}"#).outline
    let source = try job(#"{"image_urls":["https://a.b/d"],"prompt":"p"}"#).outline
    let metadata = try job(
      #"{"image_urls":["https://a.b/c"],"prompt":"p","metadata":{"k":1}}"#
    ).outline
    #expect(prompt.promptSum != base.promptSum && prompt.sourcesSum == base.sourcesSum)
    #expect(source.sourcesSum != base.sourcesSum && source.promptSum == base.promptSum)
    #expect(metadata.metadataSum != base.metadataSum && base.metadataSum == 0)
  }
}
