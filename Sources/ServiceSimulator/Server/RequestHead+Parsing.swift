extension RequestHead {
  /// Reads a head up to and without its empty line, strictly by RFC 9112: CRLF only, no folding,
  /// no space before a colon, one `Host`, one way to frame the body.
  static func parse(_ bytes: ArraySlice<UInt8>) throws(RequestFault) -> RequestHead {
    var lines = LineCursor(bytes: bytes)
    guard let first = try lines.next() else { throw .malformed("empty request") }
    var head = try requestLine(first)
    var hosts = 0
    var length: Int?
    while let line = try lines.next() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
        throw .malformed("a header line without a name")
      }
      let name = line[..<colon]
      guard name.allSatisfy(isTokenByte) else { throw .malformed("a bad header name") }
      let value = trimmed(line[(colon + 1)...])
      guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
        throw .malformed("a control character in a header")
      }
      try head.take(name: name, value: value, hosts: &hosts, length: &length)
    }
    guard hosts == 1 else { throw .malformed("expected one Host header, got \(hosts)") }
    if let length {
      guard head.framing == .none else { throw .malformed("two ways to frame the body") }
      head.framing = .length(length)
    }
    return head
  }

  private static func requestLine(_ line: ArraySlice<UInt8>) throws(RequestFault) -> RequestHead {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
      throw .malformed("a bad request line")
    }
    guard let start = parts[1].first, start == UInt8(ascii: "/"),
      parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .malformed("a bad request target") }
    let isModern = parts[2].elementsEqual("HTTP/1.1".utf8)
    guard isModern || parts[2].elementsEqual("HTTP/1.0".utf8) else {
      guard parts[2].starts(with: "HTTP/".utf8) else { throw .malformed("a bad version") }
      throw .versionNotSupported
    }
    let method = Method(rawValue: String(decoding: parts[0], as: UTF8.self)) ?? .other
    let path = parts[1].prefix { $0 != UInt8(ascii: "?") }
    return RequestHead(
      method: method, path: String(decoding: path, as: UTF8.self), keepsAlive: isModern)
  }

  private mutating func take(
    name: ArraySlice<UInt8>, value: ArraySlice<UInt8>, hosts: inout Int, length: inout Int?
  ) throws(RequestFault) {
    switch name.count {
    case 4 where matches(name, "host"): hosts += 1
    case 5 where matches(name, "range"): range = String(decoding: value, as: UTF8.self)
    case 6 where matches(name, "expect"):
      guard matches(value, "100-continue") else { throw .expectationFailed }
      expectsContinue = true
    case 8 where matches(name, "if-range"): ifRange = String(decoding: value, as: UTF8.self)
    case 10 where matches(name, "connection"):
      for option in value.split(separator: UInt8(ascii: ",")) {
        if matches(trimmed(option), "close") { keepsAlive = false }
        if matches(trimmed(option), "keep-alive") { keepsAlive = true }
      }
    case 12 where matches(name, "content-type"):
      guard contentType == nil else { throw .malformed("two Content-Type headers") }
      contentType = String(decoding: value, as: UTF8.self)
    case 13 where matches(name, "authorization"):
      guard authorization == nil else { throw .malformed("two Authorization headers") }
      authorization = Array(value)
    case 14 where matches(name, "content-length"):
      guard length == nil, !value.isEmpty, value.count <= 15,
        value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
      else { throw .malformed("a bad Content-Length") }
      length = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    case 17 where matches(name, "transfer-encoding"):
      guard framing == .none, matches(value, "chunked") else {
        throw .malformed("a bad Transfer-Encoding")
      }
      framing = .chunked
    default: break
    }
  }
}

/// Lines that end in CRLF; the last one may end with the bytes.
private struct LineCursor {
  var bytes: ArraySlice<UInt8>

  mutating func next() throws(RequestFault) -> ArraySlice<UInt8>? {
    guard !bytes.isEmpty else { return nil }
    let line: ArraySlice<UInt8>
    if let end = bytes.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }) {
      guard bytes[end] == 0x0D, end + 1 < bytes.endIndex, bytes[end + 1] == 0x0A else {
        throw .malformed("a line that does not end in CRLF")
      }
      line = bytes[..<end]
      bytes = bytes[(end + 2)...]
    } else {
      line = bytes
      bytes = []
    }
    return line
  }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
  default: false
  }
}

/// Compares without regard to ASCII case; `text` is given in lower case.
private func matches(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
  guard bytes.count == text.utf8CodeUnitCount else { return false }
  let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  return bytes.elementsEqual(expected) { byte, wanted in
    (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == wanted
  }
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
  while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
  return rest
}
