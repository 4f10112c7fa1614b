import Dispatch
import Synchronization

/// Runs the tasks of one engine one step after the other, and knows whether a step is waiting.
final class TurnExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "turns")
  private let waiting = Atomic(0)

  /// Whether no step is under way or ready.
  var isIdle: Bool { waiting.load(ordering: .sequentiallyConsistent) == 0 }

  func enqueue(_ job: consuming ExecutorJob) {
    waiting.add(1, ordering: .sequentiallyConsistent)
    let job = UnownedJob(job)
    queue.async {
      job.runSynchronously(on: self.asUnownedTaskExecutor())
      self.waiting.subtract(1, ordering: .sequentiallyConsistent)
    }
  }
}
