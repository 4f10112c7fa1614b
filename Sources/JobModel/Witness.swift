/// An accepted attempt that a look-up by its key should find.
package struct Witness: Hashable, Sendable {
  /// The job whose attempt it is; no job bears witness for itself.
  package var job: JobID
  /// A salted fingerprint of the API key that it was sent with.
  package var account: String
  /// The key that it carried.
  package var key: SubmissionKey
  /// The task that the look-up has to answer with.
  package var task: TaskID
  /// When its intent was recorded: a look-up that finds it lags behind by no more than its age.
  package var submittedAt: Timestamp

  package init(
    job: JobID, account: String, key: SubmissionKey, task: TaskID, submittedAt: Timestamp
  ) {
    self.job = job
    self.account = account
    self.key = key
    self.task = task
    self.submittedAt = submittedAt
  }
}
