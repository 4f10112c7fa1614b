#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps finished lines until the last row is known to be right, so that a spreadsheet with a
/// mistake writes nothing at all.
///
/// The first mebibyte stays in memory, the rest goes into a temporary file without a name, which
/// ends with the process. Every call may block.
package final class HeldLines {
  private static let memoryBytes = 1 << 20

  /// Where temporary files belong: `TMPDIR`, else `/tmp`.
  package static var systemDirectory: String {
    guard let path = getenv("TMPDIR"), path[0] != 0 else { return "/tmp" }
    return String(cString: path)
  }

  private let directory: String
  private var memory: [UInt8] = []
  private var descriptor: Int32 = -1

  /// - Parameter directory: where a temporary file is made if one is needed.
  package init(directory: String = systemDirectory) {
    self.directory = directory
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// Keeps a line, with its line end, behind those that are kept already.
  ///
  /// - Throws: `cannotHold` when the temporary file can't be made or written.
  package func append(_ line: [UInt8]) throws(SpreadsheetError) {
    memory += line
    if memory.count >= Self.memoryBytes { try moveToFile() }
  }

  /// Writes everything that was kept, in order; to be called once.
  package func deliver(to output: Int32) throws(SpreadsheetError) {
    if descriptor >= 0 {
      try moveToFile()
      guard lseek(descriptor, 0, SEEK_SET) == 0 else {
        throw .cannotHold(directory: directory, code: errno)
      }
      memory = [UInt8](repeating: 0, count: Self.memoryBytes)
      while true {
        let count = memory.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw .cannotHold(directory: directory, code: errno) }
        if count == 0 { return }
        try Self.write(memory[..<count], output, SpreadsheetError.cannotDeliver)
      }
    }
    try Self.write(memory[...], output, SpreadsheetError.cannotDeliver)
  }

  private func moveToFile() throws(SpreadsheetError) {
    let directory = directory
    if descriptor < 0 {
      var template = Array("\(directory)/wanbatch-convert-XXXXXX".utf8CString)
      descriptor = mkstemp(&template)
      guard descriptor >= 0 else { throw .cannotHold(directory: directory, code: errno) }
      _ = unlink(template)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    try Self.write(memory[...], descriptor) { .cannotHold(directory: directory, code: $0) }
    memory.removeAll(keepingCapacity: true)
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, _ descriptor: Int32, _ failure: (Int32) -> SpreadsheetError
  ) throws(SpreadsheetError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeBytes(descriptor, $0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        throw failure(count == 0 ? ENOSPC : errno)
      }
    }
  }
}

/// The system's call, which the method of the same name hides.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
