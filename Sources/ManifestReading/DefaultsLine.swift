/// The defaults in force, and whether anybody has used them.
struct DefaultsLine {
  var line: Int
  var draft: RequestDraft
  /// Whether the line has a mistake: jobs after it can't be relied on.
  var isBroken: Bool
  var isUsed = false
}
