import Locking
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An HTTP/1.1 server on 127.0.0.1 with a thread for each connection.
///
/// A thousand idle connections cost a thousand sleeping threads with small stacks, which is
/// cheap, and lets a fault such as a hang be a plain wait.
final class LoopbackServer: Sendable {
  /// Connections beyond these are closed at once.
  static let maximumConnections = 4_096

  private struct State {
    var isAccepting = true
    var connections: Set<Int32> = []
  }

  let port: UInt16
  private let listener: StreamSocket
  private let handler: any RequestHandler
  private let state = Locked(State())
  /// Apart from `state`, since every request looks at it.
  private let stopping = Atomic(false)

  /// Listens at once; `port` 0 takes any free one.
  init(port: UInt16, handler: any RequestHandler) throws(SimulatorError) {
    raiseOpenFileLimit(to: 16_384)
    (listener, self.port) = try StreamSocket.listen(port: port)
    self.handler = handler
  }

  func start() throws(SimulatorError) {
    do throws(SimulatorError) {
      try BackgroundThread.start { [self] in acceptConnections() }
    } catch {
      listener.close()
      state.withLock { $0.isAccepting = false }
      throw error
    }
  }

  /// Ends every connection and waits, at most two seconds, until their threads are done.
  func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    state.withLock { state in
      // A descriptor leaves the set before it is closed, so none of these can be a stranger's.
      for descriptor in state.connections { StreamSocket(descriptor: descriptor).shutDown() }
    }
    for _ in 0..<2_000 {
      if state.withLock({ !$0.isAccepting && $0.connections.isEmpty }) { return }
      _ = poll(nil, 0, 1)
    }
  }

  private var isStopping: Bool { stopping.load(ordering: .sequentiallyConsistent) }

  private func acceptConnections() {
    defer {
      listener.close()
      state.withLock { $0.isAccepting = false }
    }
    while !isStopping {
      // The wait has an end because closing a descriptor under a waiting thread is no wake-up
      // that every system promises.
      guard !listener.isSilent(milliseconds: 20) else { continue }
      guard let socket = listener.accept() else {
        // Out of descriptors, most likely: let some connections end first.
        _ = poll(nil, 0, 10)
        continue
      }
      admit(socket)
    }
  }

  private func admit(_ socket: StreamSocket) {
    let isAdmitted = state.withLock { state in
      guard !isStopping, state.connections.count < Self.maximumConnections else {
        return false
      }
      state.connections.insert(socket.descriptor)
      return true
    }
    guard isAdmitted else { return socket.close() }
    do {
      try BackgroundThread.start { [self] in
        Connection(socket: socket, handler: handler, isStopping: { self.isStopping }).serve()
        dismiss(socket)
      }
    } catch {
      dismiss(socket)
    }
  }

  private func dismiss(_ socket: StreamSocket) {
    state.withLock { _ = $0.connections.remove(socket.descriptor) }
    socket.close()
  }
}
