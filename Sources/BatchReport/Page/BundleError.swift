import DurableFiles

/// Why a bundle could not be made.
package enum BundleError: Error, Equatable, CustomStringConvertible {
  /// Something is in the folder already.
  case notEmpty(path: String)
  /// No job was selected.
  case nothingSelected
  /// The disk refused to make or fill the folder; what was written before stays there.
  case file(FileError)

  /// One line without a full stop, which names the path where there is one.
  package var description: String {
    switch self {
    case .notEmpty(let path):
      "\(path): the folder is not empty; name one that is empty or not there yet"
    case .nothingSelected:
      "no job matches; the bundle would be empty"
    case .file(let error):
      error.description
    }
  }
}
