import JSONText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A blocking HTTP client of a few lines, which sends exactly the bytes it is given.
final class LoopbackClient {
  struct Answer {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
    var errorCode: String? { json["error"]?["code"]?.string }
  }

  enum Broken: Error, Equatable {
    case notConnected
    /// The peer closed or reset; with what had arrived by then.
    case ended(received: Int, wasReset: Bool)
  }

  private let descriptor: Int32
  private var received: [UInt8] = []

  init(port: UInt16) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // No test waits for ever, whatever the server does.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard result == 0 else { throw Broken.notConnected }
  }

  deinit { close(descriptor) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemSend(descriptor, $0) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next answer on this connection; `hasBody` is false for the answer to a HEAD.
  func answer(hasBody: Bool = true) throws -> Answer {
    let headEnd = try position(after: Array("\r\n\r\n".utf8))
    let lines = String(decoding: take(headEnd), as: UTF8.self).split(separator: "\r\n")
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    let headers = lines.dropFirst().map { line -> (name: String, value: String) in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (String(parts[0]), String(parts[1].drop { $0 == " " }))
    }
    var answer = Answer(status: status, headers: headers, body: [])
    guard hasBody, status >= 200 else { return answer }
    if answer.header("Transfer-Encoding") == "chunked" {
      while true {
        let line = take(try position(after: [13, 10])).dropLast(2)
        let size = Int(String(decoding: line, as: UTF8.self), radix: 16) ?? 0
        while received.count < size + 2 { try receive() }
        answer.body += take(size + 2).dropLast(2)
        if size == 0 { return answer }
      }
    }
    let length = answer.header("Content-Length").flatMap { Int($0) } ?? 0
    while received.count < length { try receive() }
    answer.body = take(length)
    return answer
  }

  private func take(_ count: Int) -> [UInt8] {
    defer { received.removeFirst(count) }
    return Array(received.prefix(count))
  }

  private func position(after mark: [UInt8]) throws -> Int {
    while true {
      if let range = received.firstRange(of: mark) { return range.upperBound }
      try receive()
    }
  }

  private func receive() throws {
    var space = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &space, space.count, 0)
    guard count > 0 else {
      throw Broken.ended(received: received.count, wasReset: count < 0 && errno == ECONNRESET)
    }
    received += space[..<count]
  }
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Darwin)
    send(descriptor, bytes.baseAddress, bytes.count, 0)
  #else
    send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  #endif
}
