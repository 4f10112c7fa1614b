import CurlShim
import HTTPCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The one thread that talks to libcurl, and runs the tasks that are given to its executor.
///
/// `@unchecked Sendable`: only `inbox`, `executor` and `end` are for other threads, and `thread` is
/// written before `init` returns. All the rest is touched by the thread alone, and by `init` before
/// it starts.
final class CurlThread: @unchecked Sendable {
  /// What the thread is told to do; it begins with a command at once.
  let inbox: CommandInbox
  /// For tasks that are to run on the thread.
  let executor: TransportExecutor
  private let multi: OpaquePointer
  private let library: CurlLibrary
  private let configuration: CurlConfiguration
  private let proxies: ProxyVariables
  private var slots: Exchange.Slots
  private var active: [ObjectIdentifier: Exchange] = [:]
  private var handles = HandlePool()
  private var headerLists: HeaderLists
  /// What the inbox gave last; empty between two rounds, and kept for its room.
  private var taken = CommandInbox.Work()
  /// No active exchange can have stalled before this moment.
  private var nextStallCheck: ContinuousClock.Instant?
  private var thread = Thread()

  #if canImport(Darwin)
    private typealias Thread = pthread_t?
  #else
    private typealias Thread = pthread_t
  #endif

  init(_ configuration: CurlConfiguration, _ proxies: ProxyVariables, _ library: CurlLibrary)
    throws(HTTPFailure)
  {
    guard let multi = curl_shim_multi_create() else { throw Self.unavailable("no memory is left") }
    self.multi = multi
    inbox = CommandInbox(multi: multi)
    executor = TransportExecutor(inbox)
    self.library = library
    self.configuration = configuration
    self.proxies = proxies
    headerLists = HeaderLists(userAgent: configuration.userAgent)
    slots = ConnectionSlots(
      perOrigin: configuration.connectionsPerHost, inAll: configuration.connectionsInAll)
    _ = curl_shim_multi_set_long(multi, CurlMultiOption.pipelining, 0)
    _ = curl_shim_multi_set_long(
      multi, CurlMultiOption.maximumConnections, min(configuration.connectionsInAll, 1 << 16))
    try startThread()
  }

