import JSONText
import JobModel
import TestSupport
import Testing

@testable import BatchReport

/// A small directory to make pages of, without a disk.
struct PageFixture {
  private(set) var entries: [ManifestEntry] = []
  private(set) var state = BatchState()
  var stopped: RunFacts.Stop?

  init() throws {
    try apply(.runBegan(Run(id: "run-1", settings: [])), at: .make(-5))
  }

  struct Source: JobSource {
    var entries: [ManifestEntry]
    var count: Int { entries.count }
    func entry(at index: Int) throws -> ManifestEntry { entries[index] }
  }

  var source: Source { Source(entries: entries) }

  var facts: RunFacts {
    RunFacts(
      runID: "run-1", toolVersion: "1.2.3", prices: .published, exitCode: 1, stopped: stopped,
      startedAt: .make(-5), endedAt: .make(300), kept: 0)
  }

  mutating func apply(_ event: BatchEvent, at time: Timestamp) throws {
    try state.apply(BatchRecord(at: time, event: event))
  }

  mutating func add(_ line: InvalidLine) { entries.append(.invalid(line)) }

  /// Adds a job and its state; none is a job that was never submitted.
  mutating func add(_ job: Job, _ jobState: JobState? = nil) throws {
    entries.append(.job(job))
    if let jobState { try apply(.snapshot(job.id, jobState), at: .make(200)) }
  }

  /// Adds a job whose video is here: paid ¥0.75, made in 60 s, and here 2 s later.
  mutating func addCompleted(
    _ id: String, prompt: String = "slow turntable", labels: String? = nil,
    sources: [String] = ["https://cdn.example.com/a.jpg"], warnings: [String] = [],
    path: String? = nil, sizeBytes: Int64 = 50_000
  ) throws {
    let request = VideoRequest.make(sources: sources, prompt: prompt)
    let file = VideoFile.make(
      path: path ?? "videos/\(entries.count).mp4", sizeBytes: sizeBytes, warnings: warnings)
    let task = "video_secret_\(entries.count)"
    try add(
      .make(id: id, request: request, labels: labels.map { RawJSON(validated: $0) }),
      .make(
        .fetched(TaskID(task)), charges: [.make(task: task)],
        video: .make(file: file, task: task)))
  }

  mutating func addFailed(_ id: String, _ failure: JobFailure, labels: String? = nil) throws {
    try add(
      .make(id: id, labels: labels.map { RawJSON(validated: $0) }),
      .make(.failed(failure, task: TaskID("video_secret_\(entries.count)"))))
  }

  var scope: PageScope {
    .directory(path: "/data/nightly.out", word: "nightly.out", isSimulated: false)
  }

  func page(
    scope: PageScope? = nil, isPresent: @escaping @Sendable (VideoFile) -> Bool = { _ in true }
  ) -> ReportPage {
    ReportPage(
      source: source, state: state, facts: facts, scope: scope ?? self.scope,
      isPresent: isPresent)
  }

  func html(scope: PageScope? = nil) throws -> PageHTML {
    var bytes: [UInt8] = []
    _ = try page(scope: scope).write { bytes += $0 }
    return PageHTML(bytes: bytes)
  }
}

/// A finished page, taken apart as a browser would.
struct PageHTML {
  let bytes: [UInt8]
  var text: String { String(decoding: bytes, as: UTF8.self) }

  var head: JSONValue { get throws { try data("head") } }

  var jobs: [JSONValue] {
    get throws { try #require(try data("jobs").array) }
  }

  /// The JSON of a `script` element: all up to the next end of a script.
  func data(_ id: String) throws -> JSONValue {
    let start = Array("<script type=\"application/json\" id=\"\(id)\">".utf8)
    let begin = try #require(bytes.firstRange(of: start)).upperBound
    let end = try #require(bytes[begin...].firstRange(of: Array("</script".utf8))).lowerBound
    return try JSONValue.parse(bytes[begin..<end])
  }

  /// All between the constant beginning and the constant end, of which the claims are apart.
  func ownText(title: String) throws -> String {
    let (beginning, end) = (PageShell.beginning(title: title), Array(PageShell.end.utf8))
    try #require(bytes.starts(with: beginning))
    try #require(bytes.suffix(end.count).elementsEqual(end))
    return String(decoding: bytes.dropFirst(beginning.count).dropLast(end.count), as: UTF8.self)
  }
}

extension JobState {
  /// A state whose newest attempt was submitted at 0 s and reached its phase at 62 s.
  static func make(
    _ phase: Attempt.Phase, charges: [Charge] = [], video: KeptVideo? = nil
  ) -> JobState {
    JobState(
      stem: nil,
      latest: Attempt(
        intent: .make(), phase: phase, submittedAt: .make(), changedAt: .make(62)),
      charges: charges, video: video, older: [], withdrawn: 0, obstacle: nil)
  }
}
