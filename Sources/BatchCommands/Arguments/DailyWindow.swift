import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stretch of every day, in local time: `22:00-06:00`. It may span midnight.
struct DailyWindow: Sendable, Equatable {
  /// Minutes since midnight; the end is not part of it.
  private let start: Int
  private let end: Int

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = Self.minute(parts[0]), let end = Self.minute(parts[1]),
      start != end
    else { return nil }
    (self.start, self.end) = (start, end)
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      text.utf8.allSatisfy({ $0 == UInt8(ascii: ":") || (48...57).contains($0) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  /// When it opens next; `nil` while it is open.
  func opensAt(after time: Timestamp) -> Timestamp? {
    var seconds = time_t(time.milliseconds / 1000)
    var local = tm()
    guard localtime_r(&seconds, &local) != nil else { return nil }
    let now = Int(local.tm_hour) * 60 + Int(local.tm_min)
    let isOpen = start < end ? (start..<end).contains(now) : now >= start || now < end
    if isOpen { return nil }
    local.tm_hour = Int32(start / 60)
    local.tm_min = Int32(start % 60)
    local.tm_sec = 0
    // The clock may be put forward or back in between; the system knows.
    local.tm_isdst = -1
    if now >= start { local.tm_mday += 1 }
    return Timestamp(seconds: Int64(mktime(&local)))
  }
}
