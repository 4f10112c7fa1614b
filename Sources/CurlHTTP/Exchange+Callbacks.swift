import CurlShim
import HTTPCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// libcurl's callbacks. They run on the transport's thread, inside of its calls to libcurl, and
// never call back into libcurl. `context` is the exchange, which the thread keeps alive.

private func exchange(_ context: UnsafeMutableRawPointer) -> Exchange {
  Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
}

func takeHeaderLine(
  _ data: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer
) -> Int {
  let line = UnsafeRawBufferPointer(start: data, count: size * count)
  return exchange(context).take(headerLine: line) ? line.count : 0
}

func takeBody(
  _ data: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer
) -> Int {
  exchange(context).take(body: UnsafeRawBufferPointer(start: data, count: size * count))
}

func giveBody(
  _ data: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer
) -> Int {
  exchange(context).give(UnsafeMutableRawBufferPointer(start: data, count: size * count))
}

func rewindBody(_ context: UnsafeMutableRawPointer, _ offset: Int64, _ origin: Int32) -> Int32 {
  exchange(context).rewind(to: offset, origin) ? CurlVerdict.seekDone : CurlVerdict.seekFailed
}

func connectionReady(
  _ context: UnsafeMutableRawPointer, _ remoteAddress: UnsafeMutablePointer<CChar>,
  _ localAddress: UnsafeMutablePointer<CChar>, _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
  exchange(context).becomeReady(at: String(cString: remoteAddress))
    ? CurlVerdict.goOn : CurlVerdict.abort
}

func openSocket(
  _ context: UnsafeMutableRawPointer, _ purpose: Int32,
  _ address: UnsafeMutablePointer<CurlShimSocketAddress>
) -> Int32 {
  guard exchange(context).mayConnect(to: IPAddress(address)) else { return CurlVerdict.noSocket }
  let descriptor = socket(
    address.pointee.family, address.pointee.socketType, address.pointee.protocol)
  if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  return descriptor
}

extension IPAddress {
  /// `nil` for a family that is neither IPv4 nor IPv6.
  fileprivate init?(_ socketAddress: UnsafeMutablePointer<CurlShimSocketAddress>) {
    let family = socketAddress.pointee.family
    let length = Int(socketAddress.pointee.addressLength)
    guard let offset = MemoryLayout<CurlShimSocketAddress>.offset(of: \.address) else { return nil }
    let bytes = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(socketAddress) + offset, count: length)
    // The address stands at the same place on every system: after family and port, and in
    // IPv6 after the flow label.
    if family == AF_INET, length >= 8 {
      self = .v4(bytes[4..<8].reduce(0) { $0 << 8 | UInt32($1) })
    } else if family == AF_INET6, length >= 24 {
      self.init(v6Bytes: bytes[8..<24])
    } else {
      return nil
    }
  }
}

extension Exchange {
  fileprivate func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = .now
    switch head.take(line: line) {
    case .incomplete:
      return true
    case .complete(let head):
      if let length = head.contentLength, length > request.limits.responseBytes {
        decideBodyTooLarge()
        return false
      }
      sink?.begin(head)
      return true
    case .tooLarge:
      decide(
        .headerTooLarge, "the answer's header is larger than \(request.limits.headerBytes) bytes")
      return false
    case .malformed:
      decide(.malformedAnswer, "the answer's header cannot be understood")
      return false
    }
  }

  fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Int {
    lastActivity = .now
    guard !bytes.isEmpty else { return 0 }
    guard head.isComplete else {
      decide(.malformedAnswer, "the answer's body came before its header")
      return 0
    }
    guard Int64(bytes.count) <= request.limits.responseBytes - bodyBytes else {
      decideBodyTooLarge()
      return 0
    }
    guard let sink, sink.take(bytes) else {
      isPaused = true
      return CurlVerdict.pauseWriting
    }
    bodyBytes += Int64(bytes.count)
    return bytes.count
  }

  private func decideBodyTooLarge() {
    decide(.bodyTooLarge, "the answer is larger than \(request.limits.responseBytes) bytes")
  }

  fileprivate func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = .now
    guard let count = source?.read(into: buffer) else {
      decide(.unreadableBody, "the file changed or could not be read while it was uploaded")
      return CurlVerdict.abortReading
    }
    return count
  }

  fileprivate func rewind(to offset: Int64, _ origin: Int32) -> Bool {
    // libcurl rewinds only to send a request again; what must leave at most once never is.
    guard request.connectionUse == .reusable, origin == SEEK_SET else { return false }
    return source?.seek(to: offset) ?? false
  }

  func becomeReady(at remoteAddress: String) -> Bool {
    lastActivity = .now
    if checksAddresses {
      let address = IPAddress(literal: remoteAddress)
      guard address?.isPublic == true else {
        decide(.forbiddenAddress, "\(remoteAddress) is not a public address")
        return false
      }
    }
    isReady = true
    return true
  }

  func mayConnect(to address: IPAddress?) -> Bool {
    guard let address, address.isPublic else {
      refusedAddress = address ?? refusedAddress
      return false
    }
    hasAllowedAddress = true
    return true
  }
}
