import Digest
import Foundation
import JobModel
import ManifestReading
import TestSupport
import Testing

struct SourceFileTests {
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
  static let mp4 = [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 0, 0]

  @Test func filesAreTakenFromTheManifestsDirectoryAndHashed() throws {
    let directory = TemporaryDirectory()
    directory.write(Self.png, to: "photos/a.png")
    let absolute = directory.write(Self.png + [9], to: "b.png")
    let jobs = try Manifest.jobs(
      """
      {"id":"a","image_urls":["photos/a.png"]}
      {"id":"b","image_urls":["\(absolute)"]}
      {"id":"c","image_urls":["./photos/../photos/a.png"]}
      """, baseDirectory: directory.path)
    #expect(
      jobs.map(\.files) == [
        [
          LocalFile(
            source: "photos/a.png", path: directory.path + "/photos/a.png",
            sha256: SHA256.hash(Self.png).hex, sizeBytes: 11, mediaType: "image/png")
        ],
        [
          LocalFile(
            source: absolute, path: absolute, sha256: SHA256.hash(Self.png + [9]).hex,
            sizeBytes: 12, mediaType: "image/png")
        ],
        [
          LocalFile(
            source: "./photos/../photos/a.png",
            path: directory.path + "/./photos/../photos/a.png",
            sha256: SHA256.hash(Self.png).hex, sizeBytes: 11, mediaType: "image/png")
        ],
      ])
  }

  @Test func theContentDecidesTheFingerprintAndThePathTheId() throws {
    let directory = TemporaryDirectory()
    directory.write(Self.png, to: "a.png")
    directory.write(Self.png, to: "same.png")
    directory.write(Self.png + [0], to: "other.png")
    let jobs = try Manifest.jobs(
      """
      {"image_urls":["a.png"]}
      {"image_urls":["same.png"]}
      {"image_urls":["other.png"]}
      """, baseDirectory: directory.path)
    #expect(jobs[0].fingerprint == jobs[1].fingerprint)
    #expect(jobs[0].fingerprint != jobs[2].fingerprint)
    #expect(Set(jobs.map(\.id)).count == 3)
    let text =
      #"{"audio":true,"duration":5,"mode":"image_to_video","resolution":"1080p","sources":["sha256:"#
      + SHA256.hash(Self.png).hex + #""]}"#
    let hash = SHA256.hash(Array(text.utf8)).hex
    #expect(jobs[0].fingerprint.text == hash.prefix(32))
  }

  @Test func everyTypeTheServiceTakesIsRecognisedByContent() throws {
    let webp = Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8)
    let webm = [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)
    let cases: [(SourceField, [UInt8], String)] = [
      (.image, Self.png, "image/png"),
      (.image, [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
      (.image, Array("GIF89a".utf8), "image/gif"),
      (.image, webp, "image/webp"),
      (.reference, Self.mp4, "video/mp4"),
      (.reference, webm, "video/webm"),
      (.reference, [0, 0, 0, 16] + Array("ftypqt  ".utf8), "video/quicktime"),
    ]
    let directory = TemporaryDirectory()
    for (field, bytes, type) in cases {
      directory.write(bytes, to: "file.bin")
      let jobs = try Manifest.jobs(field.line("file.bin"), baseDirectory: directory.path)
      #expect(jobs.first?.files.map(\.mediaType) == [type])
    }
  }

  enum SourceField {
    case image, reference

    func line(_ path: String) -> String {
      switch self {
      case .image: "{\"image_urls\":[\"\(path)\"]}"
      case .reference: "{\"metadata\":{\"reference_urls\":[\"\(path)\"]}}"
      }
    }
  }

  @Test func filesThatCannotBeUploadedAreExplained() throws {
    let wantsImage = "expected a JPEG, PNG, WebP or GIF picture, the file is "
    let wantsVideo = "expected an MP4, WebM or MOV video, the file is "
    let cases: [(SourceField, [UInt8], String)] = [
      (.image, [], "the file is empty"),
      (.image, Array("<!DOCTYPE html>".utf8), wantsImage + "an HTML page"),
      (.image, Array("<svg xmlns=\"\"/>".utf8), wantsImage + "an SVG picture"),
      (.image, Array("{\"error\":1}".utf8), wantsImage + "JSON text"),
      (.image, Array("hello".utf8), wantsImage + "text"),
      (.image, Array("%PDF-1.7\0".utf8), wantsImage + "a PDF document"),
      (.image, [0, 0, 0, 16] + Array("ftypheic".utf8), wantsImage + "a HEIC picture"),
      (.image, [1, 2, 3], wantsImage + "of a type that is not recognised"),
      (
        .image, Self.mp4,
        wantsImage + "an MP4 video; a reference video stands in metadata.reference_urls"
      ),
      (.reference, Self.png, wantsVideo + "a PNG picture; a picture stands in image_urls"),
      (
        .image, Self.png + [UInt8](repeating: 0, count: 9_999_990),
        "the file has 10,000,001 bytes, the service takes at most 10,000,000"
      ),
    ]
    let directory = TemporaryDirectory()
    for (field, bytes, problem) in cases {
      directory.write(bytes, to: "f.png")
      let options = Manifest.options(baseDirectory: directory.path)
      let verdict = try Manifest.read(Array(field.line("f.png").utf8), options).verdict
      let path = field == .image ? "image_urls[0]" : "metadata.reference_urls[0]"
      #expect(verdict.complaints.map(\.sentence) == ["\(path): \"f.png\": \(problem)"])
    }
  }

  @Test func aFileOfExactlyTheLimitIsTaken() throws {
    let directory = TemporaryDirectory()
    directory.write(Self.png + [UInt8](repeating: 0, count: 9_999_989), to: "f.png")
    let jobs = try Manifest.jobs(
      SourceField.image.line("f.png"), baseDirectory: directory.path)
    #expect(jobs.first?.files.map(\.sizeBytes) == [10_000_000])
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutWaiting() throws {
    let directory = TemporaryDirectory()
    #expect(mkfifo(directory.path + "/pipe", 0o600) == 0)
    let options = Manifest.options(baseDirectory: directory.path)
    let cases = [
      ("pipe", "\"pipe\": is no regular file; name a file"),
      (".", "\".\": is a directory; name a file in it"),
      ("/dev/null", "\"/dev/null\": is no regular file; name a file"),
      ("none.png", "\"none.png\": no such file: \(Tail.of(directory.path + "/none.png"))"),
      ("pipe/x", "\"pipe/x\": no such file: \(Tail.of(directory.path + "/pipe/x"))"),
    ]
    for (path, problem) in cases {
      let line = Array(SourceField.image.line(path).utf8)
      let verdict = try Manifest.read(line, options).verdict
      #expect(verdict.complaints.map(\.sentence) == ["image_urls[0]: " + problem])
    }
  }

  /// A message shows no more than the last 120 characters of a path.
  private enum Tail {
    static func of(_ path: String) -> String {
      path.unicodeScalars.count > 120 ? "…" + path.suffix(120) : path
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func unreadableFilesAreRefused() throws {
    let directory = TemporaryDirectory()
    let path = directory.write(Self.png, to: "f.png")
    #expect(chmod(path, 0) == 0)
    let options = Manifest.options(baseDirectory: directory.path)
    let verdict = try Manifest.read(
      Array(SourceField.image.line("f.png").utf8), options
    ).verdict
    #expect(
      verdict.complaints.map(\.sentence) == [
        "image_urls[0]: \"f.png\": can't be read: Permission denied"
      ])
  }

  @Test func severalReferenceFilesAndURLsMayBeMixed() throws {
    let directory = TemporaryDirectory()
    directory.write(Self.mp4, to: "v.mp4")
    let job = try #require(
      try Manifest.jobs(
        #"{"metadata":{"reference_urls":["https://a.b/1","v.mp4"]}}"#,
        baseDirectory: directory.path
      ).first)
    #expect(job.request.sources == ["https://a.b/1", "v.mp4"])
    #expect(job.files.map(\.source) == ["v.mp4"])
  }
}
