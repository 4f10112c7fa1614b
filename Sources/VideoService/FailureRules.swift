/// Tells failures that are final from failures that can pass: the one table for it.
///
/// A failure is final when its code or its message speaks of content policy, moderation,
/// sensitive or prohibited content, or of an invalid input; anything else, and anything
/// unknown, can pass.
enum FailureRules {
  private static let finalWords = [
    "content policy", "content_policy", "moderation", "moderated", "sensitive", "prohibited",
    "invalid", "违规", "敏感", "审核",
  ]

  static func canPass(code: String?, message: String) -> Bool {
    let text = "\(code ?? "") \(message)".lowercased()
    return !finalWords.contains { text.contains($0) }
  }
}
