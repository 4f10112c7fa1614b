import DurableFiles

/// Why a journal can't be used.
package enum JournalError: Error, Sendable {
  /// The content is not what was written; `line` counts from 1, `nil` for the file as a whole.
  case damaged(path: String, line: Int?, problem: String)
  /// Written by a newer version of the program, by its first line or by a record that is intact
  /// and unknown; `line` counts from 1.
  case newer(path: String, line: Int)
  /// The file could not be opened, read or written.
  case file(FileError)
}

extension JournalError: CustomStringConvertible {
  /// Names the path and says what to do, in whole sentences; of a file error it is one clause.
  package var description: String {
    switch self {
    case .damaged(let path, let line?, let problem):
      return """
        \(path):\(line): the journal is damaged: \(problem). Nothing was sent. Restore the file \
        from a backup; going on without this record could pay for a video twice.
        """
    case .damaged(let path, nil, let problem):
      return """
        \(path): the journal is damaged: \(problem). Nothing was sent. Restore the file from a \
        backup, or use another directory.
        """
    case .newer(let path, let line):
      return """
        \(path):\(line): the journal was written by a newer version of wanbatch. Nothing was \
        sent. Use that version, or another output directory.
        """
    case .file(let error):
      return error.description
    }
  }
}
