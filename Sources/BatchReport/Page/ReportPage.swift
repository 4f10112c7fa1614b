import DurableFiles
import JSONText
import JobModel

/// Writes one self-contained HTML page about a directory: totals, costs, times, what needs
/// attention, and the videos.
///
/// All text from outside is in two `script` elements of type `application/json`, escaped by
/// ``ScriptData``; the page's own script, named by its hash in the content security policy,
/// shows it as text. Reads the source twice, and holds one row at a time.
package struct ReportPage {
  /// The name of the file inside the output directory.
  package static let fileName = "report.html"
  /// The most jobs that the page lists; its totals count all.
  package static let listedLimit = 20_000
  private static let flushBytes = 256 << 10

  private let source: any JobSource
  private let state: BatchState
  private let facts: RunFacts
  private let isPresent: (VideoFile) -> Bool
  private let scope: PageScope

  /// - Parameter isPresent: whether a video's file is on the disk as it should be.
  package init(
    source: any JobSource, state: BatchState, facts: RunFacts, scope: PageScope,
    isPresent: @escaping (VideoFile) -> Bool
  ) {
    self.source = source
    self.state = state
    self.facts = facts
    self.scope = scope
    self.isPresent = isPresent
  }

  /// Writes the page; it appears whole or not at all.
  ///
  /// - Returns: the totals that the page shows.
  /// - Throws: ``FileError``, or what the source throws.
  @discardableResult
  package func write(to path: String, files: any FileOperations) throws -> Totals {
    let file = try DurableFile(path: path, files: files)
    do {
      let totals = try write { bytes in try file.write(bytes) }
      try file.publish()
      return totals
    } catch {
      file.discard()
      throw error
    }
  }

  /// Hands the page out in pieces.
  func write(_ output: ([UInt8]) throws -> Void) throws -> Totals {
    let row = PageRow(
      text: PageText(hidesAddresses: scope.isBundle), showsService: !scope.isBundle,
      run: state.lastRun?.run.id
    ) { job, video in
      isPresent(video) ? scope.place(job, video).map(PageLink.relative) : nil
    }
    var survey = PageSurvey(run: facts.runID)
    var known = 0
    try forEachEntry { entry in
      if case .job(_, .some, _) = entry { known += 1 }
      survey.add(entry, row)
    }
    if !scope.isBundle, known < state.jobs.count { try addLeft(to: &survey.totals) }
    survey.totals.kept = scope.isBundle ? 0 : facts.kept
    let head = PageHead(survey: survey, facts: facts, lastRun: state.lastRun, scope: scope)
    try output(PageShell.beginning(title: scope.title))
    try output(head.bytes + Array(PageShell.middle.utf8))
    var gathered: [UInt8] = [UInt8(ascii: "[")]
    var listed = 0
    try forEachEntry { entry in
      guard listed < Self.listedLimit else { return }
      gathered += Array((listed == 0 ? "\n" : ",\n").utf8)
      gathered += row.bytes(
        entry, concern: PageConcern(entry).flatMap { survey.concerns.number(of: $0) })
      listed += 1
      if gathered.count >= Self.flushBytes {
        try output(gathered)
        gathered = []
      }
    }
    try output(gathered + Array("\n]".utf8) + Array(PageShell.end.utf8))
    return survey.totals
  }

  private func forEachEntry(_ take: (PageEntry) throws -> Void) throws {
    for index in 0..<source.count {
      switch try source.entry(at: index) {
      case .invalid(let line):
        if scope.includes(line.id) { try take(.invalid(line)) }
      case .job(let job):
        guard scope.includes(job.id) else { continue }
        let jobState = state.jobs[job.id]
        try take(.job(job, jobState, JobStatus(of: job, jobState, isPresent: isPresent)))
      }
    }
  }

  /// Adds what the jobs have cost that are not in the manifest any more.
  private func addLeft(to totals: inout Totals) throws {
    var left = Set(state.jobs.keys)
    for index in 0..<source.count {
      if case .job(let job) = try source.entry(at: index) { left.remove(job.id) }
    }
    for id in left {
      if let jobState = state.jobs[id] { totals.addLeft(jobState) }
    }
  }
}
