import JobModel
import Pacing

/// What bounds a run, and how it goes about its work. Every wait and every retry has its
/// limit here.
package struct RunLimits: Sendable {
  /// The most tasks submitted and not ended.
  package var concurrency = 500
  /// The most downloads at a time.
  package var downloads = 8
  /// Submissions a second, and how many may be saved up.
  package var submitRate = ServiceTier.default.submitRate
  /// The most submissions that are saved up while fewer leave; at least 1.
  package var submitBurst = ServiceTier.default.submitBurst
  /// Queries a second, and how many may be saved up.
  package var queryRate = ServiceTier.default.queryRate
  /// The most queries that are saved up while fewer leave; at least 1.
  package var queryBurst = ServiceTier.default.queryBurst
  /// The least time between two queries of one task.
  package var pollInterval = Duration.seconds(5)
  /// The longest API exchange.
  package var requestTimeout = Duration.seconds(60)
  /// New submissions of a task that failed for a reason that can pass.
  package var retries = 1
  /// How long after a task was first seen to have failed its status is asked again, before the
  /// failure counts: the service may retry and refund only after it has told of a failure.
  package var failureRecheck = Duration.seconds(30)
  /// How long a run waits for one task.
  package var taskTimeout = Duration.seconds(2 * 3600)
  /// How long the service may give no answer at all before the run stops.
  package var giveUpAfter = Duration.seconds(3600)
  /// How long a look-up that finds nothing is repeated.
  package var settle = Duration.seconds(60)
  /// The most that a run may spend; `nil` for no cap.
  package var maxCost: Money?
  /// The most submissions of one command; `nil` for no limit.
  package var submissions: Int?
  /// More failures than this in one command end submitting, a percentage being of the submissions
  /// that have ended, once they are 20; `nil` for any number.
  package var failures: Share?
  /// How many replaced videos of a job are kept.
  package var keptVersions = 1
  /// Between a failed submission and the next one of the same job.
  package var resubmitDelay = RetryDelay(first: .seconds(2), most: .seconds(300))
  /// Between two tries of a download.
  package var downloadDelay = RetryDelay(first: .seconds(1), most: .seconds(30))
  /// Tries of one download in a run.
  package var downloadTries = 6

  package init() {}
}
