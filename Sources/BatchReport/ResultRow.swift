import JSONText
import JobJSON
import JobModel

/// One line of `results.jsonl` about one job.
///
/// A row depends on what is known of the job and on nothing else, so that it is the same bytes
/// as long as nothing happens to the job.
enum ResultRow {
  static func write(
    _ job: Job, _ state: JobState?, status: JobStatus, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("type", "result")
    writer.member("id", job.id.text)
    writer.member("status", status.rawValue)
    writer.member("mode", job.request.mode.rawValue)
    if let task = task(state, status) { writer.member("task_id", task.text) }
    writer.member("attempts", state?.submissions ?? 0)
    writer.key("request")
    RequestJSON.write(job.request, to: &writer)
    writeCost(state, to: &writer)
    writeTimes(state, status, to: &writer)
    if let video = state?.video {
      write(video, isStale: video.fingerprint != job.fingerprint, to: &writer)
    }
    if status == .failed, let failure = state?.failure(of: job) {
      writer.key("error")
      writer.beginObject()
      failure.writeMembers(to: &writer)
      writer.endObject()
    }
    if status == .inDoubt, case .inDoubt(let reason, _)? = state?.latest?.phase {
      writer.member("reason", reason)
    }
    if let labels = job.labels { writer.memberRaw("labels", labels.text) }
    writer.endObject()
  }

  /// A row for a line that `--skip-invalid` set aside.
  static func write(_ line: InvalidLine, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", "result")
    writer.key("id")
    if let id = line.id { writer.string(id.text) } else { writer.null() }
    writer.member("status", JobStatus.invalid.rawValue)
    writer.member("line", line.line)
    writer.key("complaints")
    writer.beginArray()
    for complaint in line.complaints { writer.string(complaint) }
    writer.endArray()
    writer.endObject()
  }

  private static func task(_ state: JobState?, _ status: JobStatus) -> TaskID? {
    status == .completed ? state?.video?.task : state?.latest?.task
  }

  private static func writeCost(_ state: JobState?, to writer: inout JSONWriter) {
    writer.key("cost")
    writer.beginObject()
    writer.member("currency", "CNY")
    writer.member("amount", state.map(\.cost) ?? .zero)
    if let inDoubt = state.map(\.costInDoubt), inDoubt != .zero {
      writer.member("in_doubt", inDoubt)
    }
    writer.endObject()
  }

  private static func writeTimes(
    _ state: JobState?, _ status: JobStatus, to writer: inout JSONWriter
  ) {
    if status == .completed, let video = state?.video {
      writer.member("submitted_at", video.submittedAt)
      guard let completedAt = video.remote.completedAt else { return }
      writer.member("completed_at", completedAt)
      let span = completedAt.milliseconds - video.submittedAt.milliseconds
      writer.memberSeconds("seconds", milliseconds: max(0, span))
    } else if let latest = state?.latest, state?.submissions ?? 0 > 0 {
      writer.member("submitted_at", latest.submittedAt)
    }
  }

  private static func write(_ video: KeptVideo, isStale: Bool, to writer: inout JSONWriter) {
    writer.key("video")
    writer.beginObject()
    video.file.writeMembers(to: &writer)
    writer.member("url", video.remote.url)
    if let expiresAt = video.remote.expiresAt { writer.member("expires_at", expiresAt) }
    if isStale { writer.member("stale", true) }
    writer.endObject()
  }
}
