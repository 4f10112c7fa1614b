import JSONText
import JobJSON
import JobModel

/// The outcome in words and as JSON Lines.
extension Verification {
  /// A line a finding, and a last one that sums up.
  package var text: String {
    var lines = findings.map(Self.line)
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  /// `12 charges, ¥36.00 (estimated): 12 of 12 videos whole, 22.4 MB; all is well`.
  package var summary: String {
    let charges = inventory.charges
    let amount = charges.amount.map { "¥\($0) (estimated)" } ?? "an unknown amount"
    let videos = inventory.items.count
    var line =
      "\(counted(charges.videos, "charge")), \(amount): "
      + "\(whole) of \(counted(videos, "video")) whole, \(Self.size(wholeBytes))"
    let counts = Finding.Kind.allCases.compactMap { kind -> String? in
      switch (kind, count(kind)) {
      case (_, 0): nil
      case (.stranger, 2...), (.warning, 2...), (.leftover, 2...):
        "\(count(kind)) \(kind.rawValue)s"
      case (_, let count): "\(count) \(Self.words(kind))"
      }
    }
    if !counts.isEmpty { line += "; " + counts.joined(separator: ", ") }
    return line + (isSound ? "; all is well" : "")
  }

  /// `missing: videos/a.mp4 (job a, task video_1, ¥0.75): the file is not there`.
  private static func line(_ finding: Finding) -> String {
    var about: [String] = []
    if let job = finding.job { about.append("job \(job)") }
    if let task = finding.task { about.append("task \(task)") }
    if let amount = finding.amount { about.append("¥\(amount)") }
    let details = about.joined(separator: ", ")
    let subject = finding.path.map { about.isEmpty ? $0 : "\($0) (\(details))" } ?? details
    let text = "\(words(finding.kind)): \(subject): \(finding.message)"
    // What comes from outside must not look like another finding.
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
  }

  private static func words(_ kind: Finding.Kind) -> String {
    switch kind {
    case .inDoubt: "in doubt"
    default: kind.rawValue
    }
  }

  /// Bytes in decimal units, with one digit after the point.
  private static func size(_ bytes: Int64) -> String {
    for (unit, name) in [(Int64(1_000_000_000), "GB"), (1_000_000, "MB"), (1000, "kB")]
    where bytes >= unit {
      return "\(bytes / unit).\(bytes % unit / (unit / 10)) \(name)"
    }
    return "\(bytes) bytes"
  }

  /// A row a finding, and a last one that sums up:
  ///
  /// ```json
  /// {"type":"finding","kind":"missing","problem":true,"id":"a","task_id":"video_1","path":"videos/a.mp4","amount":0.75,"message":"the file is not there"}
  /// {"type":"verification","sound":false,"charges":1,"amount":0.75,"currency":"CNY","estimated":true,"videos":1,"whole":0,"whole_bytes":0,"findings":{"missing":1}}
  /// ```
  package var jsonLines: String {
    var bytes: [UInt8] = []
    for finding in findings {
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("type", "finding")
      writer.member("kind", finding.kind.rawValue)
      writer.member("problem", finding.kind.isProblem)
      if let job = finding.job { writer.member("id", job.text) }
      if let task = finding.task { writer.member("task_id", task.text) }
      if let path = finding.path { writer.member("path", path) }
      if finding.job != nil { writer.member("amount", finding.amount) }
      writer.member("message", finding.message)
      writer.endObject()
      bytes += writer.bytes + [UInt8(ascii: "\n")]
    }
    return String(decoding: bytes + sumRow + [UInt8(ascii: "\n")], as: UTF8.self)
  }

  private var sumRow: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "verification")
    writer.member("sound", isSound)
    writer.member("charges", inventory.charges.videos)
    writer.member("amount", inventory.charges.amount)
    writer.member("currency", "CNY")
    writer.member("estimated", true)
    writer.member("videos", inventory.items.count)
    writer.member("whole", whole)
    writer.member("whole_bytes", wholeBytes)
    writer.key("findings")
    writer.beginObject()
    for kind in Finding.Kind.allCases where count(kind) > 0 {
      writer.key(kind.rawValue)
      writer.int(count(kind))
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}
