import JobModel
import TestSupport

/// Everything a job can have come to, each reached by the shortest way.
enum Stage: CaseIterable {
  case untouched, intended, inDoubt, inDoubtWithTask, accepted, completed, fetched
  case refused, failed, withdrawn, lost, abandoned

  /// The events that lead there.
  var way: [JobEvent] {
    switch self {
    case .untouched: []
    case .intended: [.intended(.make())]
    case .inDoubt: Stage.intended.way + [Kind.doubted.event()]
    case .inDoubtWithTask: Stage.accepted.way + [Kind.doubted.event()]
    case .accepted: Stage.intended.way + [Kind.accepted.event()]
    case .completed: Stage.accepted.way + [Kind.completed.event()]
    case .fetched: Stage.completed.way + [Kind.fetched.event()]
    case .refused: Stage.intended.way + [Kind.refused.event()]
    case .failed: Stage.accepted.way + [Kind.failed.event()]
    case .withdrawn: Stage.intended.way + [Kind.withdrawn.event()]
    case .lost: Stage.completed.way + [Kind.lost.event()]
    case .abandoned: Stage.inDoubt.way + [Kind.abandoned.event()]
    }
  }

  func state() throws -> JobState {
    var state = JobState()
    for event in way { try state.apply(event, at: .make()) }
    return state
  }

  /// The phase as it is written in the tables here.
  var phase: Attempt.Phase? {
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

/// The kinds of events, with an example of each.
enum Kind: CaseIterable {
  case named, obstructed, intended, accepted, refused, withdrawn, doubted, abandoned, failed
  case completed, fetched, lost, moved

  /// - Parameter attempt: of an intent, the attempt before it.
  func event(_ attempt: Int = 1) -> JobEvent {
    switch self {
    case .named: .named(stem: "job-1")
    case .obstructed: .obstructed(.make(message: "the picture was refused"))
    case .intended: .intended(.make(number: attempt + 1))
    case .accepted: .accepted(attempt: attempt, TaskID("video_\(attempt)"))
    case .refused: .refused(attempt: attempt, .make(code: "refused", httpStatus: 422))
    case .withdrawn: .withdrawn(attempt: attempt, reason: "nothing was created")
    case .doubted: .doubted(attempt: attempt, reason: "no answer", task: nil)
    case .abandoned: .abandoned(attempt: attempt)
    case .failed: .failed(attempt: attempt, .make())
    case .completed: .completed(attempt: attempt, .make())
    case .fetched: .fetched(attempt: attempt, .make(), replaced: nil)
    case .lost: .lost(attempt: attempt, reason: "expired")
    case .moved: .moved(attempt: attempt, path: "versions/job-1.mp4", inPlace: false)
    }
  }
}
