import Foundation
import JobModel
import ManifestReading
import TestSupport
import Testing

struct CheckedManifestTests {
  private static let manifest = """
    {"id":"a","image_urls":["https://a.b/1"],"prompt":"\\ud83c\\udfac \\"x\\" \\u0001 é","labels":{ "n" : 1.0e3, "deep":{"x":[null]} }}
    {"defaults":{"labels":{"season":"spring"},"source_version":"v1"}}
    {"id":"b","metadata":{"big":123456789012345678901234567890,"reference_urls":["https://a.b/2","v.mp4"],"t":"é"},"duration":10}
    {"id":"c","image_urls":["p.png"],"resolution":"720p","audio":false,"watermark":true,"metadata":{}}
    {"id":"bad","duration":7}
    {"custom_id":"d","body":{"image_urls":["https://a.b/3"],"metadata":{"k":DEEP}}}
    nonsense
    """

  private func entries(_ directory: TemporaryDirectory) throws -> [ManifestEntry] {
    directory.write(SourceFileTests.png, to: "p.png")
    directory.write(SourceFileTests.mp4, to: "v.mp4")
    let deep = String(repeating: "[", count: 125) + String(repeating: "]", count: 125)
    let text = Self.manifest.replacingOccurrences(of: "DEEP", with: deep)
    let (verdict, entries) = try Manifest.read(
      Array(text.utf8), Manifest.options(skipInvalid: true, baseDirectory: directory.path))
    #expect(verdict.jobs == 4)
    #expect(verdict.entries == 6)
    return entries
  }

  private func write(
    _ entries: [ManifestEntry], to directory: TemporaryDirectory
  ) throws -> String {
    let bytes =
      CheckedManifest.header(source: "m \"1\".jsonl")
      + CheckedManifest.lines(for: entries)
      + CheckedManifest.end(entries: entries.count, digest: "abc")
    return directory.write(bytes, to: "manifest.jsonl")
  }

  @Test func everyEntryComesBackAsItWas() throws {
    let directory = TemporaryDirectory()
    let entries = try entries(directory)
    let copy = try CheckedManifest(path: write(entries, to: directory))
    #expect(copy.count == entries.count)
    #expect(copy.source == "m \"1\".jsonl")
    for index in entries.indices.reversed() {
      switch (try copy.entry(at: index), entries[index]) {
      case (.job(let read), .job(let written)):
        #expect(read.id == written.id)
        #expect(read.line == written.line)
        #expect(read.request == written.request)
        #expect(read.files == written.files)
        #expect(read.labels == written.labels)
        #expect(read.sourceVersion == written.sourceVersion)
        #expect(read.fingerprint == written.fingerprint)
        #expect(read.outline == written.outline)
      case (.invalid(let read), .invalid(let written)):
        #expect(read.id == written.id)
        #expect(read.line == written.line)
        #expect(read.complaints == written.complaints)
      default:
        Issue.record("entry \(index) is of another kind")
      }
    }
  }

  @Test func theFormatIsWhatItWas() throws {
    let directory = TemporaryDirectory()
    let entries = try entries(directory)
    #expect(
      Manifest.lines(entries)[0]
        == #"{"type":"job","id":"a","line":1,"fingerprint":"\#(fingerprint(entries[0]))","labels":{ "n" : 1.0e3, "deep":{"x":[null]} },"request":{"model":"wan2.6-flash","image_urls":["https://a.b/1"],"prompt":"🎬 \"x\" \u0001 é","resolution":"1080p","duration":5,"audio":true}}"#
        + "\n")
    #expect(
      Manifest.lines(entries)[3]
        == #"{"type":"invalid","id":"bad","line":5,"complaints":["image_urls: is missing; give image_urls with one image, or metadata.reference_urls with videos","duration: expected 5, 10 or 15, got 7"]}"#
        + "\n")
    #expect(
      String(decoding: CheckedManifest.header(source: "x"), as: UTF8.self)
        == "{\"type\":\"manifest\",\"format\":1,\"source\":\"x\"}\n")
    #expect(
      String(decoding: CheckedManifest.end(entries: 2, digest: "ff"), as: UTF8.self)
        == "{\"type\":\"end\",\"entries\":2,\"sha256\":\"ff\"}\n")
  }

  private func fingerprint(_ entry: ManifestEntry) -> String {
    if case .job(let job) = entry { job.fingerprint.text } else { "" }
  }

  @Test func aCopyCutAnywhereIsRefused() throws {
    let directory = TemporaryDirectory()
    let path = try write(try entries(directory), to: directory)
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for length in 0..<whole.count {
      directory.write(Array(whole.prefix(length)), to: "cut.jsonl")
      #expect(throws: ManifestError.self, "cut at byte \(length) of \(whole.count)") {
        try CheckedManifest(path: directory.path + "/cut.jsonl")
      }
    }
  }

  /// What is said when the bytes are opened as a copy and their first entry is read.
  private func failure(_ directory: TemporaryDirectory, _ bytes: [UInt8]) throws -> String {
    let path = directory.write(bytes, to: "m.jsonl")
    do {
      _ = try CheckedManifest(path: path).entry(at: 0)
      return "none"
    } catch {
      return "\(error)".replacingOccurrences(of: directory.path + "/", with: "")
    }
  }

  @Test func damageIsNamedWithItsLine() throws {
    let directory = TemporaryDirectory()
    let header = CheckedManifest.header(source: "x")
    let end = CheckedManifest.end(entries: 1, digest: "ff")
    let job = Array("{\"type\":\"job\"}\n".utf8)
    let newer = Array("{\"type\":\"manifest\",\"format\":2}\n".utf8)
    let damaged = ": the copy of the manifest is damaged: "
    let remedy = "; run the original manifest again to write it anew"
    let cases: [([UInt8], String)] = [
      ([], "m.jsonl:1\(damaged)it is empty\(remedy)"),
      (
        Array("{}\n".utf8) + end,
        "m.jsonl:1\(damaged)its first line is not the header\(remedy)"
      ),
      (header + end, "m.jsonl:2\(damaged)it has 0 of 1 entries\(remedy)"),
      (header, "m.jsonl:1\(damaged)its end is missing\(remedy)"),
      (
        header + job + end,
        "m.jsonl:2\(damaged)the line can't be understood (member \"id\" is missing or not as "
          + "expected)\(remedy)"
      ),
      (
        newer + end,
        "m.jsonl: has format 2, which this version of the program does not know; use the "
          + "version that wrote it, or a later one"
      ),
    ]
    for (bytes, expected) in cases {
      let found = try failure(directory, bytes)
      #expect(found == expected)
    }
    #expect(throws: ManifestError.notFound(path: directory.path + "/none")) {
      try CheckedManifest(path: directory.path + "/none")
    }
  }
}
