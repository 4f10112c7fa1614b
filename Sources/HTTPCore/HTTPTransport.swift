/// Makes HTTP exchanges.
///
/// Neither call follows redirects: a 3xx is an answer like any other. Both end with
/// `.cancelled` soon after the surrounding task is cancelled.
public protocol HTTPTransport: Sendable {
  /// Makes one exchange and collects the body, up to the request's limit.
  func send(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPFailure>

  /// Makes one exchange and hands the answer to `receiver` piece by piece.
  ///
  /// Pieces are handed over in order, one at a time; while the receiver works, reading from
  /// the network is held back, so memory stays bounded.
  ///
  /// - Returns: the head once the whole body was received. A body shorter than its announced
  ///   length is a failure of kind `connectionLost` or `malformedAnswer`.
  func receive(
    _ request: HTTPRequest, by receiver: any HTTPBodyReceiver
  ) async -> Result<HTTPResponseHead, HTTPFailure>
}

/// Takes an answer as it arrives.
public protocol HTTPBodyReceiver: Sendable {
  /// Called once, before any piece.
  ///
  /// - Returns: whether to go on; `false` ends the exchange with `stoppedByReceiver`.
  func begin(_ head: HTTPResponseHead) async -> Bool

  /// Called for each piece of the body, never with an empty one.
  ///
  /// - Returns: whether to go on.
  func take(_ piece: [UInt8]) async -> Bool
}
