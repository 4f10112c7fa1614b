#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A connected or listening TCP socket; a plain descriptor with the few calls the server needs.
///
/// Whoever accepted it closes it: the value may be copied, the descriptor has one owner.
struct StreamSocket: Sendable {
  let descriptor: Int32

  /// Listens on 127.0.0.1 and nowhere else; port 0 takes any free one.
  static func listen(port: UInt16) throws(SimulatorError) -> (StreamSocket, port: UInt16) {
    let descriptor = openStream()
    guard descriptor >= 0 else { throw .cannotListen(port: port, cause: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
        guard bind(descriptor, generic, length) == 0 else { return -1 }
        guard systemListen(descriptor, 1_024) == 0 else { return -1 }
        return getsockname(descriptor, generic, &length)
      }
    }
    guard result == 0 else {
      let cause = errno
      _ = systemClose(descriptor)
      throw .cannotListen(port: port, cause: cause)
    }
    return (StreamSocket(descriptor: descriptor), UInt16(bigEndian: address.sin_port))
  }

  /// The next connection, or nil when none could be taken just now.
  func accept() -> StreamSocket? {
    let accepted = retried { systemAccept(descriptor, nil, nil) }
    guard accepted >= 0 else { return nil }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    setOption(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    #if canImport(Darwin)
      setOption(accepted, SOL_SOCKET, SO_NOSIGPIPE, 1)
    #endif
    return StreamSocket(descriptor: accepted)
  }

  /// Bytes read into `room`; 0 at the end of the stream, below 0 on an error.
  func receive(into room: UnsafeMutableRawBufferPointer) -> Int {
    retried { recv(descriptor, room.baseAddress, room.count, 0) }
  }

  /// Whether every byte was handed to the operating system.
  func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return handOver(bytes) { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
  }

  func send(_ bytes: some Sequence<UInt8>) -> Bool {
    let copy = ContiguousArray(bytes)
    return copy.withUnsafeBytes { send($0) }
  }

  /// Whether the other side is gone; waits up to `milliseconds` for that.
  func isClosedByPeer(after milliseconds: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = retried { poll(&state, 1, milliseconds) }
    guard ready > 0 else { return false }
    if state.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return true }
    var byte: UInt8 = 0
    let count = retried { recv(descriptor, &byte, 1, peekFlag) }
    if count > 0 {
      // A pipelined request would make poll return at once, again and again.
      _ = retried { poll(nil, 0, milliseconds) }
      return false
    }
    return true
  }

  /// Whether nothing arrived, neither bytes nor a connection nor an end, for `milliseconds`.
  func isSilent(milliseconds: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return retried { poll(&state, 1, milliseconds) } == 0
  }

  /// Wakes whoever reads or writes; the descriptor stays valid.
  func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Tells the peer that nothing more follows, so that it sees an end and no reset.
  func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes the coming `close` send a reset in place of an orderly end.
  func resetOnClose() {
    var value = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  func close() { _ = systemClose(descriptor) }
}

private func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
  var value = value
  _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
}

// The C names below are methods of `StreamSocket` too, or differ in type between C libraries.

private func openStream() -> Int32 { socket(AF_INET, streamType, 0) }

#if canImport(Glibc)
  private let streamType = Int32(SOCK_STREAM.rawValue)
#else
  private let streamType = Int32(SOCK_STREAM)
#endif
private let peekFlag = Int32(MSG_PEEK)
private let systemListen: @Sendable (Int32, Int32) -> Int32 = { listen($0, $1) }
private let systemClose: @Sendable (Int32) -> Int32 = { close($0) }

private func systemAccept(
  _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?,
  _ length: UnsafeMutablePointer<socklen_t>?
) -> Int32 { accept(descriptor, address, length) }

private func systemSend(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int { send(descriptor, bytes, count, flags) }
