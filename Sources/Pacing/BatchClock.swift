import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The source of time for everything that waits.
///
/// Instants are spans since an origin that each clock chooses; they never go back.
/// (`any Clock<Duration>` can't do arithmetic on its instants, hence a protocol of our own.)
package protocol BatchClock: Sendable {
  /// The time elapsed since the clock's origin.
  var now: Duration { get }
  /// Wall-clock time in milliseconds since 1970-01-01T00:00:00Z; may jump.
  var wallMilliseconds: Int64 { get }
  /// A reading of the boot clock, which cannot be set and counts on while the machine sleeps; readings
  /// of one boot can be compared across processes.
  var uptime: (boot: String, milliseconds: Int64) { get }
  /// Returns at the instant or as soon after it as possible.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  func sleep(until instant: Duration) async throws
  /// Has `body` called once, at the instant or as soon after it as possible, from any thread; at
  /// once for an instant in the past. It must return soon.
  ///
  /// Cheaper than a task that sleeps, for waits that mostly end before their time.
  func call(at instant: Duration, _ body: @escaping @Sendable () -> Void) -> ScheduledCall
}

/// A call that a clock is to make.
package struct ScheduledCall: Sendable {
  private let onCancel: @Sendable () -> Void

  /// Makes what a clock hands out for a call it has taken on.
  ///
  /// - Parameter onCancel: done by each ``cancel()``, on any thread, also after the call was made.
  package init(onCancel: @escaping @Sendable () -> Void) {
    self.onCancel = onCancel
  }

  /// The call is not needed any more; it may be under way already.
  package func cancel() { onCancel() }
}

/// Real time.
package struct SystemClock: BatchClock {
  private let origin = ContinuousClock.now

  /// Makes a clock whose origin is now; instants of two clocks have nothing in common.
  package init() {}

  /// Goes on while the machine sleeps, and does not follow changes of the wall clock.
  package var now: Duration { ContinuousClock.now - origin }

  /// The system's wall clock in UTC, cut to whole milliseconds; jumps when it is set.
  package var wallMilliseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// By `CLOCK_BOOTTIME`, and where there is none by the clock that counts on in sleep.
  package var uptime: (boot: String, milliseconds: Int64) {
    var time = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC, &time)
    #else
      clock_gettime(CLOCK_BOOTTIME, &time)
    #endif
    return (Self.boot, Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Random where the kernel names none: readings are then compared within this process only.
  private static let boot: String = {
    var name = [UInt8](repeating: 0, count: 64)
    #if canImport(Darwin)
      var size = name.count
      sysctlbyname("kern.bootsessionuuid", &name, &size, nil, 0)
    #else
      let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
      if file >= 0 {
        _ = read(file, &name, name.count)
        close(file)
      }
    #endif
    let digits = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self).lowercased()
      .filter(\.isHexDigit).prefix(16)
    if digits.count == 16 { return String(digits) }
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - random.count) + random
  }()

  /// Waits without tolerance; at once for an instant that has passed.
  package func sleep(until instant: Duration) async throws {
    try await Task.sleep(until: origin + instant, tolerance: .zero, clock: .continuous)
  }

  /// Has a thread of Dispatch make the call; one that has begun can't be cancelled any more.
  package func call(
    at instant: Duration, _ body: @escaping @Sendable () -> Void
  ) -> ScheduledCall {
    let work = DispatchWorkItem(block: body)
    let span = max(0, (instant - now).inSeconds)
    DispatchQueue.global().asyncAfter(deadline: .now() + span, execute: work)
    // A work item may be cancelled from any thread.
    nonisolated(unsafe) let pending = work
    return ScheduledCall { pending.cancel() }
  }
}

extension Duration {
  /// Whole milliseconds, cut towards zero.
  package var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// A span of so many seconds, fractions included; bounded to about 31,000 years so that no
  /// input can overflow it.
  package init(seconds: Double) {
    let bounded = min(max(seconds.isNaN ? 0 : seconds, -1e12), 1e12)
    self = .nanoseconds(Int64(bounded * 1e6)) * 1000
  }

  /// The span in seconds.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
