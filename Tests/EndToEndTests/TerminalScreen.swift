/// What a terminal shows after some bytes: the few controls that the program uses, and a complaint
/// about any other.
struct TerminalScreen {
  private(set) var rows: [[Character]] = [[]]
  private(set) var row = 0
  private var column = 0
  /// Characters that would have been written beyond the last column.
  private(set) var overflow = 0
  private(set) var unknown: [String] = []
  private let columns: Int

  /// Narrow characters only.
  init(_ text: String, columns: Int) {
    self.columns = columns
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n":
        row += 1
        if row == rows.count { rows.append([]) }
      case "\u{1B}": control(&rest)
      default: put(Character(scalar))
      }
    }
  }

  /// The lines that are not empty.
  var lines: [String] { rows.map { String($0) }.filter { !$0.isEmpty } }

  private mutating func put(_ character: Character) {
    if column >= columns { overflow += 1 }
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }

  private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
    var sequence = ""
    while let scalar = rest.popFirst() {
      sequence.unicodeScalars.append(scalar)
      if scalar != "[", (0x40...0x7E).contains(scalar.value) { break }
    }
    let number = Int(sequence.dropFirst().dropLast())
    switch sequence.last {
    case "K": rows[row] = Array(rows[row].prefix(column))
    case "J":
      rows[row] = Array(rows[row].prefix(column))
      rows.removeSubrange((row + 1)...)
    case "A": row = max(0, row - (number ?? 1))
    case "m": break
    default:
      if !["[?7l", "[?7h"].contains(sequence) { unknown.append(sequence) }
    }
  }
}
