/// The first row that is not empty: what each column means.
struct SheetHeader {
  /// A column, which may fill a field, the prompt's template, or both.
  struct Column {
    var name: String
    var field: SheetField?
  }

  /// A mistake at a column, or in the row as a whole.
  struct Mistake {
    var column: Int?
    var problem: CellProblem
  }

  /// As many as spreadsheets can have.
  private static let maximumColumns = 16_384

  private(set) var columns: [Column] = []
  private(set) var mistakes: [Mistake] = []
  /// The template with the numbers of its columns; `nil` where there is none, or a wrong one.
  private(set) var prompt: [PromptPart]?
  /// Whether this is no header at all, so that the rows can't be understood.
  private(set) var isForeign = false

  /// A piece of the prompt.
  enum PromptPart {
    case text(String)
    case cell(Int)
  }

  /// - Parameters:
  ///   - record: the row; empty cells at its end are no columns.
  ///   - template: what `--prompt` gave.
  init(_ record: SheetRecord, template: PromptTemplate?) {
    guard record.count <= Self.maximumColumns else {
      add(nil, "has \(record.count) columns, expected at most \(Self.maximumColumns)")
      isForeign = true
      return
    }
    for index in 0..<record.count { readName(record[index], template, column: index) }
    while columns.last?.name.isEmpty == true { columns.removeLast() }
    mistakes.removeAll { ($0.column ?? 0) >= columns.count }
    guard columns.contains(where: { $0.field != nil }) else {
      refuse()
      return
    }
    findRepetitions()
    if let template { resolve(template) }
    if !has(.image), !has(.references) {
      add(
        nil, "no column image_urls, and none metadata.reference_urls",
        remedy: "a video is made from one picture, or from reference videos")
    }
  }

  /// Refuses a row of which no cell is a field's name.
  private mutating func refuse() {
    isForeign = true
    mistakes = []
    let first = columns.first { !$0.name.isEmpty }.map { CellText.quoted($0.name) }
    add(
      nil, "no column is a field of a job; the first is \(first ?? "empty")",
      remedy: "the first row names the columns: image_urls, prompt, labels.NAME and so on; "
        + "--separator says what stands between them")
  }

  func has(_ field: SheetField) -> Bool {
    columns.contains { $0.field == field }
  }

  /// The name of a column; `nil` for one without.
  func name(_ column: Int) -> String? {
    guard column < columns.count, !columns[column].name.isEmpty else { return nil }
    return columns[column].name
  }

  private mutating func add(_ column: Int?, _ problem: String, remedy: String? = nil) {
    mistakes.append(Mistake(column: column, problem: CellProblem(problem, remedy: remedy)))
  }

  private mutating func readName(
    _ cell: ArraySlice<UInt8>, _ template: PromptTemplate?, column: Int
  ) {
    let text = String(validating: cell, as: UTF8.self)
    let name = String(CellText.trimmed(text ?? String(decoding: cell, as: UTF8.self)))
    let field = SheetField(name)
    columns.append(Column(name: name, field: field))
    if text == nil {
      mistakes.append(Mistake(column: column, problem: .notUnicode(cell)))
    } else if name.isEmpty {
      add(column, "the column has no name", remedy: "give it one, or take the column out")
    } else if field == nil, template?.uses(name) != true {
      mistakes.append(Mistake(column: column, problem: UnknownColumn.explain(name)))
    }
  }

  private mutating func findRepetitions() {
    var seen: [SheetField: Int] = [:]
    var others: [SheetField.Key: Int] = [:]
    for (index, column) in columns.enumerated() where !column.name.isEmpty {
      let key = SheetField.Key(text: column.name)
      let earlier = column.field.map { seen[$0] } ?? others[key]
      if let earlier {
        add(
          index, "means the same as column \(SheetMistake.letters(earlier))",
          remedy: "keep one of them")
      } else if let field = column.field {
        seen[field] = index
      } else {
        others[key] = index
      }
    }
  }

  private mutating func resolve(_ template: PromptTemplate) {
    var parts: [PromptPart] = []
    var isRight = true
    for piece in template.pieces {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .column(let name):
        if let index = columns.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
          parts.append(.cell(index))
        } else {
          isRight = false
          add(nil, "no column \(CellText.quoted(name)), which --prompt uses", remedy: hint(name))
        }
      }
    }
    if let own = columns.firstIndex(where: { $0.field == .prompt }),
      !template.uses(columns[own].name)
    {
      add(
        own, "--prompt gives the prompt already",
        remedy: "use {\(columns[own].name)} in it, or name the column labels.prompt")
    }
    if isRight { prompt = parts }
  }

  /// The names that `--prompt` may have meant.
  private func hint(_ name: String) -> String {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    let nearest =
      columns.filter { !$0.name.isEmpty }
      .map {
        (name: $0.name, edits: wanted.difference(from: $0.name.lowercased().utf8.prefix(64)).count)
      }
      .min { $0.edits < $1.edits }
    guard let nearest, nearest.edits <= max(2, wanted.count / 3) else {
      let names = columns.prefix(20).map { CellText.plain($0.name) }
      return "the columns are \(names.joined(separator: ", "))"
    }
    return "did you mean {\(CellText.plain(nearest.name))}?"
  }
}
