/// An exchange that ended without a whole answer.
public struct HTTPFailure: Error, Sendable, Equatable {
  /// How far the request got; what decides whether a submission may exist.
  public enum Phase: Sendable, Equatable {
    /// Not one byte of the request left: resolving, connecting or the TLS handshake failed.
    case neverSent
    /// At least one byte may have left; the server may have acted on it.
    case maybeSent
  }

  public enum Kind: Sendable, Equatable {
    case invalidURL
    case resolve
    case connect
    case tls
    /// The total or the connect limit was reached.
    case timeout
    /// Nothing arrived for longer than the stall limit.
    case stalled
    case connectionLost
    /// Not an HTTP answer, or one cut short.
    case malformedAnswer
    case headerTooLarge
    case bodyTooLarge
    /// The address policy forbids the address; the payload of the message names it.
    case forbiddenAddress
    /// The file to upload could not be read, or has not the expected size.
    case unreadableBody
    /// The receiver asked to stop.
    case stoppedByReceiver
    case cancelled
    /// The transport can't work at all, for example because its library is missing.
    case unavailable
  }

  public var phase: Phase
  public var kind: Kind
  /// One line for the user, without headers, bodies or secrets.
  public var message: String

  public init(phase: Phase, kind: Kind, message: String) {
    self.phase = phase
    self.kind = kind
    self.message = message
  }
}

extension HTTPFailure: CustomStringConvertible {
  public var description: String { message }
}
