/// Why a job has no video.
public struct JobFailure: Hashable, Sendable {
  /// The service's code, or one of ours; unknown is `nil`.
  public var code: String?
  public var message: String
  /// The status of a refusal; `nil` for a task that failed later.
  public var httpStatus: Int?
  /// Whether the same request may succeed another time.
  public var canPass: Bool

  public init(code: String?, message: String, httpStatus: Int? = nil, canPass: Bool) {
    self.code = code
    self.message = message
    self.httpStatus = httpStatus
    self.canPass = canPass
  }
}
