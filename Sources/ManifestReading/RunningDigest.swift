import Digest
import Dispatch
import Locking

/// Hashes a stream on a thread of its own, so that reading need not wait for it.
final class RunningDigest: Sendable {
  /// How many chunks may wait; bounds the memory.
  private static let waitingLimit = 4

  private let queue = DispatchQueue(label: "wanbatch.manifest-digest")
  private let room = DispatchSemaphore(value: waitingLimit)
  private let hash = Locked(SHA256())

  /// Adds bytes, which are copied; waits while too many are still to be hashed.
  func add(_ bytes: UnsafeRawBufferPointer) {
    let chunk = [UInt8](bytes)
    room.wait()
    // A serial queue keeps the order.
    queue.async { [self] in
      hash.withLock { $0.update(chunk) }
      room.signal()
    }
  }

  /// The hash of everything added, 64 hex digits.
  func finish() -> String {
    queue.sync { hash.withLock { $0.finish().hex } }
  }
}
