import BatchEngine
import CurlHTTP
import Pacing

/// Real time, with waits that end on the transport's thread: one that waits for answers and for
/// instants needs no other to be woken by.
struct TransportClock: BatchClock {
  private let system = SystemClock()
  private let origin = ContinuousClock.now
  private let executor: TransportExecutor

  init(_ transport: CurlTransport) {
    executor = transport.executor
  }

  var now: Duration { ContinuousClock.now - origin }
  var wallMilliseconds: Int64 { system.wallMilliseconds }
  var uptime: (boot: String, milliseconds: Int64) { system.uptime }

  func sleep(until instant: Duration) async throws {
    await Alarm().wait(until: instant, clock: self)
    try Task.checkCancellation()
  }

  func call(at instant: Duration, _ body: @escaping @Sendable () -> Void) -> ScheduledCall {
    let cancel = executor.call(at: origin + instant, body)
    return ScheduledCall(onCancel: cancel)
  }
}
