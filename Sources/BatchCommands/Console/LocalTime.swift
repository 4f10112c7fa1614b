import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Moments as a person at this machine reads them.
enum LocalTime {
  /// `Tue 2026-11-24 03:12`, in local time.
  static func text(_ time: Timestamp) -> String { formatted(time, "%a %Y-%m-%d %H:%M") }

  /// `03:12`, in local time; `03:12:45` where seconds count.
  static func clock(_ time: Timestamp, withSeconds: Bool = false) -> String {
    formatted(time, withSeconds ? "%H:%M:%S" : "%H:%M")
  }

  /// A line about a process, `pid 7 on host since 2026-11-23T02:00:01.120Z`, with its moment in
  /// local time.
  static func replacingSince(in holder: String) -> String {
    guard let space = holder.lastIndex(of: " "),
      let since = Timestamp(String(holder[holder.index(after: space)...]))
    else { return holder }
    return holder[...space] + text(since)
  }

  private static func formatted(_ time: Timestamp, _ format: String) -> String {
    var seconds = time_t(time.milliseconds / 1000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return time.description }
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
