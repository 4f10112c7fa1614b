/// A finished video at the service.
public struct RemoteVideo: Hashable, Sendable {
  public var url: String
  /// After this moment the URL is dead; `nil` when the service did not say.
  public var expiresAt: Timestamp?
  public var completedAt: Timestamp?

  public init(url: String, expiresAt: Timestamp?, completedAt: Timestamp?) {
    self.url = url
    self.expiresAt = expiresAt
    self.completedAt = completedAt
  }
}
