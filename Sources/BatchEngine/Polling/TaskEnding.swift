import JobModel

/// How waiting for a video task ended.
enum TaskEnding: Sendable, Equatable {
  case completed(RemoteVideo)
  case failed(JobFailure)
  /// The service did not know the task for the whole settling time.
  case unknownTask(message: String)
  /// Waiting took too long, or the run is being cut short. No verdict: the task goes on.
  case stillRunning
}
