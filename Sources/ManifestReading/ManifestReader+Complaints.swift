import JobModel

/// Mistakes become complaints, and invalid entries where lines are skipped.
extension ManifestReader {
  mutating func refuse(
    _ mistakes: [LineParser.Mistake], in text: UnsafeBufferPointer<UInt8>, line: Int, id: JobID?,
    _ each: (ManifestEntry) throws -> Void
  ) throws {
    let complaints = complain(mistakes, in: text, line: line, id: id)
    verdict.invalid += 1
    guard options.skipInvalid else { return }
    verdict.entries += 1
    let sentences = complaints.map { $0.sentence }
    try each(.invalid(InvalidLine(id: id, line: line, complaints: sentences)))
  }

  @discardableResult
  mutating func complain(
    _ mistakes: [LineParser.Mistake], in text: UnsafeBufferPointer<UInt8>, line: Int, id: JobID?
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
  mutating func refuseWhole(_ problem: String, line: Int? = nil, remedy: String?) {
    verdict.isUnusable = true
    verdict.add(
      Complaint(
        file: options.displayName, line: line ?? max(1, lines), column: 1, problem: problem,
        remedy: remedy))
  }
}
