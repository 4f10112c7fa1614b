import JobModel

/// The kinds of events, with an example of each.
package enum EventKind: CaseIterable {
  case named, obstructed, intended, accepted, refused, withdrawn, answered, doubted, abandoned,
    failed
  case completed, fetched, lost, refetched, adopted, released, moved

  /// - Parameter attempt: of an intent, the attempt before it.
  package func event(_ attempt: Int = 1) -> JobEvent {
    switch self {
    case .named: .named(stem: "job-1")
    case .obstructed: .obstructed(.make(message: "the picture was refused"), .make())
    case .intended: .intended(.make(number: attempt + 1))
    case .accepted: .accepted(attempt: attempt, TaskID("video_\(attempt)"))
    case .refused: .refused(attempt: attempt, .make(code: "refused", httpStatus: 422))
    case .withdrawn: .withdrawn(attempt: attempt, reason: "nothing was created")
    case .answered: .answered(attempt: attempt)
    case .doubted: .doubted(attempt: attempt, reason: "no answer", task: nil)
    case .abandoned: .abandoned(attempt: attempt)
    case .failed: .failed(attempt: attempt, .make())
    case .completed: .completed(attempt: attempt, .make())
    case .fetched: .fetched(attempt: attempt, .make(), replaced: nil)
    case .lost: .lost(attempt: attempt, reason: "expired")
    case .refetched: .refetched(attempt: attempt, .make(), .make(), replaced: nil)
    case .adopted: .adopted(from: JobID("left"), .make(attempt: -attempt), replaced: nil)
    case .released: .released(attempt: attempt)
    case .moved: .moved(attempt: attempt, path: "versions/job-1.mp4", inPlace: false)
    }
  }
}
