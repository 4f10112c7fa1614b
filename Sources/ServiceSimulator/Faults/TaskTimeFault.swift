import JSONText

/// Wrong times in a status answer, by a fault such as `expires-at(created-1)`.
struct TaskTimeFault: Equatable, Sendable {
  enum Member: String, CaseIterable, Sendable {
    case created = "created_at"
    case completed = "completed_at"
    case expires = "expires_at"
  }

  private enum Form: Equatable, Sendable {
    case missing, milliseconds, isoText
    /// Seconds from the true time.
    case shifted(Int64)
    /// Seconds from the task's creation.
    case sinceCreation(Int64)
    case json(String)
  }

  private let members: [Member]
  private let form: Form

  /// Reads `created-at`, `completed-at`, `expires-at` or `times` (all three), with `none`, `ms`,
  /// `iso`, `true-3600`, `created-1` or a JSON value.
  init?(name: String, argument: String) {
    let member = Member(rawValue: name.replacing("-", with: "_"))
    guard let members = name == "times" ? Member.allCases : member.map({ [$0] }) else { return nil }
    self.members = members
    func offset(_ word: String) -> Int64? {
      guard argument.hasPrefix(word), let offset = Int64(argument.dropFirst(word.count)),
        offset.magnitude < 1 << 40
      else { return nil }
      return offset
    }
    switch argument {
    case "none": form = .missing
    case "ms": form = .milliseconds
    case "iso": form = .isoText
    default:
      if let seconds = offset("true") {
        form = .shifted(seconds)
      } else if let seconds = offset("created") {
        form = .sinceCreation(seconds)
      } else {
        guard (try? JSONValue.parse(Array(argument.utf8))) != nil else { return nil }
        form = .json(argument)
      }
    }
  }

  /// The JSON text of a time of a task, both in milliseconds since 1970; nil to leave it out.
  func text(_ member: Member, _ time: Int64, created: Int64) -> String? {
    guard members.contains(member) else { return "\(time / 1_000)" }
    return switch form {
    case .missing: nil
    case .milliseconds: "\(time)"
    case .isoText: "\"\(isoDate(time / 1_000))\""
    case .shifted(let seconds): "\(time / 1_000 + seconds)"
    case .sinceCreation(let seconds): "\(created / 1_000 + seconds)"
    case .json(let text): text
    }
  }
}
