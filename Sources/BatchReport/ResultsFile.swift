import DurableFiles
import JSONText
import JobModel

/// Writes `results.jsonl`: one row a job in manifest order, the totals row last. The file is
/// replaced as a whole or not at all.
package struct ResultsFile {
  /// The name of the file inside the output directory.
  package static let fileName = "results.jsonl"
  private static let flushBytes = 256 << 10

  private let source: any JobSource
  private let state: BatchState
  private let prices: PriceTable
  private let since: Timestamp?
  private let isPresent: @Sendable (VideoFile) -> Bool
  private let isSelected: @Sendable (JobID) -> Bool

  /// - Parameters:
  ///   - since: from when on failures are new; see ``BatchState/newSince(run:startedAt:)``.
  ///   - prices: for what pending jobs would cost.
  ///   - isSelected: whether the command is about a job.
  ///   - isPresent: whether a video's file is on the disk as it should be.
  package init(
    source: any JobSource, state: BatchState, prices: PriceTable = .published,
    since: Timestamp? = nil,
    isSelected: @escaping @Sendable (JobID) -> Bool = { _ in true },
    isPresent: @escaping @Sendable (VideoFile) -> Bool
  ) {
    self.source = source
    self.state = state
    self.prices = prices
    self.since = since
    self.isSelected = isSelected
    self.isPresent = isPresent
  }

  /// Counts without writing.
  package func totals(run: String?, kept: Int) throws -> Totals {
    var totals = Totals(run: run, since: since)
    try forEachPiece(&totals) { _ in }
    totals.kept = kept
    return totals
  }

  /// Writes the file.
  ///
  /// - Parameter facts: makes the facts of the totals row from the totals.
  /// - Returns: what the last row says.
  package func write(
    to path: String, files: any FileOperations, run: String?, kept: Int,
    facts: (Totals) -> RunFacts
  ) throws -> (totals: Totals, row: [UInt8]) {
    let file = try DurableFile(path: path, files: files)
    do {
      var totals = Totals(run: run, since: since)
      var gathered: [UInt8] = []
      try forEachPiece(&totals) { bytes in
        gathered += bytes
        if gathered.count >= Self.flushBytes {
          try file.write(gathered)
          gathered = []
        }
      }
      totals.kept = kept
      let row = TotalsRow.bytes(totals, facts(totals))
      try file.write(gathered + row + [UInt8(ascii: "\n")])
      try file.publish()
      return (totals, row)
    } catch {
      file.discard()
      throw error
    }
  }

  /// Rows, each with its line feed, and what the totals need to know of each.
  private struct Piece: Sendable {
    var bytes: [UInt8] = []
    var rows: [Row] = []
  }

  private enum Row: Sendable {
    case invalid(isSelected: Bool)
    case job(JobState?, JobStatus, isSelected: Bool, price: Money?)
  }

  private func forEachPiece(
    _ totals: inout Totals, _ take: ([UInt8]) throws -> Void
  ) throws {
    var known = 0
    try EntryPass(source: source).run { [state, prices, isPresent, isSelected] entries in
      var piece = Piece()
      for entry in entries {
        var writer = JSONWriter()
        swap(&writer.bytes, &piece.bytes)
        switch entry {
        case .invalid(let line):
          piece.rows.append(.invalid(isSelected: line.id.map(isSelected) ?? true))
          ResultRow.write(line, to: &writer)
        case .job(let job):
          let jobState = state.jobs[job.id]
          let status = JobStatus(of: job, jobState, isPresent: isPresent)
          let price = prices.price(of: job.request.priceClass, length: job.request.duration)
          piece.rows.append(
            .job(jobState, status, isSelected: isSelected(job.id), price: price))
          ResultRow.write(job, jobState, status: status, to: &writer)
        }
        swap(&writer.bytes, &piece.bytes)
        piece.bytes.append(UInt8(ascii: "\n"))
      }
      return piece
    } take: { piece in
      for row in piece.rows {
        switch row {
        case .invalid(let isSelected): totals.addInvalid(isSelected: isSelected)
        case .job(let jobState, let status, let isSelected, let price):
          if jobState != nil { known += 1 }
          totals.add(jobState, status: status, isSelected: isSelected, price: price)
        }
      }
      try take(piece.bytes)
    }
    if known < state.jobs.count { try totals.addLeft(state, source) }
  }
}
