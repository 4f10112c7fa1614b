import JobModel
import Pacing

/// A video task that is waited for, and what is known of it here. Belongs to ``WatchedTasks`` alone.
final class WatchedTask {
  let task: TaskID
  let job: JobID
  /// Since when it is waited for here.
  let since: Duration
  var watch: TaskWatch
  var ticket: SubmissionQueue.Ticket
  var missingSince: Duration?
  /// When it was first seen to have failed, unless it was seen otherwise since.
  var failedSince: Duration?
  /// The last status that is not known, which is told once.
  var strangeStatus: String?
  /// Whether the planner knows that it has ended.
  var hasEnded = false
  /// Whether a query of it is under way.
  var isAsked = false
  /// Queries in a row that got no usable answer.
  var failures = 0
  /// Which entry of the agenda says when it is to be asked: older ones count no more.
  var entryNumber = 0

  init(
    task: TaskID, job: JobID, since: Duration, watch: TaskWatch, ticket: SubmissionQueue.Ticket
  ) {
    self.task = task
    self.job = job
    self.since = since
    self.watch = watch
    self.ticket = ticket
  }
}
