import JobModel

/// A place of the manifest together with what is known about it.
enum PageEntry: Sendable {
  case job(Job, JobState?, JobStatus)
  case invalid(InvalidLine)
}

extension ManifestEntry {
  /// The id, where there is one.
  var id: JobID? {
    switch self {
    case .job(let job): job.id
    case .invalid(let line): line.id
    }
  }
}
