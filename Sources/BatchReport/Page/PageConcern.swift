import JobModel

/// Why a job deserves a person's attention.
enum PageConcern: Hashable, Sendable {
  case failure(FailureCause)
  case inDoubt
  /// Paid for, and the video is not here.
  case waiting
  case pending
  case invalidLine
  /// The video is here and is not quite what was paid for.
  case mismatch

  init?(_ entry: PageEntry) {
    guard case .job(let job, let state, let status) = entry else {
      self = .invalidLine
      return
    }
    switch status {
    case .completed:
      guard let video = state?.video, !video.file.warnings.isEmpty else { return nil }
      self = .mismatch
    case .failed:
      let unknown = JobFailure(code: nil, message: "", canPass: true)
      self = .failure(FailureCause(state?.failure(of: job) ?? unknown))
    case .inDoubt: self = .inDoubt
    case .submitted: self = .waiting
    case .pending: self = .pending
    case .invalid: self = .invalidLine
    }
  }

  var title: String {
    switch self {
    case .failure(let cause): cause.title
    case .inDoubt: "in doubt: sent, outcome unknown; money may have been spent"
    case .waiting: "paid for, and the video is not here yet"
    case .pending: "not submitted"
    case .invalidLine: "set aside: the manifest line has a mistake"
    case .mismatch: "the video is not quite what was paid for"
    }
  }

  var code: String? {
    if case .failure(let cause) = self { cause.code } else { nil }
  }

  var cure: String {
    switch self {
    case .failure(let cause): cause.advice
    case .inDoubt: "look for the task in the vendor's console and settle it"
    case .waiting: "fetch it before its address expires; that costs nothing"
    case .pending: "go on with the run"
    case .invalidLine: "correct the lines and run the manifest again"
    case .mismatch: "look at the video; it is kept"
    }
  }

  /// The command to type, without the directory that follows it.
  var command: String? {
    switch self {
    case .inDoubt: "wanbatch resolve"
    case .waiting: "wanbatch collect"
    case .pending: "wanbatch resume"
    case .failure(let cause) where cause.kind == .transient: "wanbatch resume"
    case .failure, .invalidLine, .mismatch: nil
    }
  }

  /// Where it stands in the list: what can cost money or a video comes first.
  var rank: Int {
    switch self {
    case .waiting: 0
    case .inDoubt: 1
    case .failure: 2
    case .invalidLine: 3
    case .pending: 4
    case .mismatch: 5
    }
  }
}
