import HTTPCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The body of one request, read as libcurl asks for it.
///
/// Belongs to the transport's thread.
final class BodySource {
  private enum Part {
    case bytes([UInt8])
    case file(descriptor: Int32, count: Int64)

    var count: Int64 {
      switch self {
      case .bytes(let bytes): Int64(bytes.count)
      case .file(_, let count): count
      }
    }
  }

  private let parts: [Part]
  /// In bytes, all parts together.
  let length: Int64
  private var position: Int64 = 0

  /// Opens the file, if there is one.
  ///
  /// - Throws: `HTTPFailure` of kind `unreadableBody` when it is no readable plain file of the
  ///   expected size.
  init(_ body: HTTPBody) throws(HTTPFailure) {
    switch body {
    case .none:
      parts = []
    case .bytes(let bytes):
      parts = [.bytes(bytes)]
    case .file(let prefix, let path, let fileBytes, let suffix):
      let descriptor = try Self.open(path, expecting: fileBytes)
      parts = [
        .bytes(prefix), .file(descriptor: descriptor, count: fileBytes), .bytes(suffix),
      ]
    }
    length = parts.reduce(0) { $0 + $1.count }
  }

  deinit {
    for case .file(let descriptor, _) in parts { close(descriptor) }
  }

  private static func open(_ path: String, expecting size: Int64) throws(HTTPFailure) -> Int32 {
    func unreadable(_ cause: String) -> HTTPFailure {
      HTTPFailure(
        phase: .neverSent, kind: .unreadableBody, message: "\(path) cannot be uploaded: \(cause)")
    }
    // O_NONBLOCK: to open a named pipe would otherwise wait for its writer.
    #if canImport(Darwin)
      let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #elseif canImport(Musl)
      let descriptor = Musl.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #else
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #endif
    guard descriptor >= 0 else { throw unreadable(systemText(of: errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw unreadable("it is not a plain file")
    }
    guard status.st_size == size else {
      close(descriptor)
      throw unreadable("it has \(status.st_size) bytes now, not \(size); it was changed")
    }
    return descriptor
  }

  /// Fills the buffer with what comes next.
  ///
  /// - Returns: the number of bytes, 0 at the end, or `nil` when the file could not be read on
  ///   or is shorter than it was.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    var start: Int64 = 0
    for part in parts {
      let offset = position - start
      start += part.count
      guard offset < part.count else { continue }
      let wanted = Int(min(Int64(buffer.count), part.count - offset))
      let count: Int
      switch part {
      case .bytes(let bytes):
        let from = Int(offset)
        buffer.copyBytes(from: bytes[from..<(from + wanted)])
        count = wanted
      case .file(let descriptor, _):
        count = Self.read(
          descriptor, at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count > 0 else { return nil }
      }
      position += Int64(count)
      return count
    }
    return 0
  }

  private static func read(
    _ descriptor: Int32, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Goes to a position; a request that is sent again begins anew.
  ///
  /// - Returns: whether there is such a position.
  func seek(to offset: Int64) -> Bool {
    guard (0...length).contains(offset) else { return false }
    position = offset
    return true
  }
}

/// The system's words for an error number, in lower case.
func systemText(of code: Int32) -> String {
  guard let words = strerror(code) else { return "error \(code)" }
  let text = String(cString: words)
  return (text.first?.lowercased() ?? "") + text.dropFirst()
}
