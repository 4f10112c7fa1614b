import Locking

/// A look-alike of the video service on 127.0.0.1, for trying and testing.
///
/// It answers for its own tasks and for those of every other simulator, since a simulated task's
/// id says all there is to know about it. `GET /simulator/ledger` gives the account of what was
/// accepted and charged; `POST /simulator/faults` makes the service misbehave.
package final class Simulator: Sendable {
  private struct Running: Sendable {
    var server: LoopbackServer
    var service: SimulatedService
  }

  private struct State: Sendable {
    var wasStarted = false
    var running: Running?
  }

  private let options: SimulatorOptions
  private let state = Locked(State())

  /// Keeps the options; nothing is checked or opened before ``start()``.
  package init(_ options: SimulatorOptions) { self.options = options }

  /// Starts to answer, on threads of its own, and returns the port.
  ///
  /// Raises the process's soft limit of open files, for a thousand connections and more.
  /// Throws when the port is taken, a fault is not understood, the state file cannot be used,
  /// there is no thread, or the simulator was started before, in vain or not.
  @discardableResult
  package func start() throws(SimulatorError) -> UInt16 {
    let isFirst = state.withLock { state in
      defer { state.wasStarted = true }
      return !state.wasStarted
    }
    guard isFirst else { throw .alreadyStarted }
    let service = try SimulatedService(options)
    do throws(SimulatorError) {
      let server = try LoopbackServer(port: options.port, handler: service)
      service.baseURL = "http://127.0.0.1:\(server.port)"
      try server.start()
      state.withLock { $0.running = Running(server: server, service: service) }
      return server.port
    } catch {
      service.close()
      throw error
    }
  }

  /// `http://127.0.0.1:PORT` while the simulator runs, else empty.
  package var baseURL: String { state.withLock { $0.running?.service.baseURL ?? "" } }

  /// Ends every connection and stops listening; waits for that, two seconds at most.
  package func stop() {
    let running = state.withLock { state in
      defer { state.running = nil }
      return state.running
    }
    running?.server.stop()
    running?.service.close()
  }
}
