import Foundation
import JobModel
import ManifestReading
import Testing

/// Public collections of difficult texts, through the whole reader.
struct CorpusTests {
  /// The folder of the collections: `WANBATCH_CORPORA`, or `shared/corpora` above the sources.
  private static let folder: String? = {
    if let named = ProcessInfo.processInfo.environment["WANBATCH_CORPORA"] { return named }
    var parent = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    while parent.path != "/" {
      parent.deleteLastPathComponent()
      let found = parent.appendingPathComponent("shared/corpora").path
      if FileManager.default.fileExists(atPath: found) { return found }
    }
    return nil
  }()

  /// The texts of JSONTestSuite whose names begin with a letter; those with an LF are no value
  /// inside a line.
  private func texts(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = try #require(Self.folder) + "/JSONTestSuite/test_parsing"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasPrefix(prefix) }
      .map { ($0, try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))) }
  }

  private func verdict(withValue bytes: [UInt8]) throws -> ManifestVerdict {
    let start = Array(#"{"id":"x","image_urls":["https://a.b/c"],"metadata":{"k":"#.utf8)
    return try Manifest.read(start + bytes + Array("}}".utf8), Manifest.options()).verdict
  }

  @Test(.enabled(if: folder != nil, "the collections are not here; set WANBATCH_CORPORA"))
  func validValuesPassThroughUnlessTheyRepeatAKey() throws {
    var count = 0
    for (name, bytes) in try texts("y_") where !bytes.dropLast().contains(0x0A) {
      let trimmed = bytes.last == 0x0A ? bytes.dropLast() : bytes[...]
      let complaints = try verdict(withValue: Array(trimmed)).complaints
      if name.contains("duplicated_key") {
        #expect(complaints.first?.problem.contains("second time") == true, "\(name)")
      } else {
        #expect(complaints.isEmpty, "\(name)")
      }
      count += 1
    }
    #expect(count > 85)
  }

  @Test(.enabled(if: folder != nil, "the collections are not here; set WANBATCH_CORPORA"))
  func invalidValuesAreRefused() throws {
    for (name, bytes) in try texts("n_") {
      let found = try verdict(withValue: bytes)
      #expect(found.complaintCount > 0, "\(name)")
      #expect(found.jobs == 0, "\(name)")
    }
    for (_, bytes) in try texts("i_") { _ = try verdict(withValue: bytes) }
  }

  @Test(.enabled(if: folder != nil, "the collections are not here; set WANBATCH_CORPORA"))
  func naughtyStringsPassThroughUnchanged() throws {
    let path = try #require(Self.folder) + "/blns/blns.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let strings = try JSONDecoder().decode([String].self, from: data)
    #expect(strings.count > 500)
    var seen: Set<[UInt8]> = []
    var expected: [String] = []
    var lines: [UInt8] = []
    let encoder = JSONEncoder()
    for text in strings
    where (1...512).contains(text.utf8.count) && seen.insert(Array(text.utf8)).inserted {
      let quoted = String(decoding: try encoder.encode(text), as: UTF8.self)
      lines += Array(
        """
        {"id":\(quoted),"image_urls":["https://a.b/c"],"prompt":\(quoted),"labels":{"k":\(quoted)}}

        """.utf8)
      expected.append(text)
    }
    let (verdict, entries) = try Manifest.read(lines, Manifest.options())
    #expect(verdict.complaints.isEmpty)
    #expect(entries.count == expected.count)
    for (entry, text) in zip(entries, expected) {
      guard case .job(let job) = entry else { continue }
      #expect(job.id == JobID(text))
      #expect(job.request.prompt.map { Array($0.utf8) } == Array(text.utf8))
      let labels = try JSONDecoder().decode(
        [String: String].self, from: Data((job.labels?.text ?? "").utf8))
      #expect(labels["k"].map { Array($0.utf8) } == Array(text.utf8))
    }
  }
}
