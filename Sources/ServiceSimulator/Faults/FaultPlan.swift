/// The faults in force, with what they need to remember; seeded, so that a run can be repeated.
struct FaultPlan: Sendable {
  /// What a request is about, for the conditions.
  struct Subject: Sendable {
    var route: FaultRule.Route
    /// The body's hash, the task's id or the file's path.
    var identity: String
    var prompt: String
  }

  struct Armed {
    var rule: FaultRule
    var generator: SeededGenerator
    var seen = 0
    var fired = 0
    var seenOfEach: [String: Int] = [:]
  }

  private var armed: [Armed] = []

  init(_ rules: [FaultRule], seed: UInt64) {
    for (index, rule) in rules.enumerated() {
      let mixed = seed ^ (UInt64(index + 1) &* 0xD134_2543_DE82_EF95)
      armed.append(Armed(rule: rule, generator: SeededGenerator(seed: mixed)))
    }
  }

  var isEmpty: Bool { armed.isEmpty }

  /// Whether any condition looks at prompts, which cost a look into the ledger.
  var readsPrompts: Bool {
    armed.contains { if case .prompt = $0.rule.condition { true } else { false } }
  }

  /// Each rule's text, how many requests it saw and how many it struck.
  var summary: [(text: String, seen: Int, fired: Int)] {
    armed.map { ($0.rule.text, $0.seen, $0.fired) }
  }

  /// The first rule that strikes; every rule of the route counts the request.
  mutating func strike(_ subject: Subject) -> FaultAction? {
    var chosen: FaultAction?
    for index in armed.indices {
      let route = armed[index].rule.route
      guard route == subject.route || route == .any else { continue }
      armed[index].seen += 1
      if armed[index].matches(subject), chosen == nil {
        armed[index].fired += 1
        chosen = armed[index].rule.action
      }
    }
    return chosen
  }
}

extension FaultPlan.Armed {
  mutating func matches(_ subject: FaultPlan.Subject) -> Bool {
    switch rule.condition {
    case .always: return true
    case .probability(let probability): return generator.fraction() < probability
    case .requests(let numbers): return numbers.contains(seen)
    case .firstOfEach(let count):
      let before = seenOfEach[subject.identity, default: 0]
      if before < count { seenOfEach[subject.identity] = before + 1 }
      return before < count
    case .prompt(let text): return subject.prompt.contains(text)
    }
  }
}
