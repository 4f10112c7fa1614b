#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The right to change an output directory: an advisory `flock` on a file in it, which ends
/// with the process however it ends.
package final class DirectoryLock: Sendable {
  private let file: OpenFile
  private let files: any FileOperations

  /// Somebody else works there; the payload is what they wrote about themselves.
  package struct Held: Error, Sendable {
    /// The first line of the lock file, 512 bytes of it at most; empty just after it was taken.
    ///
    /// From `run`: `pid 4711 on build7 since 2026-01-31T09:30:00.000Z`.
    package let holder: String
  }

  /// Takes the lock at once or not at all.
  ///
  /// - Parameter holder: one line about this process, for others to read.
  /// - Throws: ``Held`` when somebody else has it; ``FileError`` otherwise.
  package init(path: String, holder: String, files: any FileOperations) throws {
    let file = try Self.lock(path, files)
    self.file = file
    self.files = files
    do throws(FileError) {
      try files.truncate(file, to: 0)
      try writeAll(Array((holder + "\n").utf8), to: file, files)
    } catch {
      files.close(file)
      throw error
    }
  }

  deinit {
    files.close(file)
  }

  /// How often a lock that is taken is tried: somebody who looks for its holder has it for some
  /// microseconds.
  private static let mostTries = 5

  private static func lock(_ path: String, _ files: any FileOperations) throws -> OpenFile {
    var tries = 0
    while true {
      let file = try files.open(path, .lock)
      guard retried({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
        let code = errno
        let other = text(in: file)
        files.close(file)
        tries += 1
        if code == EWOULDBLOCK, tries < mostTries {
          usleep(2000)
          continue
        }
        if code == EWOULDBLOCK { throw Held(holder: other) }
        throw FileError(operation: "lock", path: path, code: code)
      }
      // The file may have been removed between the two calls; a lock on it would hold nothing.
      if isInPlace(file) { return file }
      files.close(file)
    }
  }

  private static func isInPlace(_ file: OpenFile) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file.descriptor, &opened) == 0 && lstat(file.path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Whether somebody holds the lock at a path now, and who.
  ///
  /// A free lock is held shared for some microseconds. A file that can't be opened counts as free.
  ///
  /// - Returns: `nil` when nobody holds it; else the file's first line, which may be empty.
  package static func holder(at path: String, files: any FileOperations) -> String? {
    guard let file = try? files.open(path, .read) else { return nil }
    defer { files.close(file) }
    // Where locks can't be had at all, nobody holds one.
    guard retried({ flock(file.descriptor, LOCK_SH | LOCK_NB) }) != 0, errno == EWOULDBLOCK else {
      return nil
    }
    return text(in: file)
  }

  private static func text(in file: OpenFile) -> String {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = bytes.withUnsafeMutableBytes { pread(file.descriptor, $0.baseAddress, $0.count, 0) }
    let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: line, as: UTF8.self)
  }
}
