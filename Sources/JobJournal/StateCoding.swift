import JSONText
import JobJSON
import JobModel

/// The JSON form of whole job states, as compacted journals hold them.
enum StateCoding {
  /// Writes the members of a job's state into an object that is open.
  static func write(_ state: JobState, to writer: inout JSONWriter) {
    if let stem = state.stem { writer.member("stem", stem) }
    writer.member("withdrawn", state.withdrawn)
    if let obstacle = state.obstacle {
      writer.key("obstacle")
      writer.beginObject()
      writer.member("fingerprint", obstacle.fingerprint.text)
      writer.member("at", obstacle.at)
      obstacle.failure.writeMembers(to: &writer)
      writer.endObject()
    }
    if let latest = state.latest { write(latest, "latest", to: &writer) }
    if let older = state.supplanted.last { write(older, "supplanted", to: &writer) }
    if state.supplanted.count > 1 {
      writer.key("supplanted_before")
      writer.beginArray()
      for attempt in state.supplanted.dropLast() { write(attempt, to: &writer) }
      writer.endArray()
    }
    if state.adoptions > 0 { writer.member("adoptions", state.adoptions) }
    if !state.pastTasks.isEmpty {
      writer.key("past_tasks")
      writer.beginArray()
      for task in state.pastTasks { writer.string(task.text) }
      writer.endArray()
    }
    if let earlier = state.earlierFailure {
      writer.key("earlier_failure")
      write(earlier, to: &writer)
    }
    writer.key("charges")
    writer.beginArray()
    for charge in state.charges { write(charge, to: &writer) }
    writer.endArray()
    if let video = state.video {
      writer.key("video")
      write(video, to: &writer)
    }
    writer.key("older")
    writer.beginArray()
    for video in state.older { write(video, to: &writer) }
    writer.endArray()
  }

  private static func write(
    _ attempt: Attempt, _ name: StaticString, to writer: inout JSONWriter
  ) {
    writer.key(name)
    write(attempt, to: &writer)
  }

  private static func write(_ attempt: Attempt, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("attempt", attempt.intent.number)
    IntentCoding.writeMembers(of: attempt.intent, to: &writer)
    writer.member("submitted_at", attempt.submittedAt)
    writer.member("changed_at", attempt.changedAt)
    if attempt.isAnswered { writer.member("answered", true) }
    write(attempt.phase, to: &writer)
    writer.endObject()
  }

  private static func readAttempt(_ inner: RecordMembers) throws(MalformedRecord) -> Attempt {
    let number = try inner.integer("attempt")
    // More than any job ever has; the next number must stay in reach.
    guard (1...Int(Int32.max)).contains(number) else { throw MalformedRecord(member: "attempt") }
    return Attempt(
      intent: try IntentCoding.read(inner, number: number),
      phase: try readPhase(inner), submittedAt: try inner.timestamp("submitted_at"),
      changedAt: try inner.timestamp("changed_at"),
      isAnswered: try inner.optionalBool("answered") ?? false)
  }

  static func readState(_ members: RecordMembers) throws(MalformedRecord) -> JobState {
    func attempt(_ name: StaticString) throws(MalformedRecord) -> Attempt? {
      try members.members(name).map { inner throws(MalformedRecord) in try readAttempt(inner) }
    }
    func supplanted() throws(MalformedRecord) -> [Attempt] {
      let before = try members.elements("supplanted_before").map {
        element throws(MalformedRecord) in try readAttempt(RecordMembers(element))
      }
      return before + [try attempt("supplanted")].compactMap { $0 }
    }
    let latest = try attempt("latest")
    let withdrawn = try members.integer("withdrawn")
    guard (0...(latest?.intent.number ?? 0)).contains(withdrawn) else {
      throw MalformedRecord(member: "withdrawn")
    }
    return JobState(
      stem: try members.optionalText("stem"), latest: latest,
      charges: try members.elements("charges").map { element throws(MalformedRecord) in
        try readCharge(RecordMembers(element))
      },
      video: try members.members("video").map { inner throws(MalformedRecord) in
        try readVideo(inner)
      },
      older: try members.elements("older").map { element throws(MalformedRecord) in
        try readVideo(RecordMembers(element))
      }, withdrawn: withdrawn,
      obstacle: try members.members("obstacle").map { inner throws(MalformedRecord) in
        Obstacle(
          failure: try JobFailure(inner), fingerprint: Fingerprint(try inner.text("fingerprint")),
          at: try inner.timestamp("at"))
      }, pastTasks: try members.texts("past_tasks").map { TaskID($0) },
      adoptions: try members.optionalInteger("adoptions") ?? 0,
      supplanted: try supplanted(),
      earlierFailure: try members.members("earlier_failure").map { inner throws(MalformedRecord) in
        try readEarlierFailure(inner)
      })
  }

