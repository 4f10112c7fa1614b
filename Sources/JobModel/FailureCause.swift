/// The cause of a failure, in our own words, and the user's remedy.
package struct FailureCause: Hashable, Sendable {
  /// Decides the title and the advice, whatever the code.
  package let kind: Kind
  /// The service's code or one of ours, if the failure has one.
  package let code: String?

  /// The kinds of causes that a user handles differently.
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// The service refuses what the prompt or a source shows.
    case contentPolicy
    /// The service finds the request invalid.
    case invalidRequest
    /// A local file has changed or cannot be read.
    case localFile
    /// The service does not accept a copy of a local file.
    case upload
    /// The same transient failure in several runs.
    case repeated
    /// A failure that may not occur next time.
    case transient
  }

  /// The cause by the failure table; a failure without a row is judged by ``JobFailure/canPass``.
  package init(_ failure: JobFailure) {
    code = failure.code
    if failure.isRepeated {
      kind = .repeated
    } else {
      kind =
        FailureRules.kind(code: failure.code, message: failure.message)
        ?? (failure.canPass ? .transient : .invalidRequest)
    }
  }

  /// A short description, without a period.
  package var title: String { FailureRules.rule(for: kind).title }

  /// The user's remedy, a sentence without a period.
  package var advice: String { FailureRules.rule(for: kind).advice }
}
