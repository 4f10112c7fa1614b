/// A task that was accepted and charged.
struct LedgerEntry: Sendable {
  var id: String
  var facts: TaskFacts
  /// A fingerprint of the API key, never the key.
  var key: String
  var businessID: String?
  /// The request as it was received, without white space.
  var request: String
  /// SHA-256, in hexadecimal, of the canonical request without `client_business_id`.
  var bodyHash: String
  var prompt: String
  /// How many status queries were answered about it.
  var queries = 0
  /// When a status answer first told its end, in milliseconds since 1970.
  var foundMilliseconds: Int64?

  func isRefunded(at milliseconds: Int64) -> Bool {
    facts.outcome.isFailure && facts.endMilliseconds <= milliseconds
  }

  /// The word of the contract for where the task is.
  func state(at milliseconds: Int64) -> String {
    switch facts.stage(at: milliseconds) {
    case .queued: "queued"
    case .inProgress: "in_progress"
    case .ended: facts.outcome.finalStatus
    }
  }
}
