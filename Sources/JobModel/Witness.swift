/// An accepted attempt that a look-up by its key should find.
package struct Witness: Hashable, Sendable {
  package var job: JobID
  /// A salted fingerprint of the API key that it was sent with.
  package var account: String
  package var key: SubmissionKey
  package var task: TaskID
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
