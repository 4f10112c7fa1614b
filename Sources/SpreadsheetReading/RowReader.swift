/// Reads the cells of a row into a job, and collects every mistake in them.
struct RowReader {
  private let header: SheetHeader
  private(set) var job = SheetJob()
  private(set) var mistakes: [SheetHeader.Mistake] = []
  /// Whether a cell that names a source is wrong, which is why there may be none.
  private var hasWrongSource = false

  init(header: SheetHeader) {
    self.header = header
  }

  mutating func read(_ record: SheetRecord) {
    job = SheetJob()
    mistakes.removeAll(keepingCapacity: true)
    hasWrongSource = false
    // A row that is out of step with the header would only be misunderstood.
    guard isInStep(record) else { return }
    for (index, column) in header.columns.enumerated() {
      guard let field = column.field else { continue }
      do throws(CellProblem) {
        guard let text = try Self.text(record[index]) else { continue }
        try read(text, field)
      } catch {
        mistakes.append(.init(column: index, problem: error))
        if field == .image || field == .references { hasWrongSource = true }
      }
    }
    if let prompt = header.prompt { fill(prompt, record) }
    checkSources()
  }

  private mutating func isInStep(_ record: SheetRecord) -> Bool {
    if case .textAfterQuote(let cell) = record.flaw {
      add(
        cell, "something follows the quote that ends the cell",
        remedy: "inside quotes, a quote is written twice")
      return false
    }
    let width = header.columns.count
    if record.count < width {
      add(
        nil, "has \(record.count) of the header's \(width) cells",
        remedy: "a cell with a line break needs quotes around it")
      return false
    }
    if let extra = (width..<record.count).first(where: { !Self.isBlank(record[$0]) }) {
      add(
        extra, "stands beyond the header's \(width) columns",
        remedy: "a cell with the separator in it needs quotes around it")
      return false
    }
    return true
  }

  private mutating func add(_ column: Int?, _ problem: String, remedy: String? = nil) {
    mistakes.append(.init(column: column, problem: CellProblem(problem, remedy: remedy)))
  }

  private static func isBlank(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// The text of a cell; `nil` when it is empty, which means not given.
  private static func text(_ cell: ArraySlice<UInt8>) throws(CellProblem) -> String? {
    guard !isBlank(cell) else { return nil }
    guard let text = String(validating: cell, as: UTF8.self) else { throw .notUnicode(cell) }
    return try CellValue.text(text)
  }

  private mutating func read(_ text: String, _ field: SheetField) throws(CellProblem) {
    switch field {
    case .id: job.id = try CellValue.id(text)
    case .prompt: job.prompt = text
    case .sourceVersion: job.sourceVersion = text
    case .metadata(let key): job.metadata.append((key.text, text))
    case .label(let key): job.labels.append((key.text, text))
    default:
      let text = CellText.trimmed(text)
      guard !text.isEmpty else { return }
      try readValue(text, field)
    }
  }

  private mutating func readValue(
    _ text: Substring, _ field: SheetField
  ) throws(CellProblem) {
    switch field {
    case .model:
      guard text == "wan2.6-flash" else {
        throw CellProblem("expected wan2.6-flash, got \(CellText.quoted(text))")
      }
    case .image: job.image = try CellValue.image(text)
    case .references: job.references = try CellValue.references(text)
    case .resolution: job.resolution = try CellValue.resolution(text)
    case .duration: job.duration = try CellValue.duration(text)
    case .audio: job.audio = try CellValue.truth(text)
    case .watermark: job.watermark = try CellValue.truth(text)
    default: preconditionFailure("texts are not values")
    }
  }

  /// Fills the prompt's template; an empty cell would make a prompt nobody has meant.
  private mutating func fill(_ parts: [SheetHeader.PromptPart], _ record: SheetRecord) {
    var prompt = ""
    for part in parts {
      switch part {
      case .text(let text): prompt += text
      case .cell(let index):
        do throws(CellProblem) {
          guard let text = try Self.text(record[index]) else {
            throw CellProblem("is empty, and --prompt needs it")
          }
          prompt += CellText.trimmed(text)
        } catch {
          let isKnown = mistakes.contains { $0.column == index }
          if !isKnown { mistakes.append(.init(column: index, problem: error)) }
        }
      }
    }
    job.prompt = prompt
  }

  private mutating func checkSources() {
    if job.image != nil, job.references != nil {
      let column = header.columns.lastIndex { $0.field == .image || $0.field == .references }
      add(
        column, "image_urls and metadata.reference_urls can't stand together",
        remedy: "keep one of them")
    } else if job.image == nil, job.references == nil, !hasWrongSource,
      let column = header.columns.firstIndex(where: {
        $0.field == .image || $0.field == .references
      })
    {
      let other = header.has(.image) && header.has(.references)
      add(
        column, "is empty",
        remedy: other
          ? "give one image, or metadata.reference_urls" : "give a URL or a file path")
    }
  }
}
