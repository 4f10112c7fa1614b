import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LocalTime {
  /// The date of a moment in local time: `2026-11-24`.
  static func day(_ time: Timestamp) -> String {
    var seconds = time_t((Double(time.milliseconds) / 1000).rounded(.down))
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return String(time.description.prefix(10)) }
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%d", &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
