#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Starts detached threads for blocking work, which must stay off Swift's cooperative pool.
enum BackgroundThread {
  /// Enough for strict parsing at full depth in a debug build; only touched pages cost memory.
  private static let stackBytes = 512 * 1024

  static func start(_ body: @escaping @Sendable () -> Void) throws(SimulatorError) {
    let work = Unmanaged.passRetained(Work(body))
    let cause = launch(work.toOpaque())
    if cause != 0 {
      work.release()
      throw .threadRefused(cause: cause)
    }
  }

  /// Zero, or the cause why there is no thread.
  private static func launch(_ argument: UnsafeMutableRawPointer) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread: pthread_t = 0
    #endif
    let cause = pthread_create(&thread, &attributes, run, argument)
    pthread_attr_destroy(&attributes)
    return cause
  }
}

private final class Work: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

#if canImport(Darwin)
  private func run(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
    return nil
  }
#else
  private func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
    return nil
  }
#endif
