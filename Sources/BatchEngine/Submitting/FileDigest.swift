import Digest
import DurableFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads files to compare them with what was known of them.
enum FileDigest {
  private static let chunkBytes = 256 << 10

  /// The SHA-256 of a file's content, in hex. Blocks.
  static func sha256(of path: String) throws(FileError) -> String {
    var digest = SHA256()
    try forEachChunk(of: path) { chunk in digest.update(chunk) }
    return digest.finish().hex
  }

  /// Reads a file from its beginning to its end. Blocks.
  static func forEachChunk(
    of path: String, _ take: (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { _ = close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(operation: "read", path: path, code: errno) }
      let outcome: Result<Void, FileError> = chunk.withUnsafeBytes { bytes in
        do throws(FileError) {
          return .success(try take(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
        } catch {
          return .failure(error)
        }
      }
      try outcome.get()
    }
  }
}
