import JSONText
import JobJSON
import JobModel

/// The journal's words: how each record is written. Reading is in `RecordCoding+Read.swift`.
///
/// ```json
/// {"n":7,"at":"2026-11-23T02:00:01.120Z","type":"accepted","job":"sku-001","attempt":1,"task":"video_01K2…","crc32c":"…"}
/// ```
enum RecordCoding {
  static func members(_ header: JournalHeader) -> [UInt8] {
    object { header.write(to: &$0) }
  }

  static func members(_ record: BatchRecord) -> [UInt8] {
    object { writer in
      writer.member("at", record.at)
      switch record.event {
      case .job(let id, let event):
        write(event, of: id, to: &writer)
      case .snapshot(let id, let state):
        writer.member("type", "state")
        writer.member("job", id.text)
        StateCoding.write(state, to: &writer)
      case .runBegan(let run):
        writer.member("type", "run")
        writer.member("id", run.id)
        writer.key("settings")
        writer.beginArray()
        for setting in run.settings { writer.string(setting) }
        writer.endArray()
        if !run.only.isEmpty {
          writer.key("only")
          writer.beginArray()
          for pattern in run.only { writer.string(pattern) }
          writer.endArray()
        }
      case .runEnded(let id, let exitCode):
        writer.member("type", "run_ended")
        writer.member("id", id)
        writer.member("exit_code", exitCode)
      case .rebound(let service):
        writer.member("type", "rebound")
        writer.member("service", service)
      case .uploaded(let upload):
        writer.member("type", "upload")
        writer.member("sha256", upload.sha256)
        writer.member("url", upload.url)
      case .keyPolicy(let policy):
        writer.member("type", "key_policy")
        writer.member("policy", policy.rawValue)
      case .taught(let lesson):
        writer.member("type", "taught")
        write(lesson, to: &writer)
      case .remembered(let submissions, let witnesses):
        writer.member("type", "remembered")
        writer.key("submissions")
        writer.beginArray()
        for time in submissions { writer.string(time.description) }
        writer.endArray()
        writer.key("witnesses")
        writer.beginArray()
        for witness in witnesses { write(witness, to: &writer) }
        writer.endArray()
      }
    }
  }

  private static func write(_ lesson: RateLesson, to writer: inout JSONWriter) {
    writer.member("requests", lesson.requests.rawValue)
    writer.member("account", lesson.account)
    if let limit = lesson.limit { writer.member("limit", limit) }
    if let refusal = lesson.refusal {
      writer.member("refused_at", refusal.at)
      writer.member("peak_rate", refusal.peak)
    }
    if let time = lesson.closedUntil { writer.member("closed_until", time) }
  }

  private static func write(_ witness: Witness, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("job", witness.job.text)
    writer.member("account", witness.account)
    writer.member("mode", witness.mode.rawValue)
    writer.member("key", witness.key.text)
    writer.member("task", witness.task.text)
    writer.member("submitted_at", witness.submittedAt)
    if let uptime = witness.uptime { IntentCoding.write(uptime, to: &writer) }
    writer.endObject()
  }

  /// The bytes of an object without its braces.
  private static func object(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return Array(writer.bytes.dropFirst().dropLast())
  }

  private static func write(_ event: JobEvent, of id: JobID, to writer: inout JSONWriter) {
    func begin(_ type: String, _ attempt: Int? = nil) {
      writer.member("type", type)
      writer.member("job", id.text)
      if let attempt { writer.member("attempt", attempt) }
    }
    switch event {
    case .named(let stem):
      begin("named")
      writer.member("stem", stem)
    case .obstructed(let failure, let fingerprint):
      begin("obstructed")
      writer.member("fingerprint", fingerprint.text)
      failure.writeMembers(to: &writer)
    case .intended(let intent):
      begin("intent", intent.number)
      IntentCoding.writeMembers(of: intent, to: &writer)
    case .accepted(let attempt, let task):
      begin("accepted", attempt)
      writer.member("task", task.text)
    case .refused(let attempt, let failure):
      begin("refused", attempt)
      failure.writeMembers(to: &writer)
    case .withdrawn(let attempt, let reason):
      begin("withdrawn", attempt)
      writer.member("reason", reason)
    case .answered(let attempt):
      begin("answered", attempt)
    case .doubted(let attempt, let reason, let task):
      begin("doubted", attempt)
      writer.member("reason", reason)
      if let task { writer.member("task", task.text) }
    case .abandoned(let attempt):
      begin("abandoned", attempt)
    case .failed(let attempt, let failure):
      begin("failed", attempt)
      failure.writeMembers(to: &writer)
    case .completed(let attempt, let video):
      begin("completed", attempt)
      video.writeMembers(to: &writer)
    case .fetched(let attempt, let file, let replaced):
      begin("fetched", attempt)
      file.writeJournalMembers(to: &writer)
      if let replaced { writer.member("replaced", replaced) }
    case .lost(let attempt, let reason):
      begin("lost", attempt)
      writer.member("reason", reason)
    case .refetched(let attempt, let file, let video, let replaced):
      begin("refetched", attempt)
      file.writeJournalMembers(to: &writer)
      video.writeMembers(to: &writer)
      if let replaced { writer.member("replaced", replaced) }
    case .adopted(let donor, let video, let replaced):
      begin("adopted")
      writer.member("from", donor.text)
      writer.key("video")
      StateCoding.write(video, to: &writer)
      if let replaced { writer.member("replaced", replaced) }
    case .released(let attempt):
      begin("released", attempt)
    case .moved(let attempt, let path, let inPlace):
      begin("moved", attempt)
      writer.member("path", path)
      writer.member("in_place", inPlace)
    }
  }
}
