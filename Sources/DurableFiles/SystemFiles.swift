#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The operating system's own file operations.
package struct SystemFiles: FileOperations {
  /// Makes a way to the system's calls; it has no state, so all are alike.
  package init() {}

  /// Opens a regular file, and never waits; a new one gets the mode 0644 less the umask.
  ///
  /// - Throws: ``FileError`` with the code `ELOOP` for a symbolic link, `EINVAL` or another for
  ///   what is no regular file, and `EMLINK` for `.replace` of a file with a second name. Neither is emptied.
  package func open(_ path: String, _ mode: OpenMode) throws(FileError) -> OpenFile {
    let flags: Int32 =
      switch mode {
      case .read: O_RDONLY
      case .append: O_RDWR | O_CREAT | O_APPEND
      case .replace: O_WRONLY | O_CREAT
      case .lock: O_RDWR | O_CREAT
      }
    // Not blocking, since a pipe may have been put under the name.
    let safety = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = retried { cOpen(path, flags | safety, 0o644) }
    guard descriptor >= 0 else { throw failure("open", path) }
    let file = OpenFile(descriptor: descriptor, path: path)
    do throws(FileError) {
      let size = try ownSize(of: file, mode)
      if mode == .replace, size > 0 { try truncate(file, to: 0) }
    } catch {
      close(file)
      throw error
    }
    return file
  }

  /// The size of a file, in bytes. What is no regular file is none of ours, and neither is one with
  /// a second name elsewhere that would be emptied.
  private func ownSize(of file: OpenFile, _ mode: OpenMode) throws(FileError) -> Int64 {
    var status = stat()
    guard fstat(file.descriptor, &status) == 0 else { throw failure("open", file.path) }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    guard isRegular, mode != .replace || status.st_nlink == 1 else {
      throw FileError(operation: "open", path: file.path, code: isRegular ? EMLINK : EINVAL)
    }
    return Int64(status.st_size)
  }

  /// Writes all bytes in as many calls as it takes; some may have arrived when it throws.
  package func write(
    _ bytes: UnsafeRawBufferPointer, to file: OpenFile
  ) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = retried { cWrite(file.descriptor, part.baseAddress, part.count) }
      guard count > 0 else { throw failure("write", file.path) }
      rest = rest.dropFirst(count)
    }
  }

  /// On Linux has the kernel begin to write what it holds of the file; elsewhere does nothing.
  package func beginSync(_ file: OpenFile) {
    #if !canImport(Darwin)
      // What is not needed in memory Linux begins to write. It does not look for errors, so it
      // takes none away from the sync that follows.
      _ = posix_fadvise(file.descriptor, 0, 0, POSIX_FADV_DONTNEED)
    #endif
  }

  /// Waits until the file's content and size are on the disk (`F_FULLFSYNC` on macOS).
  ///
  /// A failed sync is not tried again: the next could succeed and mean nothing.
  package func sync(_ file: OpenFile) throws(FileError) {
    // A failed sync may be reported only once, so this is not retried but for interruption,
    // before which nothing was lost.
    #if canImport(Darwin)
      let result = retried { fcntl(file.descriptor, F_FULLFSYNC) }
    #else
      let result = retried { fdatasync(file.descriptor) }
    #endif
    guard result == 0 else { throw failure("sync", file.path) }
  }

  /// Sets the size of a file, in bytes; a larger one than before adds zeros.
  package func truncate(_ file: OpenFile, to size: Int64) throws(FileError) {
    guard retried({ ftruncate(file.descriptor, off_t(size)) }) == 0 else {
      throw failure("truncate", file.path)
    }
  }

  /// Closes the descriptor; an error is not told, since what must last was synced before.
  package func close(_ file: OpenFile) {
    _ = cClose(file.descriptor)
  }

  /// Moves a file to another name of its file system, in place of what stands there.
  ///
  /// The new name is durable once its directory is synced.
  package func rename(_ path: String, to newPath: String) throws(FileError) {
    guard cRename(path, newPath) == 0 else { throw failure("rename", path) }
  }

  /// Gives a file a second name of its file system; a failure names the new one.
  package func link(_ path: String, to newPath: String) throws(FileError) {
    guard cLink(path, newPath) == 0 else { throw failure("link", newPath) }
  }

  /// Takes a name away; the content goes with its last name. Directories are refused.
  package func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 else { throw failure("remove", path) }
  }

  /// Makes one directory, of mode 0755 less the umask, and none above it.
  ///
  /// - Throws: ``FileError`` with the code `ELOOP` where a symbolic link has the name, `ENOTDIR`
  ///   where a file has it.
  package func makeDirectory(_ path: String) throws(FileError) -> Bool {
    if mkdir(path, 0o755) == 0 { return true }
    guard errno == EEXIST else { throw failure("make directory", path) }
    var status = stat()
    guard lstat(path, &status) == 0 else { throw failure("make directory", path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return false
    case S_IFLNK: throw FileError(operation: "use directory", path: path, code: ELOOP)
    default: throw FileError(operation: "use directory", path: path, code: ENOTDIR)
    }
  }

  /// Waits until the names in a directory are on the disk; a symbolic link to it is followed.
  package func syncDirectory(_ path: String) throws(FileError) {
    let descriptor = retried { cOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
    guard descriptor >= 0 else { throw failure("open directory", path) }
    defer { _ = cClose(descriptor) }
    guard retried({ fsync(descriptor) }) == 0 else { throw failure("sync directory", path) }
  }

  private func failure(_ operation: String, _ path: String) -> FileError {
    FileError(operation: operation, path: path, code: errno)
  }
}

/// Repeats a call for as long as a signal interrupts it.
func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

// The C functions under names that the methods above do not shadow.
private func cOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}
private func cWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}
private func cClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func cRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }
private func cLink(_ path: String, _ newPath: String) -> Int32 { link(path, newPath) }
