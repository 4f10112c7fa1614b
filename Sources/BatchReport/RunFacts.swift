import JobModel

/// What the account needs to know about the command that writes it.
package struct RunFacts: Sendable {
  package var runID: String?
  package var toolVersion: String
  package var prices: PriceTable
  package var exitCode: Int32
  /// Why the run ended early: one word, a sentence, and the command that goes on.
  package var stopped: Stop?
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  /// The credits that the service says the key has used meanwhile, as exact text: beside the
  /// estimate, in a unit of its own, and with whatever else used the key. `nil` when unknown.
  package var creditsUsed: String?
  /// Jobs that were complete at the start.
  package var kept: Int

  package struct Stop: Sendable {
    package var reason: String
    package var message: String
    package var nextCommand: String

    package init(reason: String, message: String, nextCommand: String) {
      self.reason = reason
      self.message = message
      self.nextCommand = nextCommand
    }
  }

  package init(
    runID: String?, toolVersion: String, prices: PriceTable, exitCode: Int32, stopped: Stop?,
    startedAt: Timestamp, endedAt: Timestamp, creditsUsed: String? = nil, kept: Int
  ) {
    self.runID = runID
    self.toolVersion = toolVersion
    self.prices = prices
    self.exitCode = exitCode
    self.stopped = stopped
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.creditsUsed = creditsUsed
    self.kept = kept
  }
}