  private static func write(_ earlier: EarlierFailure, to writer: inout JSONWriter) {
    writer.beginObject()
    if let code = earlier.code { writer.member("code", code) }
    writer.member("message", earlier.message)
    writer.member("fingerprint", earlier.fingerprint.text)
    writer.member("run", earlier.run)
    writer.member("runs", earlier.runs)
    writer.endObject()
  }

  private static func readEarlierFailure(
    _ members: RecordMembers
  ) throws(MalformedRecord) -> EarlierFailure {
    let runs = try members.integer("runs")
    guard (1...Int(Int32.max)).contains(runs) else { throw MalformedRecord(member: "runs") }
    return EarlierFailure(
      code: try members.optionalText("code"), message: try members.text("message"),
      fingerprint: Fingerprint(try members.text("fingerprint")), run: try members.text("run"),
      runs: runs)
  }

  private static func write(_ phase: Attempt.Phase, to writer: inout JSONWriter) {
    func begin(_ name: String, _ task: TaskID?) {
      writer.member("phase", name)
      if let task { writer.member("task", task.text) }
    }
    switch phase {
    case .intended: begin("intended", nil)
    case .inDoubt(let reason, let task):
      begin("in_doubt", task)
      writer.member("why", reason)
    case .accepted(let task): begin("accepted", task)
    case .completed(let task, let video):
      begin("completed", task)
      video.writeMembers(to: &writer)
    case .fetched(let task): begin("fetched", task)
    case .failed(let failure, let task):
      begin("failed", task)
      failure.writeMembers(to: &writer)
      if failure.isRepeated { writer.member("repeated", true) }
    case .withdrawn(let reason):
      begin("withdrawn", nil)
      writer.member("why", reason)
    case .lost(let task, let reason):
      begin("lost", task)
      writer.member("why", reason)
    case .abandoned: begin("abandoned", nil)
    }
  }

  private static func readPhase(_ members: RecordMembers) throws(MalformedRecord) -> Attempt.Phase {
    let task = try members.optionalText("task").map { TaskID($0) }
    func known() throws(MalformedRecord) -> TaskID {
      guard let task else { throw MalformedRecord(member: "task") }
      return task
    }
    switch try members.text("phase") {
    case "intended": return .intended
    case "in_doubt": return .inDoubt(reason: try members.text("why"), task: task)
    case "accepted": return .accepted(try known())
    case "completed": return .completed(try known(), try RemoteVideo(members))
    case "fetched": return .fetched(try known())
    case "failed":
      var failure = try JobFailure(members)
      failure.isRepeated = try members.optionalBool("repeated") ?? false
      return .failed(failure, task: task)
    case "withdrawn": return .withdrawn(reason: try members.text("why"))
    case "lost": return .lost(try known(), reason: try members.text("why"))
    case "abandoned": return .abandoned
    default: throw MalformedRecord(member: "phase", isUnknownWord: true)
    }
  }

  private static func write(_ charge: Charge, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("attempt", charge.attempt)
    if let task = charge.task { writer.member("task", task.text) }
    writer.member("resolution", charge.priceClass.resolution.rawValue)
    writer.member("audio", charge.priceClass.audio)
    writer.member("seconds", charge.seconds)
    writer.member("amount", charge.amount)
    writer.member("at", charge.at)
    writer.member("run", charge.run)
    writer.member("reason", charge.reason)
    writer.member("certain", charge.isCertain)
    writer.endObject()
  }

  private static func readCharge(_ members: RecordMembers) throws(MalformedRecord) -> Charge {
    Charge(
      attempt: try members.integer("attempt"),
      task: try members.optionalText("task").map { TaskID($0) },
      priceClass: PriceClass(
        resolution: try members.choice("resolution"), audio: try members.bool("audio")),
      seconds: try members.integer("seconds"), amount: try members.money("amount"),
      at: try members.timestamp("at"), run: try members.text("run"),
      reason: try members.text("reason"), isCertain: try members.bool("certain"))
  }

  static func write(_ video: KeptVideo, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("attempt", video.attempt)
    writer.member("task", video.task.text)
    writer.member("fingerprint", video.fingerprint.text)
    writer.member("submitted_at", video.submittedAt)
    video.remote.writeMembers(to: &writer)
    video.file.writeJournalMembers(to: &writer)
    writer.endObject()
  }

  static func readVideo(_ members: RecordMembers) throws(MalformedRecord) -> KeptVideo {
    KeptVideo(
      file: try VideoFile(members), attempt: try members.integer("attempt"),
      task: TaskID(try members.text("task")),
      fingerprint: Fingerprint(try members.text("fingerprint")),
      submittedAt: try members.timestamp("submitted_at"), remote: try RemoteVideo(members))
  }
}
