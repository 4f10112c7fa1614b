#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file as a source; closed when it is given up.
///
/// The length is what it was when the file was opened. Reads block.
package final class FileByteSource: ByteSource, Sendable {
  private let descriptor: Int32
  private let path: String
  /// The length in bytes when the file was opened.
  package let sizeBytes: Int64
  /// When the content was last changed, in milliseconds since 1970.
  package let modifiedMilliseconds: Int64

  /// Opens a file for reading; a symbolic link is followed.
  ///
  /// - Throws: `cannotOpen`, or `notAFile` for directories, pipes and devices, on which this
  ///   never blocks.
  package init(path: String) throws(MediaInspectionError) {
    var opened: Int32
    repeat {
      opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw .cannotOpen(path: path, code: errno) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let code = errno
      close(opened)
      throw .cannotOpen(path: path, code: code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw .notAFile(path: path)
    }
    descriptor = opened
    self.path = path
    sizeBytes = Int64(status.st_size)
    modifiedMilliseconds = Self.modifiedMilliseconds(status)
  }

  /// When a file's content was last changed, in milliseconds since 1970.
  package static func modifiedMilliseconds(_ status: stat) -> Int64 {
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    return Int64(modified.tv_sec) * 1000 + Int64(modified.tv_nsec) / 1_000_000
  }

  deinit {
    close(descriptor)
  }

  /// Reads from a place on, up to the length at the opening; blocks.
  ///
  /// Fewer bytes than asked for mean the end, also of a file that was cut since.
  ///
  /// - Throws: `cannotRead`.
  package func read(at offset: Int64, count: Int) throws(MediaInspectionError) -> [UInt8] {
    guard offset >= 0, count > 0, offset < sizeBytes else { return [] }
    let wanted = Int(min(Int64(count), sizeBytes - offset))
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        filled += got
      }
    }
    guard failure == 0 else { throw .cannotRead(path: path, code: failure) }
    return bytes
  }
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text)
}