  private func startThread() throws(HTTPFailure) {
    // The thread owns a reference until it ends.
    let context = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        CurlThread.main(context)
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      curl_shim_multi_destroy(multi)
      throw Self.unavailable("no thread could be started: \(systemText(of: code))")
    }
  }

  private static func unavailable(_ cause: String) -> HTTPFailure {
    HTTPFailure(
      phase: .neverSent, kind: .unavailable, message: "HTTP requests cannot be made: \(cause)")
  }

  private static func main(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    let owner = Unmanaged<CurlThread>.fromOpaque(context).takeRetainedValue()
    owner.run()
  }

  /// Ends all exchanges and the thread. Waits for it, unless called on it.
  func end() {
    inbox.stop()
    #if canImport(Darwin)
      guard let thread else { return }
    #endif
    if pthread_equal(thread, pthread_self()) != 0 {
      pthread_detach(thread)
    } else {
      pthread_join(thread, nil)
    }
  }

  /// Rounds of steps that wake each other before the network has its turn.
  private static let mostRounds = 32

  private func run() {
    blockSignals()
    while !work() {
      admit()
      if curl_shim_multi_perform(multi) != 0 {
        failAll(.unavailable, "libcurl failed; memory may be short")
      }
      finishEnded()
      if admit() { continue }
      failStalled()
      sleep()
    }
    failAll(.cancelled, "the exchange was cancelled")
    let left = inbox.close()
    for step in left.steps { executor.runElsewhere(step) }
    for call in left.calls { executor.makeElsewhere(call) }
    handles.destroyAll()
    curl_shim_multi_destroy(multi)
  }

  /// Does what has come in, and what comes of it: requests of steps that wake each other then leave
  /// together.
  ///
  /// - Returns: whether the thread is to end.
  private func work() -> Bool {
    for _ in 0..<Self.mostRounds {
      inbox.empty(into: &taken)
      let (isStopping, isNothing) = (taken.isStopping, taken.isNothing)
      for command in taken.commands { carryOut(command) }
      for call in taken.calls { call() }
      for step in taken.steps { step.runSynchronously(on: executor.asUnownedTaskExecutor()) }
      taken.clear()
      if isStopping { return true }
      if isNothing { return false }
    }
    return false
  }

  /// Signals are for other threads. SIGPIPE above all: TLS libraries write without
  /// MSG_NOSIGNAL, and with NOSIGNAL libcurl does not ignore it for them.
  private func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
  }

  private func carryOut(_ command: CommandInbox.Command) {
    switch command {
    case .start(let exchange, let sink):
      exchange.sink = sink
      if exchange.verdict != nil {
        end(exchange, exchange.failure(code: 0))
      } else {
        exchange.stage = .waiting
        slots.add(exchange, origin: exchange.url.origin)
      }
    case .stop(let exchange, let kind, let cause):
      stop(exchange, kind, cause)
    case .resume(let exchange):
      resume(exchange)
    }
  }

  private func stop(_ exchange: Exchange, _ kind: HTTPFailure.Kind, _ cause: String) {
    switch exchange.stage {
    case .new:
      exchange.decide(kind, cause)
    case .waiting:
      exchange.decide(kind, cause)
      _ = slots.withdraw(origin: exchange.url.origin) { $0 === exchange }
      end(exchange, exchange.failure(code: 0))
    case .active:
      exchange.decide(kind, cause)
      finish(exchange, code: 0)
    case .ended:
      break
    }
  }

  private func resume(_ exchange: Exchange) {
    guard exchange.isPaused, exchange.stage == .active, let easy = exchange.easy else { return }
    exchange.isPaused = false
    exchange.lastActivity = .now
    noteStallLimit(of: exchange)
    let code = curl_shim_easy_resume(easy)
    // An error within this call is told nowhere else.
    if code != 0 { finish(exchange, code: code) }
  }

  /// Begins as many exchanges as have a slot.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  private func admit() -> Bool {
    var hasAdmitted = false
    while let (exchange, slot) = slots.next() {
      do throws(HTTPFailure) {
        let headers = try headerLists.list(for: exchange.request, to: exchange.url)
        try exchange.open(headers, configuration, proxies, library, &handles)
      } catch {
        slots.release(slot)
        end(exchange, error)
        continue
      }
      exchange.stage = .active
      exchange.slot = slot
      active[ObjectIdentifier(exchange)] = exchange
      hasAdmitted = true
      noteStallLimit(of: exchange)
      guard let easy = exchange.easy, curl_shim_multi_add(multi, easy) == 0 else {
        exchange.decide(.unavailable, "libcurl failed; memory may be short")
        finish(exchange, code: 0)
        continue
      }
    }
    return hasAdmitted
  }

  private func finishEnded() {
    var code: Int32 = 0
    while let easy = curl_shim_multi_next_ended(multi, &code) {
      guard let context = curl_shim_get_private(easy) else { continue }
      finish(Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue(), code: code)
    }
  }

  /// Takes an active exchange out of libcurl.
  private func finish(_ exchange: Exchange, code: Int32) {
    let failure = exchange.failure(code: code)
    if let easy = exchange.easy { _ = curl_shim_multi_remove(multi, easy) }
    exchange.close(&handles, isWhole: failure == nil)
    active[ObjectIdentifier(exchange)] = nil
    if let slot = exchange.slot { slots.release(slot) }
    exchange.slot = nil
    end(exchange, failure)
  }

  private func end(_ exchange: Exchange, _ failure: HTTPFailure?) {
    exchange.stage = .ended
    let sink = exchange.sink
    exchange.sink = nil
    sink?.end(failure)
  }

  private func failAll(_ kind: HTTPFailure.Kind, _ cause: String) {
    for exchange in Array(active.values) + slots.withdrawAll() {
      exchange.decide(kind, cause)
      if exchange.stage == .active {
        finish(exchange, code: 0)
      } else {
        end(exchange, exchange.failure(code: 0))
      }
    }
  }

  private func noteStallLimit(of exchange: Exchange) {
    let moment = exchange.lastActivity + exchange.request.limits.stall
    nextStallCheck = nextStallCheck.map { min($0, moment) } ?? moment
  }

  private func failStalled() {
    guard let check = nextStallCheck else { return }
    let now = ContinuousClock.now
    guard check <= now else { return }
    nextStallCheck = nil
    for exchange in Array(active.values) where !exchange.isPaused {
      // Before the request leaves, the connect limit counts.
      if exchange.phase == .neverSent { exchange.lastActivity = now }
      if exchange.lastActivity + exchange.request.limits.stall <= now {
        exchange.decide(
          .stalled, "nothing came for \(exchange.request.limits.stall.shown)")
        finish(exchange, code: 0)
      } else {
        noteStallLimit(of: exchange)
      }
    }
  }

  /// Waits for the network, a limit, an instant, or something to do.
  private func sleep() {
    let (mayWait, instant) = inbox.fallAsleep()
    guard mayWait else { return }
    _ = curl_shim_multi_wait(multi, milliseconds(until: instant))
    inbox.awake()
  }

  /// libcurl shortens the wait to its own limits by itself.
  private func milliseconds(until instant: ContinuousClock.Instant?) -> Int32 {
    let longest = 3_600_000
    guard var end = instant ?? nextStallCheck else { return Int32(longest) }
    if let nextStallCheck { end = min(end, nextStallCheck) }
    let left = ContinuousClock.now.duration(to: end)
    return left <= .zero ? 0 : Int32(min(longest, left.limitMilliseconds))
  }
}
