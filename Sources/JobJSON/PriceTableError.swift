/// A price list that can't be used, with the place of the mistake and what is allowed there.
///
/// As text: `prices.json:3:24: per_second.720p.audio: expected …, got -1`.
package struct PriceTableError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The list's name as the user gave it.
  package var file: String
  /// Counted from 1.
  package var line: Int
  /// Counted from 1 in characters (Unicode scalars).
  package var column: Int
  /// The way to the field, for example `per_second.720p.audio`; `nil` for the list as a whole.
  package var field: String?
  /// What is wrong, and mostly what is allowed instead, as a clause without its end.
  package var problem: String

  package init(file: String, line: Int, column: Int, field: String? = nil, problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.problem = problem
  }

  package var description: String {
    "\(file):\(line):\(column): \(field.map { "\($0): " } ?? "")\(problem)"
  }
}
