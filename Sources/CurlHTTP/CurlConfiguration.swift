/// How a `CurlTransport` connects.
public struct CurlConfiguration: Sendable {
  /// A file of certificate authorities in PEM format that replaces the system's, or `nil`.
  /// Callers pass on `SSL_CERT_FILE`; libcurl itself does not read it.
  public var caFile: String?
  /// Sent as `User-Agent` unless a request has its own.
  public var userAgent: String
  /// The most exchanges with one scheme, host and port at a time; at least 1.
  public var connectionsPerHost: Int
  /// The most exchanges at a time; at least 1. Others wait for their turn, in order; the
  /// limits of a request count from the moment its turn comes.
  public var connectionsInAll: Int
  /// Whether the proxy variables of the environment count, as with the `curl` command. They
  /// would send requests to a server on loopback through the proxy too.
  public var usesProxies: Bool

  /// Makes a configuration; a bound of connections below 1 becomes 1.
  ///
  /// Bounds that are set afterwards are not checked.
  public init(
    caFile: String? = nil, userAgent: String = "wanbatch", connectionsPerHost: Int = 128,
    connectionsInAll: Int = 256, usesProxies: Bool = true
  ) {
    self.caFile = caFile
    self.userAgent = userAgent
    self.connectionsPerHost = max(1, connectionsPerHost)
    self.connectionsInAll = max(1, connectionsInAll)
    self.usesProxies = usesProxies
  }
}
