/// A finished video at the service.
public struct RemoteVideo: Hashable, Sendable {
  /// Where the service says it can be fetched: 1 to 8192 bytes, which nobody has checked to be an
  /// address.
  public var url: String
  /// After this moment the URL is dead; `nil` when the service did not say.
  public var expiresAt: Timestamp?
  /// When the task ended, by the service's clock, or when it was first seen to have ended by that
  /// clock; `nil` when the service told neither.
  public var completedAt: Timestamp?

  public init(url: String, expiresAt: Timestamp?, completedAt: Timestamp?) {
    self.url = url
    self.expiresAt = expiresAt
    self.completedAt = completedAt
  }

  /// Since when the video exists, at the latest: a time before its submission is not believed.
  package func completed(submittedAt: Timestamp?) -> Timestamp? {
    completedAt.map { max($0, submittedAt ?? $0) }
  }

  /// When its URL should be dead: as the service says, unless that is before the submission; else a
  /// day after the end of its task, for which the service keeps videos; `nil` when neither is known.
  package func expiry(submittedAt: Timestamp?) -> Timestamp? {
    let day: Int64 = 86_400_000
    if let expiresAt, expiresAt > submittedAt ?? Timestamp(seconds: 0) { return expiresAt }
    return completed(submittedAt: submittedAt)?.adding(milliseconds: day)
  }
}
