/// A row of a spreadsheet, its cells freed from their quotes.
struct SheetRecord {
  /// What is wrong with the row as a row.
  enum Flaw: Equatable {
    /// Something follows the quote that ends a cell; `cell` counts from 0.
    case textAfterQuote(cell: Int)
    /// The file ends inside the quotes of a cell. The line is that of the quote.
    case openQuote(cell: Int, line: Int)
    /// The row is longer than ``RecordReader/maximumBytes``. The line is that of the quote which is
    /// still open there, if one is.
    case tooLong(cell: Int, quoteLine: Int?)
  }

  /// The texts of the cells, one after the other.
  var bytes: [UInt8] = []
  /// Where each cell ends in ``bytes``.
  var ends: [Int] = []
  /// Counted from 1 as a spreadsheet shows it: empty rows count, line breaks in cells do not.
  var row = 0
  /// The line of the file where the row begins, counted from 1.
  var line = 1
  var flaw: Flaw?

  var count: Int { ends.count }

  /// Whether all cells are empty or white space.
  var isBlank: Bool {
    bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// The text of a cell; empty beyond the last one.
  subscript(cell: Int) -> ArraySlice<UInt8> {
    guard cell < ends.count else { return [] }
    return bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]]
  }

  mutating func begin(row: Int, line: Int) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    (self.row, self.line, flaw) = (row, line, nil)
  }
}
