#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The operating system's words for an `errno`.
func systemMessage(_ cause: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard strerror_r(cause, &buffer, buffer.count) == 0 else { return "error \(cause)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Repeats a system call that a signal interrupted.
func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result == -1 && errno == EINTR { continue }
    return result
  }
}

/// Whether every byte was taken by a system call that may take a part of them.
func handOver(
  _ bytes: UnsafeRawBufferPointer, to call: (UnsafeRawBufferPointer) -> Int
) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = retried { call(UnsafeRawBufferPointer(rebasing: rest)) }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}

/// Lifts the soft limit of open files to what a thousand connections need.
///
/// A test or an in-process run holds both ends of each connection, which the usual 1,024 cannot.
func raiseOpenFileLimit(to wanted: UInt64) {
  var limit = rlimit()
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  guard getrlimit(resource, &limit) == 0, UInt64(limit.rlim_cur) < wanted else { return }
  limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
  _ = setrlimit(resource, &limit)
}
