import JobModel

/// Where the service is: a base URL, and what it is called in an output directory.
public struct ServiceEndpoint: Sendable, Equatable {
  /// The vendor's hosts, which all serve the same API.
  public static let vendorHosts = [
    "toapis.com", "api.toapis.com", "toapis.cn", "api.toapis.cn", "toapis.xyz",
  ]
  /// The vendor's main host, `https://toapis.com`, for whoever names no other.
  public static let standard = ServiceEndpoint(
    scheme: "https", host: "toapis.com", port: nil, path: "")

  /// `http` or `https`.
  public let scheme: String
  /// In lower case; an IPv6 address stands in brackets.
  public let host: String
  /// 1 to 65535; `nil` where the URL names none, which means the scheme's usual one.
  public let port: Int?
  /// What stands before `/v1`: empty, or beginning with a slash and not ending in one.
  public let path: String

  private init(scheme: String, host: String, port: Int?, path: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// Reads a base URL, with or without a trailing slash or `/v1`.
  ///
  /// - Returns: `nil` for anything but `http(s)://host[:port][/path]`; user names, queries and
  ///   fragments have no place in it.
  public init?(_ text: String) {
    guard let separator = text.utf8.firstRange(of: "://".utf8) else { return nil }
    scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[separator.upperBound...]
    guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"@?#\\\"<>".utf8.contains($0) })
    else { return nil }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var path = String(rest[slash...])
    while path.hasSuffix("/") || path.hasSuffix("/v1") {
      path.removeLast(path.hasSuffix("/") ? 1 : 3)
    }
    self.path = path
    guard let (host, port) = Self.authority(rest[..<slash]) else { return nil }
    self.host = host
    self.port = port
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    let afterBracket = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
    guard let afterBracket else { return nil }
    let colon = text[afterBracket...].firstIndex(of: ":")
    let host = text[..<(colon ?? text.endIndex)].lowercased()
    guard !host.isEmpty, host != "[]" else { return nil }
    // Nothing else may stand between a bracket and its port.
    let hostEnd = afterBracket == text.startIndex ? nil : text.index(after: afterBracket)
    guard hostEnd == nil || hostEnd == colon ?? text.endIndex else { return nil }
    guard let colon else { return (host, nil) }
    let digits = text[text.index(after: colon)...]
    guard digits.allSatisfy({ ("0"..."9").contains($0) }), let port = UInt16(digits), port > 0
    else { return nil }
    return (host, Int(port))
  }

  /// An absolute URL under `/v1`.
  ///
  /// - Parameter route: begins with a slash; already percent-encoded.
  func url(_ route: String) -> String {
    description + "/v1" + route
  }

  /// What an output directory remembers: the vendor's hosts are one service, any other is
  /// known by its scheme, host and port.
  public var identity: String {
    if Self.vendorHosts.contains(host) { return "toapis" }
    return "\(scheme)://\(host):\(port ?? (scheme == "https" ? 443 : 80))"
  }

  /// The base URL in its shortest form.
  public var description: String {
    "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
  }
}

extension ServiceEndpoint: CustomStringConvertible {}

/// Percent-encodes text as one segment of a path: everything but letters, digits, `-._~`.
func pathSegment(_ text: String) -> String {
  if text.utf8.allSatisfy(isUnreserved) { return text }
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    if isUnreserved(byte) {
      bytes.append(byte)
    } else {
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// RFC 3986, section 2.3.
private func isUnreserved(_ byte: UInt8) -> Bool {
  byte.isLetterOrDigit || "-._~".utf8.contains(byte)
}
