import JobModel

/// Mistakes become complaints, and invalid entries where lines are skipped.
extension ManifestReader {
  mutating func refuseLongLine(
    _ head: UnsafeBufferPointer<UInt8>, _ each: (ManifestEntry) throws -> Void
  ) throws {
    let limit = options.maximumLineBytes
    let mistake = LineParser.Mistake(
      offset: 0, field: nil, problem: "the line has more than \(limit) bytes",
      remedy: "a job is one JSON object on one line, and files are named, not included")
    try refuse([mistake], in: head, id: nil, each)
  }

  mutating func refuse(
    _ mistakes: [LineParser.Mistake], in text: UnsafeBufferPointer<UInt8>, id: JobID?,
    _ each: (ManifestEntry) throws -> Void
  ) throws {
    let complaints = complain(mistakes, in: text, id: id)
    verdict.invalid += 1
    guard options.skipInvalid else { return }
    let sentences = complaints.map { $0.sentence }
    try send(.invalid(InvalidLine(id: id, line: line, complaints: sentences)), each)
  }

  @discardableResult
  mutating func complain(
    _ mistakes: [LineParser.Mistake], in text: UnsafeBufferPointer<UInt8>, id: JobID?
  ) -> [Complaint] {
    let sorted = mistakes.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }
    return sorted.map { _, mistake in
      let isKept = verdict.complaints.count < ManifestVerdict.kept
      let complaint = Complaint(
        file: options.displayName, line: line,
        column: LineExcerpt.column(of: mistake.offset, in: text), jobID: id,
        field: mistake.field, problem: mistake.problem, remedy: mistake.remedy,
        excerpt: isKept ? LineExcerpt(line: text, offset: mistake.offset) : LineExcerpt())
      verdict.add(complaint)
      return complaint
    }
  }

  /// Refuses the manifest as a whole; nothing more is read.
  mutating func refuseWhole(_ problem: String, remedy: String?) {
    verdict.isUnusable = true
    verdict.add(
      Complaint(
        file: options.displayName, line: max(1, line), column: 1, problem: problem,
        remedy: remedy))
  }
}
