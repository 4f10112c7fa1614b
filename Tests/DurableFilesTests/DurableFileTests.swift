import DurableFiles
import TestSupport
import Testing

@Suite struct DurableFileTests {
  let directory = TemporaryDirectory()

  private var path: String { directory.file("results.jsonl") }

  @Test func publishingSyncsRenamesAndSyncsTheDirectoryInThisOrder() throws {
    let files = FaultyFiles()
    let file = try DurableFile(path: path, files: files)
    try file.write(Array("first ".utf8))
    try file.write(Array("second".utf8))
    #expect(directory.names == ["results.jsonl.tmp"], "nothing is visible before")
    try file.publish()
    #expect(
      files.calls == [
        .init(.open, path + ".tmp"), .init(.write, path + ".tmp"), .init(.write, path + ".tmp"),
        .init(.sync, path + ".tmp"), .init(.rename, path),
        .init(.syncDirectory, directory.path),
      ])
    #expect(files.syncedSize(of: path + ".tmp") == 12)
    #expect(directory.names == ["results.jsonl"])
    #expect(directory.text(of: "results.jsonl") == "first second")
  }

  @Test(arguments: 1...4) func aStepThatFailsLeavesTheOldFileAlone(call: Int) throws {
    directory.write("old".utf8, to: "results.jsonl")
    #expect(throws: FileError.self) {
      try DurableFile.write(Array("new".utf8), to: path, files: FaultyFiles(.fail(at: call)))
    }
    #expect(directory.text(of: "results.jsonl") == "old")
  }

  @Test func aDirectoryThatCannotBeSyncedIsAnError() {
    let files = FaultyFiles(.failAll(.syncDirectory, code: 5))
    #expect(throws: FileError(operation: "sync directory", path: directory.path, code: 5)) {
      try DurableFile.write([1], to: path, files: files)
    }
  }

  @Test(arguments: 1...5, FaultyFiles.Death.allCases)
  func aCrashLeavesTheOldOrTheNewFileAndNeverAPart(call: Int, death: FaultyFiles.Death) {
    directory.write("old".utf8, to: "results.jsonl")
    let files = FaultyFiles(.crash(at: call, death))
    try? DurableFile.write(Array("new".utf8), to: path, files: files)
    #expect(files.isDead)
    let isNew = call == 5 || call == 4 && death == .after
    #expect(directory.text(of: "results.jsonl") == (isNew ? "new" : "old"))
  }

  @Test func aDiskThatIsFullLeavesNoTemporaryFile() {
    #expect(throws: FileError.self) {
      try DurableFile.write([1, 2], to: path, files: FaultyFiles(.cut(at: 2)))
    }
    #expect(directory.names.isEmpty)
  }

  @Test func whatIsDiscardedIsGone() throws {
    let file = try DurableFile(path: path, suffix: ".part", files: SystemFiles())
    #expect(directory.names == ["results.jsonl.part"])
    file.discard()
    #expect(directory.names.isEmpty)
  }

  @Test func aTemporaryFileThatACrashLeftIsEmptiedFirst() throws {
    directory.write("a long remainder".utf8, to: "results.jsonl.tmp")
    try DurableFile.write(Array("new".utf8), to: path, files: SystemFiles())
    #expect(directory.text(of: "results.jsonl") == "new")
  }

  @Test func aPlantedLinkIsNeverWrittenThrough() throws {
    let elsewhere = TemporaryDirectory()
    let target = elsewhere.write("precious".utf8, to: "precious")
    directory.link("results.jsonl.tmp", to: target)
    #expect {
      try DurableFile.write([1], to: path, files: SystemFiles())
    } throws: { error in
      (error as? FileError)?.isSymbolicLink == true
    }
    directory.link("summary.txt", to: target)
    try DurableFile.write([49], to: directory.file("summary.txt"), files: SystemFiles())
    #expect(directory.text(of: "summary.txt") == "1", "the link itself is replaced")
    #expect(elsewhere.text(of: "precious") == "precious")
  }

  static let parents = [
    ("a/b/c", "a/b"), ("c", "."), ("/c", "/"), ("/a/b", "/a"), ("./c", "."), ("", "."),
    ("ä/ö", "ä"), ("a//c", "a/"),
  ]

  @Test(arguments: parents) func theParentOfAPathIsWhatStandsBeforeItsLastSlash(
    path: String, expected: String
  ) {
    #expect(parent(of: path) == expected)
  }
}
