import Foundation
import JobModel
import ManifestReading
import Testing

/// Reads manifests from memory for the tests.
enum Manifest {
  static func options(
    skipInvalid: Bool = false, baseDirectory: String = "/nowhere", chunkBytes: Int = 256 << 10
  ) -> ManifestOptions {
    ManifestOptions(
      skipInvalid: skipInvalid, displayName: "m.jsonl", baseDirectory: baseDirectory,
      chunkBytes: chunkBytes)
  }

  /// The verdict alone.
  static func check(_ text: String) throws -> ManifestVerdict {
    try read(Array(text.utf8), options()).verdict
  }

  /// The complaints as a person reads them.
  static func complaints(_ text: String) throws -> [String] {
    try check(text).complaints.map(\.description)
  }

  /// The jobs of a manifest that has no mistake, else a failure.
  static func jobs(_ text: String, baseDirectory: String = "/nowhere") throws -> [Job] {
    let (verdict, entries) = try read(
      Array(text.utf8), options(baseDirectory: baseDirectory))
    if let complaint = verdict.complaints.first { throw complaint }
    return entries.compactMap { entry in
      if case .job(let job) = entry { job } else { nil }
    }
  }

  static func read(
    _ bytes: [UInt8], _ options: ManifestOptions
  ) throws -> (verdict: ManifestVerdict, entries: [ManifestEntry]) {
    var entries: [ManifestEntry] = []
    let verdict = try read(bytes, options) { entries.append($0) }
    return (verdict, entries)
  }

  /// Reads by way of a file without a name.
  static func read(
    _ bytes: [UInt8], _ options: ManifestOptions, each: (ManifestEntry) throws -> Void
  ) throws -> ManifestVerdict {
    let file = try #require(tmpfile())
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    rewind(file)
    var reader = ManifestReader(options)
    return try reader.read(descriptor: fileno(file), each: each)
  }

  /// The entries as the run's copy has them, which is all there is to know about them.
  static func lines(_ entries: [ManifestEntry]) -> [String] {
    entries.map { String(decoding: CheckedManifest.lines(for: [$0]), as: UTF8.self) }
  }

  /// A right line with an id.
  static func line(_ id: String, _ rest: String = "") -> String {
    #"{"id":"\#(id)","image_urls":["https://a.b/\#(id).png"]\#(rest)}"#
  }
}
