#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Wall time that runs with the monotonic clock, so that setting the system's clock neither ends
/// a simulated task nor makes it younger.
enum SteadyWallClock {
  private static let offset = read(CLOCK_REALTIME) - read(CLOCK_MONOTONIC)

  /// Microseconds since 1970 UTC.
  static let microseconds: @Sendable () -> Int64 = { read(CLOCK_MONOTONIC) + offset }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
