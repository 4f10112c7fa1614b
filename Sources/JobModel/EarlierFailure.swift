/// A transient failure of earlier attempts, remembered until the same request succeeds or fails
/// with another text.
package struct EarlierFailure: Hashable, Sendable {
  /// The number of runs with the same failure after which it counts as final.
  static let limit = 3

  /// The service's code; `nil` if it gave none.
  package var code: String?
  /// The service's message.
  package var message: String
  /// The request that failed.
  package var fingerprint: Fingerprint
  /// The newest run in which it failed.
  package var run: String
  /// The number of different runs in which it failed, at least 1.
  package var runs: Int

  package init(code: String?, message: String, fingerprint: Fingerprint, run: String, runs: Int) {
    self.code = code
    self.message = message
    self.fingerprint = fingerprint
    self.run = run
    self.runs = runs
  }

  /// Counts a failure of an attempt; `nil` if the service itself calls it final.
  ///
  /// - Parameter earlier: counts as well if request, code and message are equal.
  init?(_ failure: JobFailure, of intent: Attempt.Intent, after earlier: EarlierFailure?) {
    guard failure.canPass || failure.isRepeated else { return nil }
    self.init(
      code: failure.code, message: failure.message, fingerprint: intent.fingerprint,
      run: intent.run, runs: 1)
    if let earlier, earlier.code == code, earlier.message == message,
      earlier.fingerprint == fingerprint
    {
      runs = earlier.runs + (earlier.run == run ? 0 : 1)
    }
  }
}

extension JobState.Parts {
  /// Returns a failure of the newest attempt, final if it has repeated in so many runs.
  func judged(_ failure: JobFailure, of intent: Attempt.Intent) -> JobFailure {
    let count = EarlierFailure(failure, of: intent, after: earlierFailure)?.runs ?? 0
    guard count >= EarlierFailure.limit else { return failure }
    var final = failure
    final.canPass = false
    final.isRepeated = true
    return final
  }

  /// Keeps the newest attempt's failure in memory before another attempt takes its place.
  mutating func rememberFailure(before intent: Attempt.Intent) {
    if let latest, case .failed(let failure, _) = latest.phase {
      earlierFailure = EarlierFailure(failure, of: latest.intent, after: earlierFailure)
    }
    if earlierFailure?.fingerprint != intent.fingerprint { earlierFailure = nil }
  }
}
