import Foundation
import JSONText
import Testing

/// Needs published corpora, which are not part of the repository: skipped where they are absent.
@Suite struct CorpusTests {
  /// The suite's texts that are JSON but have a duplicate key, which is a mistake here.
  private static let duplicates = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  @Test(.enabled(if: Corpora.jsonTestSuite != nil, "JSONTestSuite is absent"))
  func theTestSuitesVerdictsHold() throws {
    let folder = try #require(Corpora.jsonTestSuite)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    var seen: [Character: Int] = [:]
    for name in names where name.hasSuffix(".json") {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      let error = Verdict(parsing: bytes).error
      #expect(Verdict(skipping: bytes).error == error, "\(name)")
      seen[name.first ?? " ", default: 0] += 1
      switch name.first {
      case "y" where Self.duplicates.contains(name):
        #expect(error?.cause == .duplicateKey("a"), "\(name)")
      case "y": #expect(error == nil, "\(name)")
      case "n": #expect(error != nil, "\(name)")
      default: break
      }
    }
    #expect(seen == ["y": 95, "n": 188, "i": 35])
  }

  /// What the standard leaves open: exact numbers are taken, ill-formed Unicode is not.
  @Test(.enabled(if: Corpora.jsonTestSuite != nil, "JSONTestSuite is absent"))
  func ofTheUndecidedTextsOnlyTheNumbersAreAccepted() throws {
    let folder = try #require(Corpora.jsonTestSuite)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasPrefix("i_") {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      let isAccepted = Verdict(parsing: bytes).error == nil
      #expect(isAccepted == name.hasPrefix("i_number"), "\(name)")
    }
  }

  @Test(.enabled(if: Corpora.naughtyStrings != nil, "the list of naughty strings is absent"))
  func naughtyStringsSurviveWriterAndReader() throws {
    let bytes = Array(try Data(contentsOf: try #require(Corpora.naughtyStrings)))
    let strings = try #require(try JSONValue.parse(bytes).array).compactMap(\.string)
    #expect(strings.count == 515)
    for string in strings {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key(string)
      writer.string(string)
      writer.endObject()
      let member = try #require(try JSONValue.parse(writer.bytes).object?.members.first)
      #expect(member.key.utf8.elementsEqual(string.utf8), "\(string)")
      #expect(member.value == .string(string), "\(string)")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(writer.bytes)) }
    }
  }
}
