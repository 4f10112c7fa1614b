#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ports for servers that are stopped and started again at the same address.
enum LoopbackPort {
  /// A free port that the system gives to no outgoing connection meanwhile.
  static func free() -> UInt16? {
    for _ in 0..<100 {
      let port = UInt16.random(in: 20_000..<32_000)
      if isFree(port) { return port }
    }
    return nil
  }

  private static func isFree(_ port: UInt16) -> Bool {
    #if canImport(Glibc)
      // A program that another test starts at this moment must not inherit the port.
      let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, stream, 0)
    defer { close(descriptor) }
    return withAddress(of: port) { bind(descriptor, $0, $1) == 0 }
  }

  /// Calls with the address of a port on 127.0.0.1, and its size.
  static func withAddress<Result>(
    of port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
