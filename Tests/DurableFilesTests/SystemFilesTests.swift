import DurableFiles
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct SystemFilesTests {
  let directory = TemporaryDirectory()
  let files = SystemFiles()

  private func write(_ text: String, to file: OpenFile) throws(FileError) {
    try writeAll(Array(text.utf8), to: file, files)
  }

  @Test func appendingWritesAtTheEndWhateverHappensInBetween() throws {
    let path = directory.write("one ".utf8, to: "journal.jsonl")
    let file = try files.open(path, .append)
    defer { files.close(file) }
    try write("two ", to: file)
    try files.truncate(file, to: 4)
    try write("three", to: file)
    try files.sync(file)
    #expect(directory.text(of: "journal.jsonl") == "one three")
  }

  @Test func replacingEmptiesTheFileAndAppendingMakesIt() throws {
    directory.write("old content".utf8, to: "a")
    for (name, mode) in [("a", OpenMode.replace), ("b", .append), ("c", .lock), ("d", .replace)] {
      let file = try files.open(directory.file(name), mode)
      files.close(file)
      #expect(directory.text(of: name) == "")
    }
  }

  @Test func aMissingFileIsNotMadeByReading() {
    #expect(throws: FileError(operation: "open", path: directory.file("a"), code: ENOENT)) {
      try files.open(directory.file("a"), .read)
    }
    #expect(directory.names.isEmpty)
  }

  @Test(arguments: [OpenMode.read, .append, .replace, .lock])
  func aSymbolicLinkIsNeverOpened(mode: OpenMode) {
    let target = directory.write("precious".utf8, to: "precious")
    directory.link("link", to: target)
    directory.link("dangling", to: directory.file("nowhere"))
    for name in ["link", "dangling"] {
      #expect {
        try files.open(directory.file(name), mode)
      } throws: { error in
        (error as? FileError)?.isSymbolicLink == true
      }
    }
    #expect(directory.text(of: "precious") == "precious")
    #expect(directory.names == ["dangling", "link", "precious"])
  }

  @Test(arguments: [OpenMode.read, .append, .replace, .lock])
  func aPipeIsRefusedAtOnce(mode: OpenMode) {
    mkfifo(directory.file("pipe"), 0o600)
    #expect(throws: FileError.self) { try files.open(directory.file("pipe"), mode) }
  }

  @Test func aFileWithASecondNameIsNeverEmptied() throws {
    directory.write("precious".utf8, to: "precious")
    try files.link(directory.file("precious"), to: directory.file("a.tmp"))
    #expect {
      try files.open(directory.file("a.tmp"), .replace)
    } throws: { error in
      "\(error)".hasSuffix("a.tmp: it has a second name; remove it")
    }
    #expect(directory.text(of: "precious") == "precious")
  }

  @Test func largeWritesAreWhole() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try files.open(directory.file("a"), .replace)
    defer { files.close(file) }
    try writeAll(bytes, to: file, files)
    try writeAll([], to: file, files)
    #expect(directory.bytes(of: "a") == bytes)
  }

  @Test func directoriesAreMadeOnceAndNeverTakenForOthers() throws {
    let path = directory.file("videos")
    #expect(try files.makeDirectory(path))
    #expect(try !files.makeDirectory(path))
    directory.write([], to: "file")
    directory.link("link", to: path)
    #expect(
      throws: FileError(operation: "use directory", path: directory.file("file"), code: ENOTDIR)
    ) {
      try files.makeDirectory(directory.file("file"))
    }
    #expect(
      throws: FileError(operation: "use directory", path: directory.file("link"), code: ELOOP)
    ) {
      try files.makeDirectory(directory.file("link"))
    }
    #expect(
      throws: FileError(operation: "make directory", path: directory.file("a/b"), code: ENOENT)
    ) {
      try files.makeDirectory(directory.file("a/b"))
    }
  }

  @Test func aSecondNameIsTheSameFileAndNeverReplacesAnother() throws {
    let path = directory.write("video".utf8, to: "a.mp4")
    try files.link(path, to: directory.file("b.mp4"))
    try files.remove(path)
    #expect(directory.text(of: "b.mp4") == "video")
    directory.write("other".utf8, to: "c.mp4")
    #expect {
      try files.link(directory.file("b.mp4"), to: directory.file("c.mp4"))
    } throws: { error in
      (error as? FileError)?.isTaken == true
    }
    #expect(directory.text(of: "c.mp4") == "other")
  }

  @Test func renamingReplacesInOneStep() throws {
    directory.write("new".utf8, to: "a.part")
    directory.write("old".utf8, to: "a")
    try files.rename(directory.file("a.part"), to: directory.file("a"))
    try files.syncDirectory(directory.path)
    #expect(directory.names == ["a"])
    #expect(directory.text(of: "a") == "new")
  }

  @Test func whatIsNotThereIsSaid() {
    let missing = directory.file("missing")
    #expect(throws: FileError(operation: "rename", path: missing, code: ENOENT)) {
      try files.rename(missing, to: directory.file("b"))
    }
    #expect(throws: FileError(operation: "remove", path: missing, code: ENOENT)) {
      try files.remove(missing)
    }
    #expect(throws: FileError(operation: "open directory", path: missing, code: ENOENT)) {
      try files.syncDirectory(missing)
    }
    #expect(throws: FileError(operation: "write", path: "closed", code: EBADF)) {
      try writeAll([1], to: OpenFile(descriptor: -1, path: "closed"), files)
    }
    #expect(throws: FileError(operation: "sync", path: "closed", code: EBADF)) {
      try files.sync(OpenFile(descriptor: -1, path: "closed"))
    }
  }

  #if os(Linux)
    @Test func aFullDeviceIsAFullDisk() throws {
      let file = OpenFile(descriptor: open("/dev/full", O_WRONLY), path: "/dev/full")
      defer { files.close(file) }
      #expect {
        try writeAll([1], to: file, files)
      } throws: { error in
        (error as? FileError)?.isDiskFull == true
      }
    }
  #endif

  static let errors: [(FileError, String)] = [
    (
      FileError(operation: "write", path: "out/journal.jsonl", code: ENOSPC),
      "cannot write out/journal.jsonl: no space left on device; make room and run again"
    ),
    (
      FileError(operation: "open", path: "a", code: ELOOP),
      "cannot open a: a symbolic link stands there; files of a run are never written through one, "
        + "so remove it"
    ),
    (FileError(operation: "sync", path: "", code: EIO), "cannot sync : input/output error"),
  ]

  @Test(arguments: errors) func errorsAreSentences(error: FileError, text: String) {
    #expect(error.description == text)
  }

  @Test func errorsAreToldApart() {
    func error(_ code: Int32) -> FileError { FileError(operation: "x", path: "y", code: code) }
    for code in [ENOSPC, EDQUOT, EFBIG] { #expect(error(code).isDiskFull) }
    #expect(!error(EIO).isDiskFull && !error(EROFS).isDiskFull)
    #expect(error(ENOENT).isNotFound && !error(EACCES).isNotFound)
    #expect(error(EEXIST).isTaken && !error(ENOENT).isTaken)
    #expect(error(ELOOP).isSymbolicLink && !error(ENOTDIR).isSymbolicLink)
  }
}
