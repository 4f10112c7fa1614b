#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One accepted connection, as its script sees it.
///
/// `@unchecked Sendable`: used by its own thread alone; the descriptor is closed under the
/// log's lock.
package final class RawConnection: @unchecked Sendable {
  /// Connections of a server are numbered from 0, in the order of their arrival.
  package let index: Int
  fileprivate let descriptor: Int32
  private let log: RawServerLog
  private var unread: [UInt8] = []
  private var isClosed = false

  init(descriptor: Int32, index: Int, log: RawServerLog) {
    self.descriptor = descriptor
    self.index = index
    self.log = log
  }

  /// Reads a request's header, with the empty line at its end; its first line counts as an
  /// arrival as soon as it is complete.
  ///
  /// - Returns: `nil` when the other side closed or was reset before the end of the header.
  package func readHead() -> String? {
    var hasArrived = false
    var searched = 0
    while true {
      if !hasArrived, let end = unread.firstIndex(of: 10) {
        log.arrived(String(decoding: unread[..<end].filter { $0 != 13 }, as: UTF8.self))
        hasArrived = true
      }
      if let end = endOfHead(from: searched) {
        let head = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeFirst(end)
        return head
      }
      searched = max(0, unread.count - 3)
      guard fill() else { return nil }
    }
  }

  private func endOfHead(from start: Int) -> Int? {
    guard unread.count >= 4 else { return nil }
    return (start...(unread.count - 4)).first {
      unread[$0] == 13 && unread[$0 + 1] == 10 && unread[$0 + 2] == 13 && unread[$0 + 3] == 10
    }.map { $0 + 4 }
  }

  /// Reads as many bytes as there are, at most `count`, until the other side closes.
  package func read(_ count: Int) -> [UInt8] {
    while unread.count < count, fill() {}
    let bytes = Array(unread.prefix(count))
    unread.removeFirst(bytes.count)
    return bytes
  }

  /// Reads the body whose length the header gives as `Content-Length`.
  package func readBody(of head: String) -> [UInt8] {
    read(Self.contentLength(head))
  }

  /// Reads a whole request. `nil` at the end of the connection.
  package func readRequest() -> (head: String, body: [UInt8])? {
    readHead().map { ($0, readBody(of: $0)) }
  }

  private static func contentLength(_ head: String) -> Int {
    for line in head.utf8.split(separator: 10) {
      let field = String(decoding: line.filter { $0 != 13 }, as: UTF8.self).lowercased()
      guard field.hasPrefix("content-length:") else { continue }
      return Int(field.dropFirst(15).filter { $0 != " " }) ?? 0
    }
    return 0
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        unread += buffer[..<count]
        return true
      }
      if count == 0 || errno != EINTR { return false }
    }
  }

  /// - Returns: whether all of it was handed to the system.
  @discardableResult
  package func write(_ text: String) -> Bool {
    write(Array(text.utf8))
  }

  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, RawSocket.sendFlags)
      }
      if count < 0 {
        guard errno == EINTR else { return false }
      } else {
        sent += count
      }
    }
    return true
  }

  /// Writes a whole answer with its `Content-Length`.
  ///
  /// - Parameter headers: lines that end in CR LF, or nothing.
  @discardableResult
  package func answer(_ status: Int = 200, headers: String = "", body: String = "") -> Bool {
    write(
      "HTTP/1.1 \(status) Some\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Answers every request in the same way until the other side closes.
  package func serve(headers: String = "", body: String) {
    while readRequest() != nil, answer(headers: headers, body: body) {}
  }

  /// Says nothing and waits until the other side closes.
  package func hang() {
    while fill() { unread = [] }
  }

  /// Waits without reading; ends early when the other side closes or resets.
  package func pause(milliseconds: Int32) {
    var entry = pollfd(fd: descriptor, events: 0, revents: 0)
    _ = poll(&entry, 1, milliseconds)
  }

  /// Ends the connection with a TCP reset.
  package func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  package func close() {
    guard !isClosed else { return }
    isClosed = true
    log.close(descriptor)
  }
}

extension RawConnection {
  /// Whether the system would take bytes now or within the time.
  package func canWrite(within milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, milliseconds) > 0
  }
}
