import JobModel

/// What failures have in common, in our own words, and what a person can do about it.
package struct FailureCause: Hashable, Sendable {
  /// Decides the title and the cure, whatever the code.
  package let kind: Kind
  /// The service's code or one of ours, if the failure has one.
  package let code: String?

  /// The sorts of causes that a person deals with differently.
  package enum Kind: Hashable, Sendable {
    /// The service refuses what the prompt or a source shows.
    case contentPolicy
    /// The service finds the request wrong.
    case invalidRequest
    /// A local file is not what it was, or can't be read.
    case localFile
    /// The service takes no copy of a local file.
    case upload
    /// Anything that may go better another time.
    case passing
  }

  /// Judges by our own code, then by words such as `moderation` in code or message, then by whether
  /// the failure can pass.
  package init(_ failure: JobFailure) {
    let words = "\(failure.code ?? "") \(failure.message)".lowercased()
    switch failure.code {
    case "file_changed", "file_unreadable": kind = .localFile
    case "upload_refused", "upload_failed": kind = .upload
    default:
      if Self.policyWords.contains(where: { words.contains($0) }) {
        kind = .contentPolicy
      } else {
        kind = failure.canPass ? .passing : .invalidRequest
      }
    }
    code = failure.code
  }

  private static let policyWords = [
    "content policy", "content_policy", "moderation", "moderated", "sensitive", "prohibited",
    "违规", "敏感", "审核",
  ]

  /// What happened, as a short sentence without its end.
  package var title: String {
    switch kind {
    case .contentPolicy: "refused by the content policy"
    case .invalidRequest: "refused as invalid"
    case .localFile: "a local file changed or can't be read"
    case .upload: "a local file could not be uploaded"
    case .passing: "the service could not make the video"
    }
  }

  /// What to do, as a sentence without its end.
  package var cure: String {
    switch kind {
    case .contentPolicy:
      "change the prompt or the source; the same request would be refused again"
    case .invalidRequest:
      "correct the line in the manifest; the same request would be refused again"
    case .localFile: "put the file in its place and run the manifest again"
    case .upload: "check the file's format and size, and run the manifest again"
    case .passing: "go on with the run; a failed task is refunded and may succeed next time"
    }
  }
}
