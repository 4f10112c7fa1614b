import JSONText
import Pacing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How long something took that went through a number of lines and bytes.
struct Measurement {
  var duration: Duration
  var lines: Int
  var bytes: Int

  /// Measures a piece of work by the clock on the wall.
  static func of(lines: Int, bytes: Int, _ work: () throws -> Void) rethrows -> Measurement {
    let duration = try ContinuousClock().measure(work)
    return Measurement(duration: duration, lines: lines, bytes: bytes)
  }

  var seconds: Double { duration.inSeconds }

  func write(_ name: String, to writer: inout JSONWriter) {
    writer.key(name)
    writer.beginObject()
    writer.member("seconds", Self.rounded(seconds, 1000))
    writer.member("lines_per_second", Int(Double(lines) / max(seconds, 1e-9)))
    writer.member("mb_per_second", Self.rounded(Double(bytes) / 1e6 / max(seconds, 1e-9), 10))
    writer.endObject()
  }

  /// How many times as long as another.
  func ratio(to other: Measurement) -> Double {
    Self.rounded(seconds / max(other.seconds, 1e-9), 100)
  }

  private static func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }

  /// The most memory that this process has had so far.
  static var peakMemoryBytes: Int {
    // RUSAGE_SELF, which is 0 everywhere and of another type on each system.
    let ownProcess: Int32 = 0
    var usage = rusage()
    getrusage(ownProcess, &usage)
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss * 1024
    #endif
  }
}
