import Foundation
import ManifestReading
import TestSupport
import Testing

struct ManifestOpeningTests {
  @Test func aFileIsReadWithPathsFromItsDirectory() throws {
    let directory = TemporaryDirectory()
    let path = directory.write(Manifest.line("a").utf8, to: "sub/m.jsonl")
    let opening = try ManifestOpening(path: path)
    #expect(opening.displayName == path)
    #expect(opening.baseDirectory == directory.path + "/sub")
    var reader = ManifestReader(opening.options())
    let verdict = try reader.read(descriptor: opening.descriptor) { _ in }
    #expect(verdict.jobs == 1)
  }

  @Test func standardInputHasPathsFromTheWorkingDirectory() throws {
    let opening = try ManifestOpening(path: "-")
    #expect(opening.displayName == "standard input")
    #expect(opening.baseDirectory == FileManager.default.currentDirectoryPath)
  }

  @Test func wrongPathsAreExplained() throws {
    let directory = TemporaryDirectory()
    let table = directory.write("id,prompt\n".utf8, to: "products.CSV")
    let missing = directory.path + "/none.jsonl"
    let cases: [(String, ManifestError, String)] = [
      (missing, .notFound(path: missing), "\(missing): no such file"),
      (
        directory.path, .isDirectory(path: directory.path),
        "\(directory.path): is a directory; give the manifest itself"
      ),
      (
        table, .isSpreadsheet(path: table),
        "\(table): is a spreadsheet; make a manifest of it first: wanbatch convert \(table)"
      ),
    ]
    for (path, expected, text) in cases {
      #expect(throws: expected) { try ManifestOpening(path: path) }
      #expect(expected.description == text)
    }
  }

  @Test func aPipeIsReadLikeAFile() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let text = Array((Manifest.line("a") + "\n" + Manifest.line("b")).utf8)
    #expect(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    defer { close(ends[0]) }
    var reader = ManifestReader(Manifest.options())
    #expect(try reader.read(descriptor: ends[0]) { _ in }.jobs == 2)
  }
}
