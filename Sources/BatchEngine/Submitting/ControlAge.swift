import JobModel
import Pacing

/// Compares the age of an attempt in doubt with that of a control task.
///
/// A look-up may lag behind submissions, above all while the service is in trouble. That it finds
/// a control task of age A shows that it lags by no more than A, so "not found" counts only for an
/// attempt that is at least as old. Ages come from the boot clock, which cannot be set; across boots
/// only the order of the journal counts.
struct ControlAge {
  /// Submissions further apart prove nothing: the lag may have changed, and the service may no
  /// longer find old tasks.
  private static let longest: Int64 = 86_400_000

  private let doubt: Attempt
  private let sentBefore: Uptime
  private let now: Uptime
  private let openedAt: Uptime
  private let requestTimeout: Int64

  /// - Parameters:
  ///   - sentBefore: a moment at which the request had left, if it ever did.
  ///   - now: when it is looked up.
  ///   - openedAt: when this process took the directory over.
  ///   - requestTimeout: how long after its intent the request may have left.
  init(
    doubt: Attempt, sentBefore: Uptime, now: Uptime, openedAt: Uptime, requestTimeout: Duration
  ) {
    self.sentBefore = sentBefore
    self.doubt = doubt
    self.now = now
    self.openedAt = openedAt
    self.requestTimeout = requestTimeout.wholeMilliseconds
  }

  /// The time for which the attempt must still stay not to be found after the control task was.
  ///
  /// - Returns: `nil` when the control task proves nothing, however long it is waited for.
  func wait(for control: Witness) -> Duration? {
    guard let controlled = control.uptime, isPast(controlled) else { return nil }
    if let sent = doubt.intent.uptime, sent.boot == controlled.boot {
      guard isPast(sent) else { return nil }
      var latest = sent.milliseconds + requestTimeout
      if sent.boot == sentBefore.boot { latest = min(latest, sentBefore.milliseconds) }
      guard abs(sent.milliseconds - controlled.milliseconds) <= Self.longest else { return nil }
      return .milliseconds(max(0, latest - controlled.milliseconds))
    }
    // The attempt is of another boot. It is older than what this process has submitted.
    guard controlled.boot == now.boot, controlled.milliseconds >= openedAt.milliseconds else {
      return nil
    }
    let apart = control.submittedAt.milliseconds - doubt.submittedAt.milliseconds
    return (0...Self.longest).contains(apart) ? .zero : nil
  }

  /// A reading of this boot that is still to come shows a clock that is not what it should be.
  private func isPast(_ reading: Uptime) -> Bool {
    reading.boot != now.boot || reading.milliseconds <= now.milliseconds
  }
}

extension BatchClock {
  /// A reading of the boot clock, as the journal notes it.
  var reading: Uptime {
    let (boot, milliseconds) = uptime
    return Uptime(boot: boot, milliseconds: milliseconds)
  }
}
