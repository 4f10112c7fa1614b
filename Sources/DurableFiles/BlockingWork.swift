import Dispatch

/// Runs blocking calls on threads of its own, so that Swift's few cooperative threads are
/// never held up by a slow disk.
package final class BlockingWork: Sendable {
  private let queue: DispatchQueue

  /// - Parameter serial: whether calls run one after the other, in the order they were made.
  package init(label: String, serial: Bool = false) {
    queue = DispatchQueue(label: label, attributes: serial ? [] : .concurrent)
  }

  /// Runs `work` on one of the threads; returns at once.
  package func start(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

  /// Runs `work` on one of the threads and waits for it without blocking; not interrupted by
  /// cancellation.
  package func run<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = await withCheckedContinuation { continuation in
      queue.async {
        do throws(Failure) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try outcome.get()
  }
}
