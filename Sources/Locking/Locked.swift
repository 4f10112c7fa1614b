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
@usableFromInline
package final class Locked<Value>: @unchecked Sendable {
  // Sendable because the value is touched only while `lock` is held. Both stand at addresses of
  // their own: a mutex must keep its, and that one at a time has the value is the lock's business,
  // which nobody else needs to check.
  @usableFromInline let lock: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline let value: UnsafeMutablePointer<Value>

  /// Takes a value over, which nobody else has from then on; traps when no lock can be made.
  package init(_ value: sending Value) {
    self.value = .allocate(capacity: 1)
    self.value.initialize(to: value)
    lock = .allocate(capacity: 1)
    let code = pthread_mutex_init(lock, nil)
    precondition(code == 0, "a lock could not be made")
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
    value.deinitialize(count: 1)
    value.deallocate()
  }

  /// Calls `body` with the value while nobody else has it. Not reentrant.
  @inlinable
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value.pointee)
  }
}
