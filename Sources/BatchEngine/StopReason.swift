import DurableFiles
import JobModel

/// Why a run ended before every job was decided.
package enum StopReason: Error, Sendable, Equatable {
  /// A signal, by its number.
  case interrupted(signal: Int32)
  /// The service refused the key, the model, the balance or the address: its own words.
  case serviceRefuses(cause: String, message: String)
  /// No answer from the service for longer than `--give-up-after`.
  case unreachable(message: String)
  /// No submission was taken for longer than `--give-up-after`, while queries may be answered.
  case takesNothing(message: String)
  /// The next submission would pass `--max-cost`.
  case budget
  /// `--limit` submissions were made.
  case limit
  /// More jobs failed than `--max-failures` allows.
  case failures(Int)
  /// `--submit-window` is over, or has not begun; it opens at this moment.
  case window(opensAt: Timestamp)
  /// Tasks took longer than `--task-timeout`, their videos could not be fetched, or jobs could
  /// not be submitted.
  case unfinished(paid: Int, pending: Int)
  /// The disk has no room for another video.
  case room(freeBytes: Int64)
  /// The disk refused a write or a sync.
  case disk(FileError)
  /// Something that can't happen happened; nothing more is done on top of it.
  case broken(String)

  /// One word for the totals row.
  package var code: String {
    switch self {
    case .interrupted: "interrupted"
    case .serviceRefuses(let cause, _): cause
    case .unreachable, .takesNothing: "unreachable"
    case .budget: "budget"
    case .limit: "limit"
    case .failures: "failures"
    case .window: "window"
    case .room: "disk"
    case .unfinished: "unfinished"
    case .disk: "disk"
    case .broken: "internal_error"
    }
  }

  /// Whether it is trouble even when nothing is left to do.
  package var isFault: Bool {
    switch self {
    case .disk, .broken: true
    default: false
    }
  }

  /// Whether work under way goes on; otherwise it is cut short.
  var letsWorkEnd: Bool {
    switch self {
    case .serviceRefuses, .takesNothing, .budget, .limit, .failures, .window, .room, .unfinished:
      true
    case .interrupted, .unreachable, .disk, .broken: false
    }
  }
}

extension StopReason: CustomStringConvertible {
  /// What happened, and mostly what to do about it, as a sentence without its end.
  package var description: String {
    switch self {
    case .interrupted(let signal):
      "interrupted by signal \(signal)"
    case .serviceRefuses("insufficient_balance", let message):
      "the balance does not suffice (\(message)); top it up and run again"
    case .serviceRefuses("wrong_address", let message):
      "this is not the address of the service (\(message)); check --base-url or TOAPIS_BASE_URL"
    case .serviceRefuses("not_allowed", let message):
      "the key may not use this model (\(message)); use another key and run again"
    case .serviceRefuses(_, let message):
      "the key was refused (\(message)); check TOAPIS_API_KEY or --api-key-file and run again"
    case .unreachable(let message):
      "the service gave no answer for too long (\(message)); run again later"
    case .takesNothing(let message):
      "the service took no submission for too long (\(message)); run again later"
    case .budget:
      "the next video would pass --max-cost"
    case .limit:
      "as many submissions as --limit allows were made; run again for the next ones"
    case .failures(let count):
      "\(count) \(count == 1 ? "failure is" : "failures are") more than --max-failures allows; "
        + "look at them before going on"
    case .window:
      "submitting is not allowed at this time (--submit-window)"
    case .unfinished(let paid, _) where paid > 0:
      "\(paid) \(paid == 1 ? "video is" : "videos are") paid for and not fetched yet"
    case .unfinished(_, let pending):
      "\(pending) \(pending == 1 ? "job was" : "jobs were") not submitted"
    case .room(let freeBytes):
      "the disk has no room for another video (\(freeBytes / 1_000_000) MB left); make room"
    case .disk(let error):
      error.description
    case .broken(let message):
      "internal error: \(message); nothing more was sent, please report this line"
    }
  }
}
