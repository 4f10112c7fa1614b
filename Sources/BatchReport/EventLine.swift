import JobModel

/// What happened to a job, as a line for a person.
package enum EventLine {
  /// For example `sku-1: accepted as video_01K2, ¥0.75`.
  ///
  /// - Returns: `nil` for what only the program itself is interested in.
  package static func text(_ id: JobID, _ event: JobEvent) -> String? {
    words(event).map { TerminalText.oneLine("\(id): \($0)") }
  }

  private static func words(_ event: JobEvent) -> String? {
    switch event {
    case .named: nil
    case .obstructed(let failure, _): "can't be submitted: \(failure.message)"
    case .intended(let intent):
      "submitting (\(intent.reason)) for \(intent.amount.map { "¥\($0)" } ?? "an unknown price")"
    case .accepted(_, let task): "accepted as \(task)"
    case .refused(_, let failure): "refused: \(failure.message)"
    case .withdrawn(_, let reason): "nothing was created: \(reason)"
    case .answered: "answered with a success that names no task"
    case .doubted(_, let reason, _): "in doubt: \(reason)"
    case .abandoned: "given up in doubt"
    case .failed(_, let failure): "failed: \(failure.message)"
    case .completed: "finished at the service"
    case .fetched(_, let file, _), .refetched(_, let file, _, _):
      "fetched as \(file.path)"
        + (file.warnings.isEmpty ? "" : "; \(file.warnings.joined(separator: "; "))")
    case .lost(_, let reason): "lost: \(reason)"
    case .adopted(let other, _, _): "has the video of \(other) now"
    case .released: "its video is another job's now"
    case .moved(_, let path, let inPlace): inPlace ? "taken back" : "moved to \(path)"
    }
  }
}
