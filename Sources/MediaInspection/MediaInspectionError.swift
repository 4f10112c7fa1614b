/// Why a file could not be looked at; a file that is no video is a value, not an error.
package enum MediaInspectionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file could not be opened; `code` is the system's error number.
  case cannotOpen(path: String, code: Int32)
  /// The path leads to something other than a regular file.
  case notAFile(path: String)
  /// The file could not be read; `code` is the system's error number.
  case cannotRead(path: String, code: Int32)

  /// One line for the user: `a.mp4: can't be opened: Permission denied`.
  package var description: String {
    switch self {
    case .cannotOpen(let path, let code): "\(path): can't be opened: \(systemMessage(code))"
    case .notAFile(let path): "\(path): is not a regular file"
    case .cannotRead(let path, let code): "\(path): can't be read: \(systemMessage(code))"
    }
  }
}
