import JSONText
import JobModel

/// What the page knows about one job: one object with short names, since there are thousands.
///
/// ```json
/// {"i":"sku-001","s":"completed","r":"720p","d":5,"a":1,"p":"slow turntable","c":"750000",
///  "l":[["season","spring"]],"t":[1795399201120,1795399274000,1795399276310],
///  "v":{"u":"./videos/sku-001.mp4","w":1280,"h":720,"l":5040,"b":1892345,"a":1}}
/// ```
///
/// Amounts are texts of whole millionths, times are milliseconds since 1970; `t` is when the
/// newest attempt was submitted, when its video was ready, and when that was here or it failed.
struct PageRow: Sendable {
  let text: PageText
  /// Whether the page is for the owner of the directory, who may see the service's task.
  let showsService: Bool
  /// The run whose attempts belong to the timeline.
  let run: String?
  /// The address of a video that is here, relative to the page.
  let link: @Sendable (Job, VideoFile) -> String?

  func bytes(_ entry: PageEntry, concern: Int?) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    switch entry {
    case .job(let job, let state, let status):
      write(job, state, status, to: &writer)
    case .invalid(let line):
      write(line, to: &writer)
    }
    if let concern { writer.member("g", concern) }
    writer.endObject()
    return ScriptData.escaped(writer.bytes)
  }

  func labels(of entry: PageEntry) -> [(key: String, text: String)] {
    if case .job(let job, _, _) = entry { labels(of: job) } else { [] }
  }

  /// A job's labels as the page shows them, at most ``labelLimit``.
  func labels(of job: Job) -> [(key: String, text: String)] {
    LabelSums.flat(job.labels).prefix(Self.labelLimit).map { label in
      (
        text.shown(label.key, limit: 100, without: job.request.sources),
        text.shown(label.text, limit: 200, without: job.request.sources)
      )
    }
  }

  private func write(_ line: InvalidLine, to writer: inout JSONWriter) {
    writer.member("i", text.shown(line.id?.text ?? "line \(line.line)"))
    writer.member("s", JobStatus.invalid.rawValue)
    guard showsService else { return }
    writer.member("at", line.line)
    writer.member("e", text.shown(line.complaints.joined(separator: "\n")))
  }

  private func write(
    _ job: Job, _ state: JobState?, _ status: JobStatus, to writer: inout JSONWriter
  ) {
    let request = job.request
    func shown(_ text: String, limit: Int = 1000) -> String {
      self.text.shown(text, limit: limit, without: request.sources)
    }
    writer.member("i", shown(job.id.text))
    writer.member("s", status.rawValue)
    if request.mode == .referenceVideo { writer.member("m", 1) }
    writer.member("r", request.resolution.rawValue)
    writer.member("d", request.duration.seconds)
    writer.member("a", request.audio ? 1 : 0)
    if let prompt = request.prompt { writer.member("p", shown(prompt)) }
    let labels = labels(of: job)
    if !labels.isEmpty {
      writer.key("l")
      writer.beginArray()
      for label in labels {
        writer.beginArray()
        writer.string(label.key)
        writer.string(label.text)
        writer.endArray()
      }
      writer.endArray()
    }
    guard let state else { return }
    write(state, status, to: &writer)
    if let failure = state.failure(of: job), status == .failed {
      if let code = failure.code { writer.member("k", shown(code)) }
      if let http = failure.httpStatus { writer.member("h", http) }
      // The service's words may repeat an address, and ours the path of a file.
      if showsService { writer.member("e", shown(failure.message)) }
    } else if status == .inDoubt, showsService, case .inDoubt(let reason, _)? = state.latest?.phase
    {
      writer.member("e", shown(reason))
    }
    if let video = state.video { write(video, of: job, to: &writer) }
  }

  private func write(_ state: JobState, _ status: JobStatus, to writer: inout JSONWriter) {
    if state.submissions != 1 { writer.member("n", state.submissions) }
    if let cost = state.cost {
      if cost != .zero { writer.member("c", String(cost.micros)) }
    } else {
      writer.memberNull("c")
    }
    if let inDoubt = state.costInDoubt {
      if inDoubt != .zero { writer.member("q", String(inDoubt.micros)) }
    } else {
      writer.memberNull("q")
    }
    if showsService, let task = status == .completed ? state.video?.task : state.latest?.task {
      writer.member("j", text.shown(task.text))
    }
    if let latest = state.latest { write(latest, state.video, to: &writer) }
  }

  private func write(_ latest: Attempt, _ video: KeptVideo?, to writer: inout JSONWriter) {
    guard !latest.isWithdrawn else { return }
    writer.key("t")
    writer.beginArray()
    writer.int(latest.submittedAt.milliseconds)
    var ready: Timestamp?
    var ended: Timestamp?
    switch latest.phase {
    case .completed(_, let remote): ready = remote.completedAt ?? latest.changedAt
    case .fetched:
      ended = latest.changedAt
      ready = video?.attempt == latest.intent.number ? video?.remote.completedAt : nil
    case .failed: ended = latest.changedAt
    case .intended, .inDoubt, .accepted, .withdrawn, .lost, .abandoned: break
    }
    for time in [ready, ended] {
      if let time { writer.int(time.milliseconds) } else { writer.null() }
    }
    writer.endArray()
    if latest.intent.run == run { writer.member("x", 1) }
  }

  private func write(_ video: KeptVideo, of job: Job, to writer: inout JSONWriter) {
    guard let link = link(job, video.file) else { return }
    writer.key("v")
    writer.beginObject()
    writer.member("u", link)
    writer.member("w", video.file.width)
    writer.member("h", video.file.height)
    writer.member("l", video.file.lengthMilliseconds)
    writer.member("b", video.file.sizeBytes)
    writer.member("a", video.file.audio ? 1 : 0)
    if video.fingerprint != job.fingerprint { writer.member("o", 1) }
    if !video.file.warnings.isEmpty {
      writer.key("x")
      writer.beginArray()
      for warning in video.file.warnings { writer.string(text.shown(warning)) }
      writer.endArray()
    }
    writer.endObject()
  }

  /// The most labels of a job that its row repeats.
  private static let labelLimit = 24
}

extension Attempt {
  fileprivate var isWithdrawn: Bool {
    if case .withdrawn = phase { true } else { false }
  }
}
