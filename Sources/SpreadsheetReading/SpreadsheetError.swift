#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a spreadsheet can't be read to its end, or its manifest not be delivered.
///
/// Mistakes inside a spreadsheet are no errors but ``SheetMistake`` values.
package enum SpreadsheetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nothing stands at the path, or it leads through something that is no directory.
  case notFound(path: String)
  /// The path leads to a directory.
  case isDirectory(path: String)
  /// The first bytes are those of something else than text in rows; `remedy` says what to do.
  case notATable(name: String, kind: String, remedy: String)
  /// The system refused to give the spreadsheet; `code` is its error number.
  case cannotRead(name: String, code: Int32)
  /// The finished lines could not be kept until the last row was checked.
  case cannotHold(directory: String, code: Int32)
  /// The finished lines could not be written where they were wanted.
  case cannotDeliver(code: Int32)

  /// Whether the spreadsheet is the cause, and not the place for the output.
  package var isAboutInput: Bool {
    switch self {
    case .notFound, .isDirectory, .notATable, .cannotRead: true
    case .cannotHold, .cannotDeliver: false
    }
  }

  /// One line for the user: what can't be done, why, and the cure where there is one.
  package var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file"
    case .isDirectory(let path):
      "\(path): is a directory; give the CSV file itself"
    case .notATable(let name, let kind, let remedy):
      "\(name): is \(kind), not a CSV file; \(remedy)"
    case .cannotRead(let name, let code):
      "\(name): can't be read: \(Self.text(of: code))"
    case .cannotHold(let directory, let code):
      "\(directory): a temporary file can't be written there: \(Self.text(of: code)); "
        + "set TMPDIR to another directory"
    case .cannotDeliver(let code):
      "the manifest could not be written in full: \(Self.text(of: code)); do not use what is there"
    }
  }

  private static func text(of code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}
