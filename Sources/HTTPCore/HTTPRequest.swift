/// One HTTP exchange to make; headers, body and limits included.
public struct HTTPRequest: Sendable {
  /// What the request asks for; the raw value is the word that is sent.
  public enum Method: String, Sendable {
    /// Reads; a body is not sent, whatever ``HTTPRequest/body`` says.
    case get = "GET"
    /// Sends the body, an empty one for `.none`.
    case post = "POST"
  }

  /// How the request may use connections.
  public enum ConnectionUse: Sendable {
    /// A kept-alive connection may be used, and the request may be sent again when that
    /// connection turns out to be dead. Only for requests without effect.
    case reusable
    /// A new connection, used for nothing else and closed afterwards: the request leaves at
    /// most once. Required for anything that costs money.
    case fresh
  }

  /// Which addresses may be connected to.
  public enum AddressPolicy: Sendable {
    /// Every address, those of this machine and of private networks included.
    case any
    /// Only publicly routable addresses, checked after the name was resolved.
    case publicOnly
  }

  /// Decides with ``body`` what is sent; see the cases of ``Method``.
  public var method: Method
  /// An absolute `http` or `https` URL.
  public var url: String
  /// Sent in this order; the fields that frame the body are the transport's.
  ///
  /// Names are HTTP tokens; values have no line breaks and no other control characters but tabs.
  /// Anything else, and a `Content-Length`, `Transfer-Encoding` or `Expect`, is a failure of kind
  /// `invalidURL`.
  public var headers: [HTTPField]
  /// Sent with `.post` only.
  public var body: HTTPBody
  /// Whether the request may leave more than once; `.fresh` for what costs money.
  public var connectionUse: ConnectionUse
  /// Which addresses the host may lead to; `.publicOnly` for URLs from outside.
  ///
  /// A proxy's own address is not checked, and behind a proxy only the host as written is.
  public var addressPolicy: AddressPolicy
  /// The bounds of this exchange; they count from when its turn comes.
  public var limits: HTTPLimits

  /// Puts a request together and checks nothing: the transport refuses what can't be sent, with a
  /// failure of kind `invalidURL`.
  public init(
    _ method: Method, _ url: String, headers: [HTTPField] = [], body: HTTPBody = .none,
    connectionUse: ConnectionUse = .reusable, addressPolicy: AddressPolicy = .any,
    limits: HTTPLimits = HTTPLimits()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectionUse = connectionUse
    self.addressPolicy = addressPolicy
    self.limits = limits
  }
}

/// A header field.
///
/// Two are equal when they are the same bytes; ``isCalled(_:)`` compares names as HTTP does.
public struct HTTPField: Sendable, Equatable {
  /// An HTTP token such as `Content-Type`, in any case; a received one as it came.
  public var name: String
  /// May be empty; a received one has no white space around it.
  ///
  /// Bytes of an answer that are not UTF-8 stand as U+FFFD.
  public var value: String

  /// Makes a field and checks nothing; see ``HTTPRequest/headers`` for what can be sent.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the field has a name; ASCII letters compare without regard to case.
  package func isCalled(_ name: String) -> Bool {
    guard self.name.utf8.count == name.utf8.count else { return false }
    var (own, other) = (self.name, name)
    return own.withUTF8 { own in
      other.withUTF8 { other in
        own.indices.allSatisfy {
          own[$0] == other[$0] || Self.folded(own[$0]) == Self.folded(other[$0])
        }
      }
    }
  }

  /// `String`'s own equality would take composed and decomposed characters for the same.
  public static func == (left: HTTPField, right: HTTPField) -> Bool {
    left.name.utf8.elementsEqual(right.name.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

/// What a request carries to the server.
public enum HTTPBody: Sendable {
  /// No body; with `.post` a body of 0 bytes.
  case none
  /// These bytes as they are; the header says of what kind they are.
  case bytes([UInt8])
  /// A file's content between two runs of bytes, as in a multipart form; read from disk while
  /// it is sent. `fileBytes` is the size the file must have.
  case file(prefix: [UInt8], path: String, fileBytes: Int64, suffix: [UInt8])
}

/// The bounds of one exchange. Reaching any of them ends it with a failure.
public struct HTTPLimits: Sendable {
  /// Name look-up, TCP and TLS together.
  public var connect: Duration
  /// The whole exchange, or `nil` when only `stall` bounds it (large downloads).
  public var total: Duration?
  /// How long nothing may arrive while an answer is awaited.
  public var stall: Duration
  /// The largest answer body, in bytes.
  public var responseBytes: Int64
  /// The largest answer header, in bytes, all lines together.
  public var headerBytes: Int

  public init(
    connect: Duration = .seconds(15), total: Duration? = .seconds(60),
    stall: Duration = .seconds(60), responseBytes: Int64 = 1 << 20, headerBytes: Int = 1 << 16
  ) {
    self.connect = connect
    self.total = total
    self.stall = stall
    self.responseBytes = responseBytes
    self.headerBytes = headerBytes
  }
}
