import Foundation
import MediaInspection
import Testing

struct FileByteSourceTests {
  @Test func fileGivesTheSameVerdictAsMemory() throws {
    try withTemporaryDirectory { directory in
      let file = MovieBuilder().file()
      let path = directory + "/a.mp4"
      try Data(file).write(to: URL(fileURLWithPath: path))
      let source = try FileByteSource(path: path)
      #expect(source.sizeBytes == Int64(file.count))
      #expect(try source.read(at: 4, count: 4) == Array("ftyp".utf8))
      #expect(try source.read(at: Int64(file.count) - 2, count: 99) == Array(file.suffix(2)))
      #expect(try source.read(at: Int64(file.count), count: 1).isEmpty)
      #expect(
        try MP4Inspector.inspect(source) == MP4Inspector.inspect(MemoryByteSource(file)))
    }
  }

  @Test func whatIsNoRegularFileIsRefusedWithoutBlocking() throws {
    try withTemporaryDirectory { directory in
      #expect(throws: MediaInspectionError.notAFile(path: directory)) {
        try FileByteSource(path: directory)
      }
      let pipe = directory + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(throws: MediaInspectionError.notAFile(path: pipe)) { try FileByteSource(path: pipe) }
      let missing = directory + "/missing.mp4"
      #expect(throws: MediaInspectionError.cannotOpen(path: missing, code: ENOENT)) {
        try FileByteSource(path: missing)
      }
    }
  }

  private func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    let directory = NSTemporaryDirectory() + "/media-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body(directory)
  }
}
