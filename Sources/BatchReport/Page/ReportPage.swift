import DurableFiles
import JobModel

/// Writes one self-contained HTML page about a directory: totals, costs, times, what needs
/// attention, and the videos.
///
/// All text from outside is in two `script` elements of type `application/json`, escaped by
/// ``ScriptData``; the page's own script, named by its hash in the content security policy,
/// shows it as text. Reads the source once, and its beginning once more; all of it where jobs have
/// left the manifest.
package struct ReportPage: Sendable {
  /// The name of the file inside the output directory.
  package static let fileName = "report.html"
  /// The most jobs that the page lists; its totals count all.
  package static let listedLimit = 20_000
  private static let flushBytes = 256 << 10

  private let source: any JobSource
  private let state: BatchState
  private let facts: RunFacts
  private let isPresent: @Sendable (VideoFile) -> Bool
  private let scope: PageScope

  /// - Parameter isPresent: whether a video's file is on the disk as it should be.
  package init(
    source: any JobSource, state: BatchState, facts: RunFacts, scope: PageScope,
    isPresent: @escaping @Sendable (VideoFile) -> Bool
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
    ) { [isPresent, scope] job, video in
      isPresent(video) ? scope.place(job, video).map(PageLink.relative) : nil
    }
    var survey = PageSurvey(run: facts.runID)
    var known = 0
    try EntryPass(source: source).run { [self] entries in
      entries.compactMap { shown($0) }.map { (entry: $0, labels: row.labels(of: $0)) }
    } take: { entries in
      for (entry, labels) in entries {
        if case .job(_, .some, _) = entry { known += 1 }
        survey.add(entry, labels, row)
      }
    }
    if !scope.isBundle, known < state.jobs.count { try survey.totals.addLeft(state, source) }
    survey.totals.kept = scope.isBundle ? 0 : facts.kept
    let head = PageHead(survey: survey, facts: facts, lastRun: state.lastRun, scope: scope)
    try output(PageShell.beginning(title: scope.title))
    try output(head.bytes + Array(PageShell.middle.utf8))
    var gathered: [UInt8] = [UInt8(ascii: "[")]
    var listed = 0
    for index in 0..<source.count {
      if listed == Self.listedLimit { break }
      guard let entry = shown(try source.entry(at: index)) else { continue }
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

  /// What is known about an entry; `nil` when it is not part of the page.
  private func shown(_ entry: ManifestEntry) -> PageEntry? {
    guard scope.includes(entry.id) else { return nil }
    switch entry {
    case .invalid(let line): return .invalid(line)
    case .job(let job):
      let jobState = state.jobs[job.id]
      return .job(job, jobState, JobStatus(of: job, jobState, isPresent: isPresent))
    }
  }
}
