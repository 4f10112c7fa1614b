import JobJSON
import JobModel

extension RecordCoding {
  /// Reads a record back.
  ///
  /// - Throws: ``MalformedRecord`` for a missing or wrong member. An unknown `type` is reported
  ///   before anything else: a newer version may have given such a record other members.
  static func read(_ members: RecordMembers) throws(MalformedRecord) -> BatchRecord {
    let event = try event(members)
    return BatchRecord(at: try members.timestamp("at"), event: event)
  }

  private static func event(_ members: RecordMembers) throws(MalformedRecord) -> BatchEvent {
    switch try members.text("type") {
    case "journal":
      // No version writes its first line twice.
      throw MalformedRecord(member: "type")
    case "state":
      return .snapshot(try job(members), try StateCoding.readState(members))
    case "run":
      return .runBegan(
        Run(
          id: try members.text("id"), settings: try members.texts("settings"),
          only: try members.texts("only")))
    case "run_ended":
      guard let code = Int32(exactly: try members.integer("exit_code")) else {
        throw MalformedRecord(member: "exit_code")
      }
      return .runEnded(id: try members.text("id"), exitCode: code)
    case "rebound":
      return .rebound(service: try members.text("service"))
    case "upload":
      return .uploaded(
        Upload(sha256: try members.text("sha256"), url: try members.text("url")))
    case "key_policy":
      return .keyPolicy(try members.choice("policy"))
    case "taught":
      return .taught(try lesson(members))
    case "remembered":
      return .remembered(
        submissions: try members.texts("submissions").map { text throws(MalformedRecord) in
          guard let time = Timestamp(text) else { throw MalformedRecord(member: "submissions") }
          return time
        },
        witnesses: try members.elements("witnesses").map { element throws(MalformedRecord) in
          try witness(RecordMembers(element))
        }.compactMap { $0 })
    default:
      let event = try jobEvent(members)
      return .job(try job(members), event)
    }
  }

  private static func lesson(_ members: RecordMembers) throws(MalformedRecord) -> RateLesson {
    var lesson = RateLesson(
      try members.choice("requests"), account: try members.text("account"),
      limit: try members.optionalInteger("limit"),
      closedUntil: try members.optionalTimestamp("closed_until"))
    if let time = try members.optionalTimestamp("refused_at") {
      let peak = try members.number("peak_rate")
      guard peak > 0, peak.isFinite else { throw MalformedRecord(member: "peak_rate") }
      lesson.refusal = .init(at: time, peak: peak)
    }
    return lesson
  }

  /// Reads a control task; `nil` for one of an older version, which does not name its mode and so
  /// proves nothing.
  private static func witness(_ members: RecordMembers) throws(MalformedRecord) -> Witness? {
    guard try members.optionalText("mode") != nil else { return nil }
    return Witness(
      job: try job(members), account: try members.text("account"),
      mode: try members.choice("mode"),
      key: SubmissionKey(try members.text("key")), task: TaskID(try members.text("task")),
      submittedAt: try members.timestamp("submitted_at"),
      uptime: try IntentCoding.readUptime(members))
  }

  private static func job(_ members: RecordMembers) throws(MalformedRecord) -> JobID {
    JobID(try members.text("job"))
  }

  private static func jobEvent(_ members: RecordMembers) throws(MalformedRecord) -> JobEvent {
    let type = try members.text("type")
    if type == "named" { return .named(stem: try members.text("stem")) }
    if type == "obstructed" {
      return .obstructed(
        try JobFailure(members), Fingerprint(try members.text("fingerprint")))
    }
    if type == "adopted" {
      guard let video = try members.members("video") else {
        throw MalformedRecord(member: "video")
      }
      return .adopted(
        from: JobID(try members.text("from")), try StateCoding.readVideo(video),
        replaced: try members.optionalText("replaced"))
    }
    func attempt() throws(MalformedRecord) -> Int { try members.integer("attempt") }
    switch type {
    case "intent":
      return .intended(try IntentCoding.read(members, number: try attempt()))
    case "accepted":
      return .accepted(attempt: try attempt(), TaskID(try members.text("task")))
    case "refused":
      return .refused(attempt: try attempt(), try JobFailure(members))
    case "withdrawn":
      return .withdrawn(attempt: try attempt(), reason: try members.text("reason"))
    case "answered":
      return .answered(attempt: try attempt())
    case "doubted":
      return .doubted(
        attempt: try attempt(), reason: try members.text("reason"),
        task: try members.optionalText("task").map { TaskID($0) })
    case "abandoned":
      return .abandoned(attempt: try attempt())
    case "failed":
      return .failed(attempt: try attempt(), try JobFailure(members))
    case "completed":
      return .completed(attempt: try attempt(), try RemoteVideo(members))
    case "fetched":
      return .fetched(
        attempt: try attempt(), try VideoFile(members),
        replaced: try members.optionalText("replaced"))
    case "lost":
      return .lost(attempt: try attempt(), reason: try members.text("reason"))
    case "refetched":
      return .refetched(
        attempt: try attempt(), try VideoFile(members), try RemoteVideo(members),
        replaced: try members.optionalText("replaced"))
    case "released":
      return .released(attempt: try attempt())
    case "moved":
      return .moved(
        attempt: try attempt(), path: try members.text("path"),
        inPlace: try members.bool("in_place"))
    default:
      throw MalformedRecord(member: "type", isUnknownWord: true)
    }
  }
}
