import JobModel

/// How to go on from a directory, as command lines that a person can type.
package struct NextCommands: Sendable {
  /// Tries again what may pass.
  package var again: String
  /// Brings a corrected manifest; `nil` when the manifest has no name, as standard input.
  package var corrected: String?
  /// Lists what is in doubt, for a person to settle.
  package var resolve: String
  /// Fetches what is paid for, and never submits.
  package var collect: String
  /// Lists the failures.
  package var failures: String

  package init(
    again: String, corrected: String?, resolve: String, collect: String, failures: String
  ) {
    self.again = again
    self.corrected = corrected
    self.resolve = resolve
    self.collect = collect
    self.failures = failures
  }

  /// The command to type after following the advice about a cause.
  package func command(for cause: FailureCause) -> String? {
    cause.kind == .transient ? again : corrected
  }
}
