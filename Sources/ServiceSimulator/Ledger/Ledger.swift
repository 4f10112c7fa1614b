/// Every accepted task and what it cost.
///
/// Times are milliseconds since 1970. The ledger grows with the tasks it has seen and keeps all.
struct Ledger: Sendable {
  private struct BusinessKey: Hashable, Sendable {
    var account: UInt16
    /// Bytes, since `String` would merge composed and decomposed forms.
    var bytes: [UInt8]
  }

  private(set) var entries: [LedgerEntry] = []
  /// The number of tasks in each body, by its hash.
  private(set) var attempts: [String: Int] = [:]
  private(set) var chargedFen: Int64 = 0
  private(set) var refundedFen: Int64 = 0
  private(set) var peakUnfinished = 0
  private(set) var repeatedBusinessIDs = 0

  private var indexByID: [String: Int] = [:]
  private var indexByBusinessID: [BusinessKey: Int] = [:]
  private var attemptsByPrompt: [[UInt8]: Int] = [:]
  private var usedByKey: [String: Int64] = [:]
  private var unfinished = EndQueue()

  /// Charges less refunds.
  var usedFen: Int64 { chargedFen - refundedFen }

  /// What one key has used, by its fingerprint.
  func usedFen(byKey key: String) -> Int64 { usedByKey[key, default: 0] }

  var unfinishedCount: Int { unfinished.count }

  /// Ends, and refunds, what has ended by now.
  mutating func settle(at milliseconds: Int64) {
    while let index = unfinished.popEnded(by: milliseconds) {
      let entry = entries[index]
      guard entry.facts.outcome.isFailure else { continue }
      refundedFen += entry.facts.shape.priceFen
      usedByKey[entry.key, default: 0] -= entry.facts.shape.priceFen
    }
  }

  mutating func record(_ entry: LedgerEntry) {
    let index = entries.count
    entries.append(entry)
    indexByID[entry.id] = index
    attempts[entry.bodyHash, default: 0] += 1
    attemptsByPrompt[Array(entry.prompt.utf8), default: 0] += 1
    if let id = entry.businessID {
      let key = BusinessKey(account: entry.facts.account, bytes: Array(id.utf8))
      if indexByBusinessID[key] == nil {
        indexByBusinessID[key] = index
      } else {
        repeatedBusinessIDs += 1
      }
    }
    chargedFen += entry.facts.shape.priceFen
    usedByKey[entry.key, default: 0] += entry.facts.shape.priceFen
    unfinished.insert(index, end: entry.facts.endMilliseconds)
    peakUnfinished = max(peakUnfinished, unfinished.count)
  }

  /// Counts a status query.
  ///
  /// A task of another simulator has no entry, and is not counted.
  ///
  /// - Parameter time: when the answer tells that the task has ended, in milliseconds since 1970;
  ///   nil where it does not.
  /// - Returns: the `client_business_id` of the task.
  mutating func noteQuery(id: String, tellingEndAt time: Int64?) -> String? {
    guard let index = indexByID[id] else { return nil }
    entries[index].queries += 1
    if entries[index].foundMilliseconds == nil { entries[index].foundMilliseconds = time }
    return entries[index].businessID
  }

  func entry(id: String) -> LedgerEntry? { indexByID[id].map { entries[$0] } }

  /// The first task that was sent with this `client_business_id` by this account.
  func entry(businessID: [UInt8], account: UInt16) -> LedgerEntry? {
    indexByBusinessID[BusinessKey(account: account, bytes: businessID)].map { entries[$0] }
  }

  /// How many tasks with exactly this prompt there were.
  func attempts(ofPrompt prompt: String) -> Int {
    attemptsByPrompt[Array(prompt.utf8), default: 0]
  }

  /// Bodies that were accepted more than once, those of them that were paid for more than once,
  /// and what was paid beyond the first task of each; refunds taken into account.
  func duplicateBodies(at milliseconds: Int64) -> (accepted: Int, paid: Int, excessFen: Int64) {
    var paid: [String: Int] = [:]
    var excessFen: Int64 = 0
    for entry in entries where attempts[entry.bodyHash, default: 0] > 1 {
      let earlier = paid[entry.bodyHash, default: 0]
      let isPaid = !entry.isRefunded(at: milliseconds)
      paid[entry.bodyHash] = earlier + (isPaid ? 1 : 0)
      if isPaid, earlier > 0 { excessFen += entry.facts.shape.priceFen }
    }
    return (paid.count, paid.values.count { $0 > 1 }, excessFen)
  }
}
