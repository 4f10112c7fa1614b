/// What the question "what was spent?" is asked by.
package enum CostGrouping: Hashable, Sendable {
  /// By the day on which the charge was recorded: of a submission in doubt, when it was found or
  /// given up; of one that is in doubt still, when it was meant to leave.
  case day
  /// By the month of that day.
  case month
  /// By why it was submitted, in the words before any details.
  case reason
  /// By a label of the job, as the manifest has it now.
  case label(String)

  /// Reads `day`, `month`, `reason` or `label.NAME`; whatever follows the first point is the
  /// name, points included.
  package init?(_ text: String) {
    switch text {
    case "day": self = .day
    case "month": self = .month
    case "reason": self = .reason
    default:
      guard text.hasPrefix("label."), text.utf8.count > 6 else { return nil }
      self = .label(String(text.dropFirst(6)))
    }
  }

  /// The word that ``init(_:)`` reads.
  package var text: String {
    switch self {
    case .day: "day"
    case .month: "month"
    case .reason: "reason"
    case .label(let name): "label.\(name)"
    }
  }

  /// Whether groups follow each other by name, as dates do, and not by amount.
  var isChronological: Bool {
    switch self {
    case .day, .month: true
    case .reason, .label: false
    }
  }
}
