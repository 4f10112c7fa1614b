/// A control task: an accepted attempt that a look-up by its key should find.
package struct Witness: Hashable, Sendable {
  /// The job of the attempt; a job is never its own control.
  package var job: JobID
  /// A salted fingerprint of the API key that it was sent with.
  package var account: String
  /// The mode of its request: the service may honor the key for one mode and not for another.
  package var mode: VideoMode
  /// The key that it carried.
  package var key: SubmissionKey
  /// The task that the look-up has to answer with.
  package var task: TaskID
  /// When its intent was recorded, by the wall clock.
  package var submittedAt: Timestamp
  /// The same moment by the boot clock: look-ups that find it lag by no more than its age.
  package var uptime: Uptime?

  package init(
    job: JobID, account: String, mode: VideoMode, key: SubmissionKey, task: TaskID,
    submittedAt: Timestamp, uptime: Uptime?
  ) {
    self.job = job
    self.account = account
    self.mode = mode
    self.key = key
    self.task = task
    self.submittedAt = submittedAt
    self.uptime = uptime
  }
}
