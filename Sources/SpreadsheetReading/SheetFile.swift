#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A spreadsheet that is open for reading; closed when it is given up, unless it is standard
/// input.
package final class SheetFile: Sendable {
  /// As the user gave it, or `standard input`.
  package let displayName: String
  private let descriptor: Int32

  /// Opens a file, or a pipe; `-` is standard input. May block.
  package init(path: String) throws(SpreadsheetError) {
    guard path != "-" else {
      displayName = "standard input"
      descriptor = 0
      return
    }
    displayName = path
    var opened: Int32
    repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
    guard opened >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .notFound(path: path) : .cannotRead(name: path, code: errno)
    }
    descriptor = opened
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .isDirectory(path: path)
    }
  }

  deinit {
    if descriptor != 0 { _ = close(descriptor) }
  }

  /// Reads what comes next; 0 at the end. Blocks until there is something.
  package func read(_ buffer: UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int {
    while true {
      let count = readBytes(descriptor, buffer)
      if count >= 0 { return count }
      if errno == EAGAIN {
        // Somebody else set standard input not to wait.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw .cannotRead(name: displayName, code: errno)
      }
    }
  }
}

/// The system's call, which the method of the same name hides.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
