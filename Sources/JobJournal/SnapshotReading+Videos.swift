import JobModel

/// What was paid, and what came of it.
extension SnapshotReading {
  mutating func charge() throws(NotExact) -> Charge {
    try text.pass("{\"attempt\":")
    let attempt = try text.integer()
    var task: TaskID?
    if text.passIf(",\"task\":\"") {
      task = TaskID(try string())
      try text.pass("\"")
    }
    let resolution = try resolution()
    try text.pass(",\"audio\":")
    let priceClass = PriceClass(resolution: resolution, audio: try text.bool())
    try text.pass(",\"seconds\":")
    let seconds = try text.integer()
    try text.pass(",\"amount\":")
    let amount = try text.money()
    try text.pass(",\"at\":\"")
    let at = try text.time()
    try text.pass("\",\"run\":\"")
    let run = try string()
    try text.pass("\",\"reason\":\"")
    let reason = try string()
    try text.pass("\",\"certain\":")
    let isCertain = try text.bool()
    try text.pass("}")
    return Charge(
      attempt: attempt, task: task, priceClass: priceClass, seconds: seconds, amount: amount,
      at: at, run: run, reason: reason, isCertain: isCertain)
  }

  mutating func keptVideo() throws(NotExact) -> KeptVideo {
    try text.pass("{\"attempt\":")
    let attempt = try text.integer()
    try text.pass(",\"task\":\"")
    let task = TaskID(try string())
    try text.pass("\",\"fingerprint\":\"")
    let fingerprint = Fingerprint(utf8: try text.text())
    try text.pass("\",\"submitted_at\":\"")
    let submittedAt = try text.time()
    try text.pass("\",\"url\":\"")
    let url = try string()
    try text.pass("\"")
    let expiresAt = text.passIf(",\"expires_at\":\"") ? try quotedTime() : nil
    let completedAt = text.passIf(",\"completed_at\":\"") ? try quotedTime() : nil
    let file = try file()
    try text.pass("}")
    return KeptVideo(
      file: file, attempt: attempt, task: task, fingerprint: fingerprint,
      submittedAt: submittedAt,
      remote: RemoteVideo(url: url, expiresAt: expiresAt, completedAt: completedAt))
  }

  private mutating func quotedTime() throws(NotExact) -> Timestamp {
    let time = try text.time()
    try text.pass("\"")
    return time
  }

  private mutating func file() throws(NotExact) -> VideoFile {
    try text.pass(",\"path\":\"")
    let path = try string()
    try text.pass("\",\"bytes\":")
    let sizeBytes = Int64(try text.integer())
    try text.pass(",\"sha256\":\"")
    let sha256 = try text.text()
    try text.pass("\",\"width\":")
    let width = try text.integer()
    try text.pass(",\"height\":")
    let height = try text.integer()
    try text.pass(",\"duration\":")
    let length = try text.milliseconds()
    try text.pass(",\"audio\":")
    let audio = try text.bool()
    let modifiedAt = text.passIf(",\"modified_at\":\"") ? try quotedTime() : nil
    return VideoFile(
      path: path, sizeBytes: sizeBytes, sha256UTF8: sha256, width: width, height: height,
      lengthMilliseconds: length, audio: audio, modifiedAt: modifiedAt)
  }
}
