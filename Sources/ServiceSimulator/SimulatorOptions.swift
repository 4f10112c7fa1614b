/// How the simulated service behaves; plain values, each with the default of a calm demo.
package struct SimulatorOptions: Sendable {
  /// The service's rate limit groups.
  package enum Tier: String, Sendable, CaseIterable {
    /// 300, 1,000 and 2,000 submissions a minute, and 3,000, 10,000 and 30,000 queries.
    case `default`, vip, svip
    /// No limits and no `X-RateLimit-*` headers.
    case unlimited
  }

  /// The service's use of `client_business_id`, which the contract leaves open.
  package enum BusinessIDs: String, Sendable, CaseIterable {
    /// In this order: repeated in answers, and finds its task; checked and then forgotten; refused
    /// with 400 as an unknown parameter.
    case honoured, ignored, refused
    /// Honored, but a key inside `metadata` wins over the one at the top level.
    case metadataFirst = "metadata-first"
    /// Honored for one mode, ignored for the other.
    case imageOnly = "image-only", referenceOnly = "reference-only"
    /// Stored, found and repeated under another key.
    case rewritten
    /// Stored and found as sent, but repeated as another key.
    case echoRewritten = "echo-rewritten"

    /// The key under which a task is stored; nil where the service forgets it.
    func stored(topLevel: String?, inMetadata: String?, isReferenceVideo: Bool) -> String? {
      let sent = self == .metadataFirst ? inMetadata ?? topLevel : topLevel ?? inMetadata
      return switch self {
      case .ignored, .refused: nil
      case .imageOnly: isReferenceVideo ? nil : sent
      case .referenceOnly: isReferenceVideo ? sent : nil
      case .rewritten: sent.map(Self.rewritten)
      case .honoured, .metadataFirst, .echoRewritten: sent
      }
    }

    /// The key that the answers about a task repeat.
    func repeated(_ stored: String) -> String {
      self == .echoRewritten ? Self.rewritten(stored) : stored
    }

    private static func rewritten(_ key: String) -> String { "user-1-\(key)" }
  }

  /// How `progress` stands in a status answer.
  package enum ProgressStyle: String, Sendable, CaseIterable {
    /// In this order: as `65`, as `"65%"`, and as no member at all.
    case number, percent, none
  }

  /// The member that carries a task's id.
  package enum IDField: String, Sendable, CaseIterable {
    /// The raw value is the member's name.
    case id, task_id
  }

  /// Which words stand for a task that has not ended.
  package enum StatusWords: String, Sendable, CaseIterable {
    /// `queued` and `in_progress`.
    case contract
    /// Also `pending`, `submitted`, `processing` and `running`, by task.
    case varied
  }

  /// A key that the service knows; keys of one account share tasks, limits and balance.
  package struct AcceptedKey: Sendable, Equatable {
    /// Compared byte for byte with what a request sends behind `Bearer`.
    package var key: String
    /// Any name; the same name is the same account.
    package var account: String

    package init(key: String, account: String = "main") {
      self.key = key
      self.account = account
    }
  }

  /// 0 takes any free port.
  package var port: UInt16 = 0
  /// Decides task times, failures and faults; the same requests then fare the same.
  package var seed: UInt64 = 1
  /// How long tasks take; each draws its own by the seed, its body and how often that was sent.
  package var taskTime = TaskTime.uniform(2...6)
  /// Whether videos of 10 and 15 s take two and three times as long.
  package var longerTakesLonger = false
  /// The allowances of every account, and whether answers tell of them.
  package var tier = Tier.default
  /// Whether a spent allowance leads to 429; the headers are sent either way.
  package var enforceRateLimits = true
  /// What becomes of the key that submissions carry.
  package var businessIDs = BusinessIDs.honoured
  /// A look-up by `client_business_id` finds a task only when it is so old.
  package var lookupDelaySeconds = 0.0
  /// Empty: any key is accepted, and all belong to one account.
  package var apiKeys: [AcceptedKey] = []
  /// In hundredths of a yuan (CNY); nil is an unlimited quota.
  package var balanceFen: Int64? = 1_000_000
  /// The share of tasks, 0 to 1, that fail for a reason that can pass.
  package var failureRate = 0.0
  /// Each as `ROUTE:ACTION[(ARGUMENT)][=WHEN]`; see ``faultHelp``.
  package var faults: [String] = []
  /// The form of `progress` in the answers to submissions and status queries.
  package var progressStyle = ProgressStyle.number
  /// The member with the task's id in the same answers.
  package var idField = IDField.id
  /// The words for unfinished tasks in the same answers.
  package var statusWords = StatusWords.contract
  /// How long a result URL works after its task's end.
  package var urlLifetimeSeconds = 86_400.0
  /// Added to every time that the service shows or uses, so that a client's clock is wrong.
  package var clockOffsetSeconds = 0.0
  /// A file that keeps the ledger over restarts and kills; nil keeps it in memory only.
  package var stateFile: String?
  /// Microseconds since 1970 UTC; never set back by the default.
  package var now: @Sendable () -> Int64 = SteadyWallClock.microseconds

  /// Begins with every default, which is what ``table`` says of each option.
  package init() {}

  /// The language of ``faults``, as text for a help page.
  package static var faultHelp: String { FaultRule.help }
}
