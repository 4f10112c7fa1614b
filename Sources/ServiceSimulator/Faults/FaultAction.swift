/// The effect of a fault on an answer.
enum FaultAction: Equatable, Sendable {
  enum Moment: Sendable { case before, after }

  /// An error of the contract, before or after the request had its effect.
  case error(status: Int, Moment, ErrorStyle)
  case redirect(status: Int, location: String)
  /// The answer, or for `before` an empty one, travels in this broken way.
  case delivery(Reply.Delivery, Moment)
  case slow(seconds: Double)
  /// A page of HTML with status 200.
  case htmlPage
  case emptyBody
  case malformedBody
  /// The answer's `id` is missing.
  case withoutID
  /// A submission is answered with the id of the one before it.
  case sameID
  /// The task of a submission ends this way.
  case ends(TaskOutcome)
  /// A status answer carries another task's id.
  case wrongID
  /// A status that goes back: ended becomes in progress, in progress becomes queued.
  case stepBack
  /// Any other word as the status.
  case statusWord(String)
  /// A task is not found until it is so old.
  case late(seconds: Double)
  /// A completed task is shown as failed until so long after its end.
  case failedFirst(seconds: Double)
  case times(TaskTimeFault)
  case file(FileFault)

  enum FileFault: Equatable, Sendable {
    /// The second half of the file is missing, and its length is announced so.
    case cut
    /// Bytes of the file's structure are overwritten.
    case corrupt
    /// A small WebM file in place of the MP4, with other bytes at every request or the same.
    case webM(changes: Bool)
    case ignoresRange
    /// Another ETag with every request.
    case changes
    case resolution(VideoShape.Resolution)
    case silent
    case length(milliseconds: Int)
  }

  init?(name: String, argument: String) {
    let seconds = Double(argument).flatMap { (0...86_400).contains($0) ? $0 : nil }
    let bytes = Int(argument).flatMap { (0...1 << 32).contains($0) ? $0 : nil }
    switch name {
    case "reset-before": self = .delivery(.reset, .before)
    case "reset-after": self = .delivery(.reset, .after)
    case "close-before": self = .delivery(.close, .before)
    case "close-after": self = .delivery(.close, .after)
    case "close-in-header": self = .delivery(.closeInHeader, .after)
    case "close-after-header": self = .delivery(.closeAfterHeader, .after)
    case "truncated": self = .delivery(.truncated, .after)
    case "overstated": self = .delivery(.overstated(bytes: bytes ?? 1_000), .after)
    case "hang", "hang-after": self = .delivery(.hang(seconds: seconds ?? 86_400), .after)
    case "hang-before": self = .delivery(.hang(seconds: seconds ?? 86_400), .before)
    case "drip": self = .delivery(.drip(milliseconds: Int32(clamping: bytes ?? 20)), .after)
    case "giant": self = .delivery(.giant(bytes: bytes ?? 1 << 30), .after)
    case "slow":
      guard let seconds else { return nil }
      self = .slow(seconds: seconds)
    case "html": self = .htmlPage
    case "empty": self = .emptyBody
    case "malformed": self = .malformedBody
    case "no-id": self = .withoutID
    case "same-id": self = .sameID
    case "ends":
      guard let outcome = TaskOutcome(name: argument) else { return nil }
      self = .ends(outcome)
    case "wrong-id": self = .wrongID
    case "back": self = .stepBack
    case "word":
      guard !argument.isEmpty else { return nil }
      self = .statusWord(argument)
    case "late":
      guard let seconds else { return nil }
      self = .late(seconds: seconds)
    case "failed-first":
      guard let seconds else { return nil }
      self = .failedFirst(seconds: seconds)
    case "created-at", "completed-at", "expires-at", "times":
      guard let fault = TaskTimeFault(name: name, argument: argument) else { return nil }
      self = .times(fault)
    case "rate-limit-unavailable":
      let style = ErrorStyle(form: .json, code: "rate_limit_unavailable")
      self = .error(status: 503, .before, style)
    case "cut": self = .file(.cut)
    case "corrupt": self = .file(.corrupt)
    case "webm": self = .file(.webM(changes: false))
    case "webm-changed": self = .file(.webM(changes: true))
    case "no-range": self = .file(.ignoresRange)
    case "changed": self = .file(.changes)
    case "720p": self = .file(.resolution(.p720))
    case "1080p": self = .file(.resolution(.p1080))
    case "silent": self = .file(.silent)
    case "length":
      guard let seconds, seconds >= 0.1, seconds <= 600 else { return nil }
      self = .file(.length(milliseconds: Int(seconds * 1_000)))
    default: self.init(numbered: name, argument: argument)
    }
  }

  /// `502`, `502-before`, `502-after` and `redirect-302`.
  private init?(numbered name: String, argument: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard let last = parts.last else { return nil }
    if parts.count == 2, parts[0] == "redirect" {
      guard let status = Int(last), (300...399).contains(status), !argument.isEmpty else {
        return nil
      }
      self = .redirect(status: status, location: argument)
      return
    }
    guard let status = Int(parts[0]), (400...599).contains(status), parts.count <= 2,
      let style = ErrorStyle(argument)
    else { return nil }
    switch parts.count == 2 ? last : "before" {
    case "before": self = .error(status: status, .before, style)
    case "after": self = .error(status: status, .after, style)
    default: return nil
    }
  }

  /// Whether the request has no effect, not even on the rate limits.
  var isBefore: Bool {
    switch self {
    case .error(_, .before, _), .delivery(_, .before), .redirect: true
    default: false
    }
  }

  /// Whether a status answer arrives whole and with the status that it shows, late perhaps.
  var leavesStatusAnswer: Bool {
    switch self {
    case .slow, .late, .failedFirst, .times, .delivery(.drip, .after), .sameID, .file: true
    default: false
    }
  }

  func fits(_ route: FaultRule.Route) -> Bool {
    switch self {
    case .sameID, .ends: route == .submit
    case .withoutID: route == .submit || route == .status
    case .wrongID, .stepBack, .statusWord, .late, .failedFirst, .times: route == .status
    case .file: route == .file
    default: true
    }
  }
}
