/// A finished video at the service.
public struct RemoteVideo: Hashable, Sendable {
  /// Where the service says it can be fetched: 1 to 8192 bytes, which nobody has checked to be an
  /// address.
  public var url: String
  /// After this moment the URL is dead; `nil` when the service did not say.
  public var expiresAt: Timestamp?
  /// When the task ended, by the service's clock; `nil` when the service did not say.
  public var completedAt: Timestamp?

  public init(url: String, expiresAt: Timestamp?, completedAt: Timestamp?) {
    self.url = url
    self.expiresAt = expiresAt
    self.completedAt = completedAt
  }
}
