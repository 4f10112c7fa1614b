/// Why a request could not even be submitted.
package struct Obstacle: Hashable, Sendable {
  /// Why: a file changed or can't be read, or its upload was refused or did not succeed.
  package var failure: JobFailure
  /// The request that it stood in the way of.
  package var fingerprint: Fingerprint
  /// When it was recorded.
  package var at: Timestamp

  package init(failure: JobFailure, fingerprint: Fingerprint, at: Timestamp) {
    self.failure = failure
    self.fingerprint = fingerprint
    self.at = at
  }
}

/// Why a job has no video.
public struct JobFailure: Hashable, Sendable {
  /// The service's code, or one of ours; unknown is `nil`.
  public var code: String?
  /// In words: those of the service, at most 500 Unicode scalars and `…`, or else ours.
  ///
  /// It comes from outside and may hold any character.
  public var message: String
  /// The status of a refusal; `nil` for a task that failed later, and for a source that could not
  /// be uploaded.
  public var httpStatus: Int?
  /// Whether the same request may succeed another time.
  public var canPass: Bool
  /// Indicates a transient failure that has repeated in so many runs that it counts as final.
  package var isRepeated = false

  public init(code: String?, message: String, httpStatus: Int? = nil, canPass: Bool) {
    self.code = code
    self.message = message
    self.httpStatus = httpStatus
    self.canPass = canPass
  }
}
