/// An exchange that ended without a whole answer.
public struct HTTPFailure: Error, Sendable, Equatable {
  /// How far the request got; what decides whether a submission may exist.
  public enum Phase: Sendable, Equatable {
    /// Not one byte of the request left: resolving, connecting or the TLS handshake failed.
    case neverSent
    /// At least one byte may have left; the server may have acted on it.
    case maybeSent
  }

  /// What ended the exchange; the words for the user are in ``HTTPFailure/message``.
  public enum Kind: Sendable, Equatable {
    /// The URL, or a header field of the request, can't be sent.
    case invalidURL
    /// The name of the host, or of the proxy, could not be resolved.
    case resolve
    /// Neither the host nor a proxy could be connected to, or the proxy refused to lead on.
    case connect
    /// The TLS handshake failed, or the certificate is not trusted.
    case tls
    /// The total or the connect limit was reached.
    case timeout
    /// Nothing arrived for longer than the stall limit.
    case stalled
    /// The connection ended while the request left, or before the whole answer had come.
    case connectionLost
    /// Not an HTTP answer, or one that breaks the rules of HTTP.
    case malformedAnswer
    /// The answer's header is larger than ``HTTPLimits/headerBytes``.
    case headerTooLarge
    /// The answer's body, announced or received, is larger than ``HTTPLimits/responseBytes``.
    case bodyTooLarge
    /// The address policy forbids the host or the address it leads to; the message names it.
    case forbiddenAddress
    /// The file to upload could not be read, or has not the expected size.
    case unreadableBody
    /// The receiver asked to stop.
    case stoppedByReceiver
    /// The surrounding task was cancelled, or the transport came to its end.
    case cancelled
    /// The transport can't work at all, for example because its library is missing.
    case unavailable
  }

  /// Whether the server may have got the request; only `.neverSent` rules that out.
  public var phase: Phase
  /// What ended the exchange; says nothing of how far the request got.
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
  /// The ``message`` alone, without phase and kind.
  public var description: String { message }
}
