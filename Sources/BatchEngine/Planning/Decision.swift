import JobModel

/// What is to be done about a job now. `plan` prints it, `run` carries it out.
package enum Decision: Sendable, Equatable {
  /// The video is here: nothing to do.
  case keep
  /// A submission may exist: find out before anything else.
  case reconcile(reason: String)
  /// A paid task has not ended: wait for it.
  case poll(TaskID)
  /// The video is paid for and exists at the service: fetch it, for nothing.
  case fetch(TaskID, reason: String)
  /// The file of a kept video is lost here and may still be had at the service: fetch it again,
  /// for nothing.
  case recall(KeptVideo, reason: String)
  /// An older video of the same request is kept here: take it back, for nothing.
  case takeBack(KeptVideo)
  /// The same request failed for good: nothing to do.
  case keepFailure(JobFailure)
  /// Submit it, and pay.
  case submit(reason: String)
}

/// What the disk says about a video that should be there.
package enum FileCheck: Sendable, Equatable {
  case whole
  case missing
  /// There, but not as it was fetched; says how.
  case damaged(String)
}
