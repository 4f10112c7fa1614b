import JobModel

/// Everything a job can have come to, each reached by the shortest way.
package enum JobStage: CaseIterable {
  case untouched, intended, inDoubt, inDoubtWithTask, accepted, completed, fetched
  case refused, failed, withdrawn, lost, abandoned

  /// The events that lead there.
  package var way: [JobEvent] {
    switch self {
    case .untouched: []
    case .intended: [.intended(.make())]
    case .inDoubt: JobStage.intended.way + [EventKind.doubted.event()]
    case .inDoubtWithTask: JobStage.accepted.way + [EventKind.doubted.event()]
    case .accepted: JobStage.intended.way + [EventKind.accepted.event()]
    case .completed: JobStage.accepted.way + [EventKind.completed.event()]
    case .fetched: JobStage.completed.way + [EventKind.fetched.event()]
    case .refused: JobStage.intended.way + [EventKind.refused.event()]
    case .failed: JobStage.accepted.way + [EventKind.failed.event()]
    case .withdrawn: JobStage.intended.way + [EventKind.withdrawn.event()]
    case .lost: JobStage.completed.way + [EventKind.lost.event()]
    case .abandoned: JobStage.inDoubt.way + [EventKind.abandoned.event()]
    }
  }

  package func state() throws -> JobState {
    var state = JobState()
    for event in way { try state.apply(event, at: .make()) }
    return state
  }

  /// The phase as it is written in the tables here.
  package var phase: Attempt.Phase? {
    let task = TaskID("video_1")
    return switch self {
    case .untouched: nil
    case .intended: .intended
    case .inDoubt: .inDoubt(reason: "no answer", task: nil)
    case .inDoubtWithTask: .inDoubt(reason: "no answer", task: task)
    case .accepted: .accepted(task)
    case .completed: .completed(task, .make())
    case .fetched: .fetched(task)
    case .refused: .failed(.make(code: "refused", httpStatus: 422), task: nil)
    case .failed: .failed(.make(), task: task)
    case .withdrawn: .withdrawn(reason: "nothing was created")
    case .lost: .lost(task, reason: "expired")
    case .abandoned: .abandoned
    }
  }
}
