/// The parts of an `http` or `https` URL that decide where a request goes.
///
/// Stricter than most URL readers, on purpose: what is accepted here has one reading only, so
/// that a check of the host cannot be sidestepped by a spelling that another reader takes for
/// a different host.
package struct HTTPURL: Sendable, Equatable {
  /// How the host is spoken to; the raw value is in lower case, however the URL writes it.
  package enum Scheme: String, Sendable {
    /// Without TLS; the usual port is 80.
    case http
    /// With TLS; the usual port is 443.
    case https

    var usualPort: UInt16 { self == .https ? 443 : 80 }
  }

  /// Where the request goes: who is there is one peer.
  package struct Origin: Sendable, Hashable {
    /// Part of the origin: `http` and `https` at one host are two peers.
    package let scheme: Scheme
    /// In lower case, an IPv6 address without its brackets.
    package let host: String
    /// 1 to 65535; the scheme's usual port where the URL names none.
    package let port: UInt16

    /// Scheme, host and port: `https://toapis.com`. The port is left out where it is the usual.
    package var text: String {
      let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
      return "\(scheme.rawValue)://\(name)" + (port == scheme.usualPort ? "" : ":\(port)")
    }
  }

  /// Where a request to the URL goes, without user name and password.
  package let origin: Origin
  /// Begins with a slash; ends before a query or fragment.
  package let path: String

  /// The scheme of the ``origin``.
  package var scheme: Scheme { origin.scheme }
  /// The host of the ``origin``: in lower case, without brackets; a dot at its end stays.
  package var host: String { origin.host }

  /// - Throws: `HTTPFailure` of kind `invalidURL`; its message does not repeat the URL, which
  ///   may hold secrets.
  package init(_ text: String) throws(HTTPFailure) {
    var text = text
    self = try text.withUTF8 { bytes in
      Result { () throws(HTTPFailure) in try HTTPURL(bytes) }
    }.get()
  }

  private typealias Text = Slice<UnsafeBufferPointer<UInt8>>

  private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTPFailure) {
    guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else {
      throw Self.invalid("it contains a space or a control character")
    }
    guard
      let scheme: Scheme = Self.begins(bytes, with: "http://")
        ? .http
        : Self.begins(bytes, with: "https://") ? .https : nil
    else { throw Self.invalid("it does not begin with http:// or https://") }
    let rest = bytes.dropFirst(scheme == .http ? 7 : 8)
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && !Self.endsPath($0) }
    let path = rest[authority.endIndex...].prefix { !Self.endsPath($0) }
    let (host, port) = try Self.split(authority: authority)
    origin = Origin(scheme: scheme, host: host, port: port ?? scheme.usualPort)
    self.path = path.isEmpty ? "/" : Self.string(path)
  }

  private static func endsPath(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// From the buffer itself, for a slice would be copied first.
  private static func string(_ part: Text) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: part), as: UTF8.self)
  }

  /// Whether bytes begin with a text in lower case, in whatever case they are.
  private static func begins(
    _ bytes: UnsafeBufferPointer<UInt8>, with text: StaticString
  ) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    return (0..<count).allSatisfy { place in
      let (byte, wanted) = (bytes[place], text.utf8Start[place])
      return byte == wanted
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == wanted
    }
  }

  private static func split(
    authority: Text
  ) throws(HTTPFailure) -> (host: String, port: UInt16?) {
    var address = authority
    if let at = authority.firstIndex(of: UInt8(ascii: "@")) {
      let user = authority[..<at]
      address = authority[(at + 1)...]
      guard !address.contains(UInt8(ascii: "@")), !user.contains(UInt8(ascii: "\\")) else {
        throw invalid("its user name or password is not percent-encoded")
      }
    }
    let isBracketed = address.first == UInt8(ascii: "[")
    let host: Text
    let tail: Text
    if isBracketed {
      guard let end = address.firstIndex(of: UInt8(ascii: "]")) else {
        throw invalid("its IPv6 address has no closing bracket")
      }
      host = address[(address.startIndex + 1)..<end]
      tail = address[(end + 1)...]
    } else {
      host = address.prefix { $0 != UInt8(ascii: ":") }
      tail = address[host.endIndex...]
    }
    let name = string(host).lowercased()
    guard
      isBracketed
        ? IPAddress(literal: name) != nil && host.contains(UInt8(ascii: ":"))
        : isName(host)
    else { throw invalid("its host name is not made of letters, digits, dots and hyphens") }
    return (name, try port(tail))
  }

  private static func port(_ text: Text) throws(HTTPFailure) -> UInt16? {
    guard let first = text.first else { return nil }
    let digits = text.dropFirst()
    guard first == UInt8(ascii: ":"), (1...5).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let port = UInt16(string(digits)), port > 0
    else { throw invalid("its port is not a number from 1 to 65535") }
    return port
  }

  private static func isName(_ host: Text) -> Bool {
    (1...253).contains(host.count)
      && host.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func invalid(_ cause: String) -> HTTPFailure {
    HTTPFailure(phase: .neverSent, kind: .invalidURL, message: "the URL cannot be used: \(cause)")
  }

  /// What a message may show: no user name, no query.
  package var shown: String { origin.text + path }

  /// Whether the host, as written, can be on the public Internet: `false` for addresses that
  /// are not, in any spelling, and for names that always mean this machine.
  package var mayBePublic: Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    if name == "localhost" || name.hasSuffix(".localhost") { return false }
    if let address = IPAddress(literal: name) { return address.isPublic }
    // A last label that is a number makes a host an address; one that is none is a trick.
    guard let last = name.utf8.split(separator: UInt8(ascii: ".")).last else { return false }
    return !last.starts(with: "0x".utf8)
      && !last.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
