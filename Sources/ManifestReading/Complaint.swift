import JobModel

/// One mistake in a manifest, with its place and its cure.
///
/// As text: `manifest.jsonl:12:31: duration: expected 5, 10 or 15, got 7 (job "sku-001")`.
package struct Complaint: Error, Sendable, Equatable, CustomStringConvertible {
  /// The manifest's name as the user gave it.
  package var file: String
  /// Counted from 1, blank lines included.
  package var line: Int
  /// Counted from 1 in characters (Unicode scalars), as editors count them; a byte-order mark
  /// is not counted, a byte that is no UTF-8 counts as one.
  package var column: Int
  /// The job, where its id could be read.
  package var jobID: JobID?
  /// The way to the field, for example `body.metadata.reference_urls[2]`.
  package var field: String?
  /// What is wrong and what is allowed.
  package var problem: String
  /// What to do about it, where the problem does not say it already.
  package var remedy: String?
  /// Some of the line around the place.
  package var excerpt: LineExcerpt

  package init(
    file: String, line: Int, column: Int, jobID: JobID? = nil, field: String? = nil,
    problem: String, remedy: String? = nil, excerpt: LineExcerpt = LineExcerpt()
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.jobID = jobID
    self.field = field
    self.problem = problem
    self.remedy = remedy
    self.excerpt = excerpt
  }

  /// The complaint without its place and its job.
  package var sentence: String {
    let start = field.map { "\($0): \(problem)" } ?? problem
    return remedy.map { "\(start); \($0)" } ?? start
  }

  /// The place, the ``sentence`` and the job, in one line without the excerpt.
  package var description: String {
    let end = jobID.map { " (job \(Quoted.text($0.text)))" } ?? ""
    return "\(file):\(line):\(column): \(sentence)\(end)"
  }
}
