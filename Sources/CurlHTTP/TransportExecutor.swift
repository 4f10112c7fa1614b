import Dispatch

/// Runs Swift's tasks on a transport's thread, and makes calls there at instants.
///
/// Tasks that live on answers and on the time need no other thread: an answer wakes the thread
/// that also runs the task which waits for it, and what that sends leaves in the same turn. Two
/// threads that hand each other every answer would wake each other all the time, which costs more
/// than the answers themselves. Steps must not block, as on Swift's own pool, for exchanges stand
/// still meanwhile.
package final class TransportExecutor: TaskExecutor {
  private let inbox: CommandInbox

  init(_ inbox: CommandInbox) {
    self.inbox = inbox
  }

  /// Has the thread run a step of a task, in the order in which steps come in.
  ///
  /// Once the transport is gone, a thread of the system runs it; no step is lost.
  package func enqueue(_ job: consuming ExecutorJob) {
    let step = UnownedJob(job)
    if !inbox.post(step) { runElsewhere(step) }
  }

  /// Once the transport is gone, steps that are left run on threads of the system.
  func runElsewhere(_ step: UnownedJob) {
    DispatchQueue.global().async { step.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// The same for calls.
  func makeElsewhere(_ call: CallTable.Call) {
    let span = max(.zero, ContinuousClock.now.duration(to: call.instant))
    let (seconds, attoseconds) = span.components
    let delay = Double(seconds) + Double(attoseconds) / 1e18
    DispatchQueue.global().asyncAfter(deadline: .now() + delay, execute: call.body)
  }

  /// Has the thread call `body` once at an instant, or as soon after it as possible; a thread of
  /// the system, once the transport is gone.
  ///
  /// - Returns: cancels the call, if it was not made yet.
  package func call(
    at instant: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void
  ) -> @Sendable () -> Void {
    guard let number = inbox.call(at: instant, body) else {
      makeElsewhere((instant, body))
      return {}
    }
    return { [inbox] in inbox.cancelCall(number) }
  }
}
