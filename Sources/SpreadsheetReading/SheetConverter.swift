/// Turns a spreadsheet into the lines of a manifest in one pass.
///
/// Memory does not grow with the rows, but for 20 to 40 bytes each to find ids that are given
/// twice.
package struct SheetConverter {
  private let name: String
  private let template: PromptTemplate?
  private var reader: RecordReader
  private var verdict = SheetVerdict()
  private var rows = FirstRows()

  /// - Parameters:
  ///   - name: the spreadsheet's, for messages.
  ///   - separator: `nil` to find it out from the header.
  ///   - prompt: gives every row its prompt.
  ///   - chunkBytes: how much is read at a time.
  ///   - input: gives what comes next; 0 bytes at the end.
  package init(
    name: String, separator: CellSeparator? = nil, prompt: PromptTemplate? = nil,
    chunkBytes: Int = 256 << 10,
    input: @escaping (UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int
  ) {
    self.name = name
    template = prompt
    let text = SheetText(name: name, chunkBytes: chunkBytes, input: input)
    reader = RecordReader(text, separator: separator)
  }

  /// Reads the spreadsheet to its end; to be called once.
  ///
  /// - Parameter each: takes a line with its LF. It is not called any more after the first
  ///   mistake, so what it got before is of use only if the verdict has none.
  package mutating func convert(
    each: ([UInt8]) throws(SpreadsheetError) -> Void
  ) throws(SpreadsheetError) -> SheetVerdict {
    guard let header = try readHeader() else { return verdict }
    let (headerRow, headerLine) = (reader.record.row, reader.record.line)
    var row = RowReader(header: header)
    while try reader.next() {
      if reader.record.isBlank, reader.record.flaw == nil { continue }
      if noteEndOfReading() { return verdict }
      verdict.jobs += 1
      row.read(reader.record)
      for mistake in row.mistakes {
        add(mistake.problem, column: mistake.column, header, row.job.id)
      }
      if let id = row.job.id { checkID(id, header) }
      guard row.mistakes.isEmpty else { continue }
      let line = row.job.line
      checkLine(line, of: row.job, header)
      if verdict.mistakeCount == 0 { try each(line) }
    }
    if verdict.jobs == 0, verdict.mistakeCount == 0 {
      verdict.add(
        SheetMistake(
          file: name, row: headerRow, line: headerLine, problem: "no row follows the header",
          remedy: "each row below it is a job"))
    }
    return verdict
  }
}

/// The header, and the rows as rows.
extension SheetConverter {
  private mutating func readHeader() throws(SpreadsheetError) -> SheetHeader? {
    repeat {
      guard try reader.next() else {
        verdict.add(
          SheetMistake(
            file: name, row: 1, line: 1, problem: "the file is empty",
            remedy: "it begins with a header such as id,image_urls,prompt"))
        return nil
      }
    } while reader.record.isBlank && reader.record.flaw == nil
    if noteEndOfReading() { return nil }
    if case .textAfterQuote(let cell) = reader.record.flaw {
      add(
        CellProblem(
          "something follows the quote that ends the name",
          remedy: "inside quotes, a quote is written twice"), column: cell)
      return nil
    }
    let header = SheetHeader(reader.record, template: template)
    for mistake in header.mistakes { add(mistake.problem, column: mistake.column, header) }
    return header.isForeign ? nil : header
  }

  /// Notes a flaw behind which no row can be told from the next.
  private mutating func noteEndOfReading() -> Bool {
    switch reader.record.flaw {
    case .openQuote(let cell, let line):
      add(
        CellProblem(
          "the quote that begins this cell in line \(line) is never closed",
          remedy: "inside quotes, a quote is written twice"), column: cell)
    case .tooLong(let cell, let quoteLine):
      add(
        CellProblem(
          "the row has more than \(RecordReader.maximumBytes) bytes",
          remedy: quoteLine.map { "is the quote in line \($0) never closed?" }), column: cell)
    case .textAfterQuote, nil: return false
    }
    return true
  }
}

/// What concerns the job as a whole.
extension SheetConverter {
  private mutating func checkID(_ id: String, _ header: SheetHeader) {
    let row = reader.record.row
    guard let earlier = rows.insert(Array(id.utf8), isID: true, row: row) else { return }
    add(
      CellProblem(
        "\(CellText.quoted(id)) is the id of row \(earlier) already",
        remedy: "every job has an id of its own"),
      column: header.columns.firstIndex { $0.field == .id }, header)
  }

  private mutating func checkLine(_ line: [UInt8], of job: SheetJob, _ header: SheetHeader) {
    if line.count > RecordReader.maximumBytes {
      add(
        CellProblem(
          "becomes a line of \(line.count) bytes, of which a manifest may have "
            + "\(RecordReader.maximumBytes)"),
        column: nil, header, job.id)
    }
    guard job.id == nil else { return }
    let row = reader.record.row
    if let earlier = rows.insert(job.request.line, isID: false, row: row) {
      add(
        CellProblem(
          "the same job as in row \(earlier), and it has no id",
          remedy: "give each an id, or take one out"), column: nil, header)
    }
  }

  private mutating func add(
    _ problem: CellProblem, column: Int? = nil, _ header: SheetHeader? = nil, _ jobID: String? = nil
  ) {
    verdict.add(
      SheetMistake(
        file: name, row: reader.record.row, line: reader.record.line, column: column,
        field: column.flatMap { header?.name($0) }, problem: problem.problem,
        remedy: problem.remedy, jobID: jobID))
  }
}
