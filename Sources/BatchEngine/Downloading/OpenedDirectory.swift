#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory that is kept open, so that looks at a million files in it need not each go the way
/// there.
final class OpenedDirectory: Sendable {
  /// Below zero when it could not be opened; looks by it then fail.
  let descriptor: Int32

  init(_ path: String) {
    var descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    while descriptor < 0, errno == EINTR {
      descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
