import HTTPCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The proxy variables of the environment, read by the same rules as libcurl.
///
/// Needed only where addresses are checked: whether a connection goes to a proxy must then be
/// known for certain, so that the proxy's own (usually private) address is not refused and
/// nothing else is let through. The decision is handed to libcurl, which so cannot differ.
struct ProxyVariables: Sendable {
  enum Choice: Equatable, Sendable {
    case direct
    case proxy(String)
  }

  private let values: [String: String]

  /// - Parameter values: by name, in the case they have in the environment.
  init(_ values: [String: String]) {
    self.values = values.filter { !$0.value.isEmpty }
  }

  /// Whether any request may travel through a proxy.
  var nameAProxy: Bool { values.keys.contains { $0.lowercased() != "no_proxy" } }

  static func ofProcess() -> ProxyVariables {
    let names = [
      "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ]
    let found = names.compactMap { name in
      getenv(name).map { (name, String(cString: $0)) }
    }
    return ProxyVariables(Dictionary(uniqueKeysWithValues: found))
  }

  /// How requests to the URL travel.
  func choice(for url: HTTPURL) -> Choice {
    // HTTP_PROXY in capitals is not read: in a CGI program it comes from the client.
    let names =
      switch url.scheme {
      case .http: ["http_proxy", "all_proxy", "ALL_PROXY"]
      case .https: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
      }
    guard let proxy = names.lazy.compactMap({ values[$0] }).first, !isExempt(url.host) else {
      return .direct
    }
    return .proxy(proxy)
  }

  private func isExempt(_ host: String) -> Bool {
    guard let list = values["no_proxy"] ?? values["NO_PROXY"] else { return false }
    if list == "*" { return true }
    let entries = list.lowercased().split { $0 == "," || $0 == " " }
    if let address = IPAddress(literal: host) {
      return entries.contains { Self.covers(String($0), address) }
    }
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return entries.contains { entry in
      var domain = entry.hasPrefix(".") ? entry.dropFirst() : entry
      if domain.hasSuffix(".") { domain = domain.dropLast() }
      return !domain.isEmpty && (name == domain || name.hasSuffix(".\(domain)"))
    }
  }

  /// - Parameter entry: an address, or a block such as `10.0.0.0/8`.
  private static func covers(_ entry: String, _ address: IPAddress) -> Bool {
    let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts[0].filter { $0 != "[" && $0 != "]" }
    guard let block = IPAddress(literal: text) else { return false }
    guard parts.count == 2 else { return block == address }
    guard let length = UInt8(parts[1]) else { return false }
    return address.isIn(block, prefixLength: length)
  }
}
