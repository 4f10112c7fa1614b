#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads from file descriptors, going on after interruptions. Every call blocks.
enum SystemInput {
  /// Why a call failed: the system's error number.
  struct Failure: Error {
    let code: Int32
  }

  /// What a path leads to, as far as it matters here.
  enum Kind {
    case file(sizeBytes: Int64)
    case directory
    case stream
    case other
  }

  /// Opens for reading.
  ///
  /// - Parameter waits: whether to wait for the other end of a named pipe.
  static func open(_ path: String, waits: Bool) throws(Failure) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK)
    while true {
      #if canImport(Darwin)
        let descriptor = Darwin.open(path, flags)
      #elseif canImport(Musl)
        let descriptor = Musl.open(path, flags)
      #else
        let descriptor = Glibc.open(path, flags)
      #endif
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }

  static func kind(of descriptor: Int32) throws(Failure) -> Kind {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file(sizeBytes: Int64(status.st_size))
    case S_IFDIR: .directory
    case S_IFIFO, S_IFCHR: .stream
    default: .other
    }
  }

  /// Reads what is there next; 0 at the end.
  ///
  /// A descriptor that was set not to wait by somebody else is waited for all the same.
  static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw Failure(code: errno)
      }
    }
  }

  /// The bytes of a range of a file; fewer where the file ends.
  static func read(
    _ descriptor: Int32, at offset: Int64, count: Int
  ) throws(Failure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { return }
        filled += got
      }
    }
    if code != 0 { throw Failure(code: code) }
    return bytes
  }

  /// Where the next byte of a file is read; `nil` for what can be read only once.
  static func place(in descriptor: Int32) -> Int64? {
    let place = lseek(descriptor, 0, SEEK_CUR)
    return place >= 0 ? Int64(place) : nil
  }

  /// Goes to a place that was told before.
  static func go(to place: Int64, in descriptor: Int32) {
    let reached = lseek(descriptor, off_t(place), SEEK_SET)
    precondition(reached >= 0, "the place was told by the same file")
  }

  static func close(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Glibc.close(descriptor)
    #endif
  }

  /// The working directory; `/` when it has gone.
  static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
