/// Reads requests off one connection, pipelined ones too, with every size bounded.
struct RequestReader {
  /// The most that a request line and its header fields may take together.
  static let maximumHeadBytes = 32 * 1024

  private let socket: StreamSocket
  private var buffer: [UInt8] = []
  private var consumed = 0

  init(socket: StreamSocket) {
    self.socket = socket
    buffer.reserveCapacity(4_096)
  }

  /// The next head, or nil when the peer closed between two requests.
  mutating func readHead() throws(RequestFault) -> RequestHead? {
    var searchFrom = consumed
    while true {
      skipEmptyLines()
      searchFrom = max(searchFrom, consumed)
      if let end = try endOfHead(from: searchFrom) {
        let head = try RequestHead.parse(buffer[consumed..<end])
        consumed = end + 4
        return head
      }
      guard buffer.count - consumed <= Self.maximumHeadBytes else { throw .headerTooLarge }
      searchFrom = max(consumed, buffer.count)
      let offset = searchFrom - consumed
      compact()
      searchFrom = consumed + offset
      guard fill() else {
        if buffer.count == consumed { return nil }
        throw .disconnected
      }
    }
  }

  /// The body, whole; `maximum` is in bytes and inclusive.
  mutating func readBody(
    _ framing: RequestHead.BodyFraming, maximum: Int
  ) throws(RequestFault) -> [UInt8] {
    switch framing {
    case .none: return []
    case .length(let count):
      guard count <= maximum else { throw .bodyTooLarge }
      return try take(count)
    case .chunked: return try readChunks(maximum: maximum)
    }
  }

  private mutating func readChunks(maximum: Int) throws(RequestFault) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try readLine()
      let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
      guard (1...8).contains(digits.count),
        let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0,
        digits.first != UInt8(ascii: "+")
      else { throw .malformed("a bad chunk size") }
      guard body.count + size <= maximum else { throw .bodyTooLarge }
      if size == 0 { break }
      body += try take(size)
      guard try take(2) == [0x0D, 0x0A] else { throw .malformed("a chunk without its end") }
    }
    var trailerBytes = 0
    while true {
      let line = try readLine()
      if line.isEmpty { return body }
      trailerBytes += line.count
      guard trailerBytes <= Self.maximumHeadBytes else { throw .headerTooLarge }
    }
  }

  private mutating func readLine() throws(RequestFault) -> [UInt8] {
    var from = consumed
    while true {
      if let end = buffer[from...].firstIndex(of: 0x0A) {
        guard end > consumed, buffer[end - 1] == 0x0D else {
          throw .malformed("a line that does not end in CRLF")
        }
        defer { consumed = end + 1 }
        return Array(buffer[consumed..<(end - 1)])
      }
      from = buffer.count
      guard buffer.count - consumed <= Self.maximumHeadBytes else { throw .headerTooLarge }
      guard fill() else { throw .disconnected }
    }
  }

  private mutating func take(_ count: Int) throws(RequestFault) -> [UInt8] {
    while buffer.count - consumed < count {
      guard fill(wanting: count - (buffer.count - consumed)) else { throw .disconnected }
    }
    defer {
      consumed += count
      compact()
    }
    return Array(buffer[consumed..<(consumed + count)])
  }

  /// RFC 9112 asks servers to ignore an empty line before a request.
  private mutating func skipEmptyLines() {
    while buffer.count - consumed >= 2, buffer[consumed] == 0x0D, buffer[consumed + 1] == 0x0A {
      consumed += 2
    }
  }

  /// Where the empty line that ends the head begins; `start` is where reading went on.
  private func endOfHead(from start: Int) throws(RequestFault) -> Int? {
    var index = start
    while let mark = buffer[index...].firstIndex(of: 0x0A) {
      guard mark > consumed, buffer[mark - 1] == 0x0D else {
        throw .malformed("a line that does not end in CRLF")
      }
      if mark >= consumed + 3, buffer[mark - 2] == 0x0A { return mark - 3 }
      index = mark + 1
    }
    return nil
  }

  private mutating func compact() {
    guard consumed > 0 else { return }
    if consumed == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
    } else {
      buffer.removeSubrange(..<consumed)
    }
    consumed = 0
  }

  private mutating func fill(wanting wanted: Int = 0) -> Bool {
    let room = min(max(wanted, 4_096), 1 << 18)
    let socket = self.socket
    let old = buffer.count
    let count = withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { space in
      let count = socket.receive(into: space)
      // As one piece of memory: a slice would be copied byte by byte in a debug build.
      if count > 0 { buffer += UnsafeRawBufferPointer(rebasing: space[..<count]) }
      return count
    }
    return count > 0 && buffer.count == old + count
  }
}
