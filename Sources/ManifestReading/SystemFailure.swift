#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's words for an error number.
enum SystemFailure {
  static func message(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }

  static func isNotFound(_ code: Int32) -> Bool {
    code == ENOENT || code == ENOTDIR
  }
}
