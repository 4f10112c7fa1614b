/// One HTTP exchange to make; headers, body and limits included.
public struct HTTPRequest: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
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
    case any
    /// Only publicly routable addresses, checked after the name was resolved.
    case publicOnly
  }

  public var method: Method
  /// An absolute `http` or `https` URL.
  public var url: String
  public var headers: [HTTPField]
  public var body: HTTPBody
  public var connectionUse: ConnectionUse
  public var addressPolicy: AddressPolicy
  public var limits: HTTPLimits

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
  public var name: String
  public var value: String

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

public enum HTTPBody: Sendable {
  case none
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
