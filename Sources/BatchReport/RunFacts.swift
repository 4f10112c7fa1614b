import JobModel

/// What the account needs to know about the command that writes it.
package struct RunFacts: Sendable {
  /// The run that was under way at the end of the command; `nil` when none was.
  package var runID: String?
  /// The version of the program that did the work, for example `0.1.0`.
  package var toolVersion: String
  /// The prices that the estimates are made by; only their name is written, so that facts read back
  /// have the published prices under that name.
  package var prices: PriceTable
  /// The exit code of the command: 0, 1, 3, or 128 and the number of a signal.
  package var exitCode: Int32
  /// Why the run ended early: one word, a sentence, and the command that goes on.
  package var stopped: Stop?
  /// When the command began; when the run did, where the command has left no row.
  package var startedAt: Timestamp
  /// When the account was made, before it was written; facts that are read back keep it.
  package var endedAt: Timestamp
  /// The credits that the service says the key has used meanwhile, as exact text: beside the
  /// estimate, in a unit of its own, and with whatever else used the key. `nil` when unknown.
  package var creditsUsed: String?
  /// Jobs that were complete at the start.
  package var kept: Int

  /// Why a command ended before every job was decided, and how to go on.
  package struct Stop: Sendable {
    /// One word for programs, such as `budget` or `interrupted`.
    package var reason: String
    /// The same for a person, as a sentence without its end.
    package var message: String
    /// The command line to type, with its words quoted for a shell.
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
