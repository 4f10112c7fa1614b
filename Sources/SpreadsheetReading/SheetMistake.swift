/// One mistake in a spreadsheet, with its place and its cure.
///
/// As text: `products.csv: row 12 (line 15), column C: duration: expected 5, 10 or 15 seconds, got
/// "7" (job "sku-012")`.
package struct SheetMistake: Sendable, Equatable, CustomStringConvertible {
  /// The spreadsheet's name as the user gave it.
  package var file: String
  /// Counted from 1 as a spreadsheet shows it, the header included.
  package var row: Int
  /// The line of the file, counted from 1; it differs from the row after a cell with line breaks.
  package var line: Int
  /// Counted from 0; shown in letters, as a spreadsheet does. `nil` when the whole row is meant.
  package var column: Int?
  /// The column's name.
  package var field: String?
  /// What is wrong and what is allowed.
  package var problem: String
  /// What to do about it; `nil` where the problem says it already.
  package var remedy: String?
  /// The job's id, where it has one.
  package var jobID: String?

  /// One line, the remedy behind the problem and the job's id at the end.
  package var description: String {
    var text = "\(file): row \(row)"
    if line != row { text += " (line \(line))" }
    if let column { text += ", column \(Self.letters(column))" }
    if let field { text += ": \(CellText.plain(field))" }
    text += ": \(problem)"
    if let remedy { text += "; \(remedy)" }
    if let jobID { text += " (job \(CellText.quoted(jobID)))" }
    return text
  }

  /// The name that spreadsheets give a column: A to Z, then AA.
  static func letters(_ column: Int) -> String {
    var letters: [UInt8] = []
    var rest = column
    repeat {
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest = rest / 26 - 1
    } while rest >= 0
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}

/// What one pass over a spreadsheet has found.
package struct SheetVerdict: Sendable, Equatable {
  /// The most mistakes that are kept.
  package static let kept = 100

  /// Rows that are a job, right or wrong.
  package var jobs = 0
  /// The first mistakes, by row.
  package var mistakes: [SheetMistake] = []
  /// All mistakes, also those that are not kept.
  package var mistakeCount = 0

  mutating func add(_ mistake: SheetMistake) {
    mistakeCount += 1
    if mistakes.count < Self.kept { mistakes.append(mistake) }
  }
}
