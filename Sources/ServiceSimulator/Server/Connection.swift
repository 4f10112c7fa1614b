/// Serves one connection, request after request, on the thread that calls `serve`.
struct Connection {
  let socket: StreamSocket
  let handler: any RequestHandler
  /// Set when the server stops: no request is begun and no fault is waited out after that.
  let isStopping: @Sendable () -> Bool

  func serve() {
    var reader = RequestReader(socket: socket)
    while !isStopping() {
      do throws(RequestFault) {
        guard let head = try reader.readHead() else { return }
        // Most requests have no body, and need not be looked at twice.
        let maximum = head.framing == .none ? 0 : handler.maximumBodyBytes(for: head)
        if case .length(let count) = head.framing, count > maximum {
          throw .bodyTooLarge
        }
        if head.expectsContinue, head.framing != .none {
          guard socket.send("HTTP/1.1 100 Continue\r\n\r\n".utf8) else { return }
        }
        let body = try reader.readBody(head.framing, maximum: maximum)
        let reply = handler.reply(to: head, body: body)
        guard deliver(reply, to: head) else { return }
      } catch {
        refuse(error)
        return
      }
    }
  }

  private func refuse(_ fault: RequestFault) {
    guard let reply = handler.reply(to: fault) else { return }
    _ = socket.send(reply.header(keepsAlive: false) + reply.body)
    socket.endSending()
    // Closing with unread bytes would send a reset, which can overtake the answer.
    withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { space in
      for _ in 0..<1_024 where !isStopping() {
        guard !socket.isSilent(milliseconds: 250), socket.receive(into: space) > 0 else { return }
      }
    }
  }

  /// Whether the connection goes on.
  private func deliver(_ reply: Reply, to head: RequestHead) -> Bool {
    if reply.delaySeconds > 0, !wait(seconds: reply.delaySeconds) { return false }
    let keepsAlive = head.keepsAlive && !reply.closesConnection
    var message = reply.header(keepsAlive: keepsAlive)
    let headerBytes = message.count
    if head.method == .head || reply.status == 304 || reply.status == 204 {
      return socket.send(message) && keepsAlive
    }
    switch reply.delivery {
    case .whole:
      return send(&message, reply.body) && keepsAlive
    case .reset:
      socket.resetOnClose()
    case .close: break
    case .closeInHeader:
      _ = socket.send(message.prefix(headerBytes / 2))
    case .closeAfterHeader:
      _ = socket.send(message)
    case .truncated:
      _ = socket.send(message) && socket.send(reply.body.prefix(reply.body.count / 2))
    case .overstated:
      _ = send(&message, reply.body)
    case .hang(let seconds):
      _ = wait(seconds: seconds)
    case .drip(let milliseconds):
      for byte in message + reply.body {
        guard socket.send(CollectionOfOne(byte)) else { return false }
        guard wait(seconds: Double(milliseconds) / 1_000) else { return false }
      }
      return keepsAlive
    case .giant(let bytes):
      return sendGiant(message, reply.body, padding: bytes) && keepsAlive
    }
    return false
  }

  private func send(_ message: inout [UInt8], _ body: [UInt8]) -> Bool {
    if body.count <= 1 << 16 {
      message += body
      return message.withUnsafeBytes { socket.send($0) }
    }
    return message.withUnsafeBytes { socket.send($0) } && body.withUnsafeBytes { socket.send($0) }
  }

  private func sendGiant(_ header: [UInt8], _ body: [UInt8], padding: Int) -> Bool {
    guard socket.send(header) else { return false }
    // The padding stands inside the JSON text, so that only reading to the end would show it whole.
    let start = body.dropLast()
    guard sendChunk(Array(start)) else { return false }
    let filler = [UInt8](repeating: 0x20, count: 1 << 16)
    var rest = padding
    while rest > 0, !isStopping() {
      let part = min(rest, filler.count)
      guard sendChunk(Array(filler.prefix(part))) else { return false }
      rest -= part
    }
    return sendChunk(Array(body.suffix(1))) && socket.send("0\r\n\r\n".utf8)
  }

  private func sendChunk(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return true }
    return socket.send(
      Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
  }

  /// False when the peer went away or the server stops before the time is over.
  private func wait(seconds: Double) -> Bool {
    var milliseconds = Int64(min(max(seconds, 0), 86_400) * 1_000)
    while milliseconds > 0 {
      let step = min(milliseconds, 100)
      if isStopping() || socket.isClosedByPeer(after: Int32(step)) { return false }
      milliseconds -= step
    }
    return true
  }
}
