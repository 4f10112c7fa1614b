#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The processors of this machine.
enum Processors {
  /// How many are at work, 1 to 8: more would wait for the one thread that judges.
  static let count = min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
