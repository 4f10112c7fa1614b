import Locking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A server on 127.0.0.1 that does to each connection exactly what a script says, however
/// wrong that is.
///
/// Each connection has a thread of its own. The server lives as long as the test process: a test
/// that drops it early must not cut its own connections.
package final class RawServer: Sendable {
  package typealias Script = @Sendable (RawConnection) -> Void

  package let port: UInt16
  private let log: RawServerLog

  /// - Parameter script: called once for each connection, on the connection's own thread; the
  ///   connection is closed when it returns.
  package init(_ script: @escaping Script) throws(RawServerError) {
    let listener = try RawSocket.listening()
    port = RawSocket.port(of: listener)
    log = RawServerLog()
    try RawSocket.startThread { [listener, log] in Self.accept(listener, log, script) }
  }

  private static func accept(_ listener: Int32, _ log: RawServerLog, _ script: @escaping Script) {
    while let descriptor = RawSocket.accepted(by: listener) {
      let connection = RawConnection(
        descriptor: descriptor, index: log.open(descriptor), log: log)
      do {
        try RawSocket.startThread {
          script(connection)
          connection.close()
        }
      } catch {
        connection.close()
      }
    }
    close(listener)
  }

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections were accepted so far.
  package var connections: Int { log.connections }

  /// The request lines that arrived, in the order of arrival: `POST /path HTTP/1.1`.
  package var requestLines: [String] { log.requestLines }

  /// How many requests of a method arrived, by their request lines.
  package func arrivals(of method: String) -> Int {
    log.requestLines.count { $0.hasPrefix("\(method) ") }
  }

  /// A port of 127.0.0.1 on which nobody listens.
  package static func refusingPort() throws(RawServerError) -> UInt16 {
    let listener = try RawSocket.listening()
    defer { close(listener) }
    return RawSocket.port(of: listener)
  }
}

package struct RawServerError: Error, CustomStringConvertible {
  package let operation: String
  package let code: Int32

  package var description: String { "\(operation) failed with error number \(code)" }
}

/// What a server has seen, and which connections are open.
final class RawServerLog: Sendable {
  private struct State {
    var connections = 0
    var requestLines: [String] = []
    var openDescriptors: Set<Int32> = []
  }

  private let state = Locked(State())

  var connections: Int { state.withLock { $0.connections } }
  var requestLines: [String] { state.withLock { $0.requestLines } }

  /// - Returns: the connection's number, from 0.
  func open(_ descriptor: Int32) -> Int {
    state.withLock { state in
      state.openDescriptors.insert(descriptor)
      state.connections += 1
      return state.connections - 1
    }
  }

  /// Closes once, under the lock: afterwards the descriptor may mean something else.
  func close(_ descriptor: Int32) {
    state.withLock { state in
      guard state.openDescriptors.remove(descriptor) != nil else { return }
      #if canImport(Glibc)
        Glibc.close(descriptor)
      #elseif canImport(Musl)
        Musl.close(descriptor)
      #else
        Darwin.close(descriptor)
      #endif
    }
  }

  func arrived(_ requestLine: String) {
    state.withLock { $0.requestLines.append(requestLine) }
  }
}
