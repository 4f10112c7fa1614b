#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Looks at what the threads of this process are doing.
enum ProcessThreads {
  /// Whether every thread but the given ones sleeps; `nil` where the system does not say.
  ///
  /// A thread that was woken and still waits for a core does not sleep, so work that is on its
  /// way to another thread is seen however busy the machine is.
  static func areAsleep(besides known: Set<Int>) -> Bool? {
    #if os(Linux)
      guard let directory = opendir("/proc/self/task") else { return nil }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let thread = Int(name), !known.contains(thread) else { continue }
        if let state = state(of: thread), state != UInt8(ascii: "S") { return false }
      }
      return true
    #else
      return nil
    #endif
  }

  /// This thread's number, as the system counts them.
  static var current: Int {
    #if os(Linux)
      // The link reads `PROCESS/task/THREAD`.
      var target = [CChar](repeating: 0, count: 64)
      let count = readlink("/proc/thread-self", &target, target.count)
      guard count > 0 else { return 0 }
      let text = String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return text.split(separator: "/").last.flatMap { Int($0) } ?? 0
    #else
      return 0
    #endif
  }

  #if os(Linux)
    /// The letter behind the name, which stands in parentheses and may hold any.
    private static func state(of thread: Int) -> UInt8? {
      let file = open("/proc/self/task/\(thread)/stat", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return nil }
      defer { _ = close(file) }
      var bytes = [UInt8](repeating: 0, count: 128)
      let count = read(file, &bytes, bytes.count)
      guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")),
        end + 2 < count
      else { return nil }
      return bytes[end + 2]
    }
  #endif
}
