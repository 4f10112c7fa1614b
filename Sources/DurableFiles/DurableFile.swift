import Locking

/// A new file that appears under its name whole and durable, or not at all.
///
/// Written under a temporary name; ``publish()`` syncs the file, renames it, and syncs its
/// directory, in this order. Without it the temporary file stays behind for the next start to
/// clean up.
package struct DurableFile: Sendable {
  /// Where the file appears; what stands there is replaced only when it does.
  package let path: String
  /// Where the file is until ``place()``: ``path`` and the suffix.
  ///
  /// What was written can be read there before it has its name.
  package let temporaryPath: String
  private let files: any FileOperations
  private let file: OpenFile
  private let progress = Locked(Progress())

  private struct Progress {
    var isSynced = false
    /// Its number may then be another one's.
    var isClosed = false
  }

  /// - Parameter suffix: what the temporary name ends in, `.tmp` or `.part`.
  package init(
    path: String, suffix: String = ".tmp", files: any FileOperations
  ) throws(FileError) {
    self.path = path
    self.temporaryPath = path + suffix
    self.files = files
    file = try files.open(temporaryPath, .replace)
  }

  /// Writes bytes behind what was written before.
  ///
  /// After a failure it is unknown how many of them arrived; only ``discard()`` is of use then.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    progress.withLock { $0.isSynced = false }
    try writeAll(bytes, to: file, files)
  }

  /// Makes the file durable under its name. Nothing may be written afterwards.
  package func publish() throws(FileError) {
    try place()
    try files.syncDirectory(parent(of: path))
  }

  /// Begins ``sync()`` and does not wait for it.
  package func beginSync() { files.beginSync(file) }

  /// The first part of ``place()``, for several files at a time. Nothing may be written afterwards.
  package func sync() throws(FileError) {
    guard !progress.withLock({ $0.isSynced }) else { return }
    try files.sync(file)
    progress.withLock { $0.isSynced = true }
  }

  /// The first part of ``publish()``, for several files of one directory: the content is durable
  /// and has its name, and the name is durable once the directory is synced.
  ///
  /// - Parameter other: a path on the same file system to appear under in place of ``path``.
  package func place(at other: String? = nil) throws(FileError) {
    try sync()
    close()
    try files.rename(temporaryPath, to: other ?? path)
  }

  /// Gives up, and removes the temporary file.
  package func discard() {
    close()
    do throws(FileError) {
      try files.remove(temporaryPath)
    } catch {
      // It ends in a temporary suffix, so the next start removes it.
    }
  }

  private func close() {
    let wasOpen = progress.withLock { progress in
      defer { progress.isClosed = true }
      return !progress.isClosed
    }
    if wasOpen { files.close(file) }
  }

  /// Writes a whole file at once.
  package static func write(
    _ bytes: [UInt8], to path: String, files: any FileOperations
  ) throws(FileError) {
    let file = try DurableFile(path: path, files: files)
    do throws(FileError) {
      try file.write(bytes)
      try file.publish()
    } catch {
      file.discard()
      throw error
    }
  }
}

/// Writes an array's bytes.
package func writeAll(
  _ bytes: [UInt8], to file: OpenFile, _ files: any FileOperations
) throws(FileError) {
  let outcome: Result<Void, FileError> = bytes.withUnsafeBytes { buffer in
    do throws(FileError) {
      return .success(try files.write(buffer, to: file))
    } catch {
      return .failure(error)
    }
  }
  try outcome.get()
}

/// The directory of a path: `a/b` for `a/b/c`, `.` for `c`, `/` for `/c`.
package func parent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
