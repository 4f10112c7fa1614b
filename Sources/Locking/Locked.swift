#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A value behind a lock: whoever wants it waits for whoever has it.
///
/// What `Synchronization.Mutex` is, over `pthread_mutex_t`: the thread sanitizer follows that one
/// and does not see through the other, so that every value handed from thread to thread would be
/// reported as a race.
package final class Locked<Value>: @unchecked Sendable {
  // Sendable because `value` is touched only while `lock` is held.
  private var value: Value
  private let lock: UnsafeMutablePointer<pthread_mutex_t>

  package init(_ value: sending Value) {
    self.value = value
    lock = .allocate(capacity: 1)
    let code = pthread_mutex_init(lock, nil)
    precondition(code == 0, "a lock could not be made")
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls `body` with the value while nobody else has it. Not reentrant.
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
