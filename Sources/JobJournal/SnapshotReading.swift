import JobJSON
import JobModel

/// Reads the line that a compacted journal has for a finished job, which is nearly every line of a
/// large catalog, several times as fast as ``RecordCoding`` reads any line.
///
/// It knows one form: that of ``StateCoding`` for a job whose newest attempt is fetched, or that
/// has none, with nothing that is rare. Of a line in this form it says what ``RecordCoding`` says,
/// and of every other one nothing.
struct SnapshotReading {
  typealias NotExact = ExactText.NotExact

  var text: ExactText
  /// Gives out texts of which many records share a copy.
  private let shared: RecordText

  /// Reads an intact line, given without its line feed.
  ///
  /// - Returns: its number and the record; `nil` for a line of any other form.
  static func read(
    _ line: UnsafeBufferPointer<UInt8>, sharing shared: RecordText
  ) -> (number: Int, record: BatchRecord)? {
    do throws(ExactText.NotExact) {
      var reading = SnapshotReading(text: try ExactText(line), shared: shared)
      let read = try reading.record()
      guard reading.text.place == line.count - JournalLine.suffixBytes else { return nil }
      return read
    } catch {
      return nil
    }
  }

  private mutating func record() throws(NotExact) -> (number: Int, record: BatchRecord) {
    try text.pass("{\"n\":")
    let number = try text.integer()
    try text.pass(",\"at\":\"")
    let at = try text.time()
    try text.pass("\",\"type\":\"state\",\"job\":\"")
    let id = JobID(try string())
    try text.pass("\"")
    let state = try state()
    return (number, BatchRecord(at: at, event: .snapshot(id, state)))
  }

  mutating func string() throws(NotExact) -> String {
    shared.text(plain: try text.text())
  }

  private mutating func state() throws(NotExact) -> JobState {
    var stem: String?
    if text.passIf(",\"stem\":\"") {
      stem = try string()
      try text.pass("\"")
    }
    try text.pass(",\"withdrawn\":")
    let withdrawn = try text.integer()
    let latest = text.passIf(",\"latest\":{") ? try attempt() : nil
    guard withdrawn <= latest?.intent.number ?? 0 else { throw NotExact() }
    var charges: [Charge] = []
    try text.pass(",\"charges\":[")
    while !text.passIf("]") {
      if !charges.isEmpty { try text.pass(",") }
      charges.append(try charge())
    }
    let video = text.passIf(",\"video\":") ? try keptVideo() : nil
    var older: [KeptVideo] = []
    try text.pass(",\"older\":[")
    while !text.passIf("]") {
      if !older.isEmpty { try text.pass(",") }
      older.append(try keptVideo())
    }
    return JobState(
      stem: stem, latest: latest, charges: charges, video: video, older: older,
      withdrawn: withdrawn, obstacle: nil)
  }

  private mutating func attempt() throws(NotExact) -> Attempt {
    try text.pass("\"attempt\":")
    let number = try text.integer()
    guard (1...Int(Int32.max)).contains(number) else { throw NotExact() }
    let intent = try intent(number)
    try text.pass(",\"submitted_at\":\"")
    let submittedAt = try text.time()
    try text.pass("\",\"changed_at\":\"")
    let changedAt = try text.time()
    try text.pass("\",\"phase\":\"fetched\",\"task\":\"")
    let task = TaskID(try string())
    try text.pass("\"}")
    return Attempt(
      intent: intent, phase: .fetched(task), submittedAt: submittedAt, changedAt: changedAt)
  }

  private mutating func intent(_ number: Int) throws(NotExact) -> Attempt.Intent {
    try text.pass(",\"key\":\"")
    let key = SubmissionKey(try string())
    try text.pass("\",\"carries_key\":")
    let carriesKey = try text.bool()
    try text.pass(",\"account\":\"")
    let account = try string()
    try text.pass("\",\"run\":\"")
    let run = try string()
    try text.pass("\",\"fingerprint\":\"")
    let fingerprint = Fingerprint(utf8: try text.text())
    try text.pass("\"")
    let outline = try outline()
    try text.pass(",\"amount\":")
    let amount = try text.money()
    try text.pass(",\"reason\":\"")
    let reason = try string()
    try text.pass("\"")
    return Attempt.Intent(
      number: number, key: key, carriesKey: carriesKey, account: account, run: run,
      fingerprint: fingerprint, outline: outline, amount: amount, reason: reason)
  }

  private mutating func outline() throws(NotExact) -> RequestOutline {
    let mode: VideoMode
    if text.passIf(",\"mode\":\"image_to_video\"") {
      mode = .imageToVideo
    } else {
      try text.pass(",\"mode\":\"reference_video\"")
      mode = .referenceVideo
    }
    let resolution = try resolution()
    try text.pass(",\"duration\":")
    guard let duration = ClipLength(rawValue: try text.integer()) else { throw NotExact() }
    try text.pass(",\"audio\":")
    let audio = try text.bool()
    let watermark = text.passIf(",\"watermark\":") ? try text.bool() : nil
    try text.pass(",\"sources_sum\":")
    let sources = try sum()
    try text.pass(",\"prompt_sum\":")
    let prompt = try sum()
    try text.pass(",\"metadata_sum\":")
    return RequestOutline(
      mode: mode, resolution: resolution, duration: duration, audio: audio, watermark: watermark,
      sourcesSum: sources, promptSum: prompt, metadataSum: try sum())
  }

  private mutating func sum() throws(NotExact) -> UInt32 {
    guard let sum = UInt32(exactly: try text.integer()) else { throw NotExact() }
    return sum
  }

  mutating func resolution() throws(NotExact) -> Resolution {
    if text.passIf(",\"resolution\":\"720p\"") { return .p720 }
    try text.pass(",\"resolution\":\"1080p\"")
    return .p1080
  }
}
