#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the process gets its memory from the system.
package enum Memory {
  // The names of `malloc.h`, which Swift does not see.
  private static let (trimThreshold, topPad, mapThreshold): (Int32, Int32, Int32) = (-1, -2, -3)

  /// Has memory come in large steps, where the C library is one that can be told.
  ///
  /// By itself it asks for each page of a thread's heap by a system call of its own, and gives
  /// large blocks back at once: the threads that read a journal of a million jobs then mostly wait
  /// for each other. What is not written to takes no room either way.
  package static func growInLargeSteps() {
    guard let symbol = dlsym(nil, "mallopt") else { return }
    typealias Option = @convention(c) (Int32, Int32) -> Int32
    let set = unsafeBitCast(symbol, to: Option.self)
    _ = set(topPad, 64 << 20)
    _ = set(mapThreshold, 32 << 20)
    _ = set(trimThreshold, 256 << 20)
  }
}
