import Foundation
import MediaInspection
import TestSupport
import Testing

struct FileByteSourceTests {
  private let directory = TemporaryDirectory()

  @Test func fileGivesTheSameVerdictAsMemory() throws {
    let file = MovieBuilder().file()
    let source = try FileByteSource(path: directory.write(file, to: "a.mp4"))
    #expect(source.sizeBytes == Int64(file.count))
    #expect(try source.read(at: 4, count: 4) == Array("ftyp".utf8))
    #expect(try source.read(at: Int64(file.count) - 2, count: 99) == Array(file.suffix(2)))
    #expect(try source.read(at: Int64(file.count), count: 1).isEmpty)
    #expect(try MP4Inspector.inspect(source) == MP4Inspector.inspect(MemoryByteSource(file)))
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutBlocking() throws {
    #expect(throws: MediaInspectionError.notAFile(path: directory.path)) {
      try FileByteSource(path: directory.path)
    }
    let pipe = directory.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: MediaInspectionError.notAFile(path: pipe)) { try FileByteSource(path: pipe) }
    let missing = directory.file("missing.mp4")
    #expect(throws: MediaInspectionError.cannotOpen(path: missing, code: ENOENT)) {
      try FileByteSource(path: missing)
    }
  }
}
