/// What the server asks for answers; called from many threads at once.
protocol RequestHandler: Sendable {
  /// The largest body, in bytes, that this request may carry.
  func maximumBodyBytes(for head: RequestHead) -> Int
  func reply(to head: RequestHead, body: [UInt8]) -> Reply
  /// The answer to a request that could not be read; nil: just close.
  func reply(to fault: RequestFault) -> Reply?
}
