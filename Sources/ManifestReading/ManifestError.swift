/// Why a manifest, or the run's own copy of it, can't be read at all.
///
/// Mistakes inside a manifest are no errors but ``Complaint`` values.
package enum ManifestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nothing stands at the path, or it leads through something that is no directory.
  case notFound(path: String)
  /// The path leads to a directory in place of a manifest.
  case isDirectory(path: String)
  /// A table that `convert` turns into a manifest.
  case isSpreadsheet(path: String)
  /// The path leads to a socket or another thing that can't be read from beginning to end.
  case notReadable(path: String, kind: String)
  /// The system refused; `code` is its error number.
  case system(path: String, doing: String, code: Int32)
  /// The run's copy of the manifest was written by a newer version of the program.
  case newerCopy(path: String, format: Int)
  /// The run's copy of the manifest is cut or changed; `line` counts from 1.
  case damagedCopy(path: String, line: Int, problem: String)

  /// One line for the user that begins with the path, and tells what to do if anything can be.
  package var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file"
    case .isDirectory(let path):
      "\(path): is a directory; give the manifest itself"
    case .isSpreadsheet(let path):
      "\(path): is a spreadsheet; make a manifest of it first: wanbatch convert \(path)"
    case .notReadable(let path, let kind):
      "\(path): is \(kind), which can't be read as a manifest"
    case .system(let path, let doing, let code):
      "\(path): can't be \(doing): \(SystemFailure.message(code))"
    case .newerCopy(let path, let format):
      "\(path): has format \(format), which this version of the program does not know; "
        + "use the version that wrote it, or a later one"
    case .damagedCopy(let path, let line, let problem):
      "\(path):\(line): the copy of the manifest is damaged: \(problem); "
        + "run the original manifest again to write it anew"
    }
  }
}
