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
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { _ = close(descriptor) }
    var digest = SHA256()
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return digest.finish().hex }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(operation: "read", path: path, code: errno) }
      chunk.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
