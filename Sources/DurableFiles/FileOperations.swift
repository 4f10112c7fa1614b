/// The system calls by which the program changes the disk.
///
/// Everything that must survive a crash goes through here, so that a test can make any single
/// call fail, be cut short, or be the last one.
package protocol FileOperations: Sendable {
  /// Opens a file, never through a symbolic link in its last part.
  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> OpenFile
  /// Writes all bytes at the end of an append file, or at the position of another.
  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(FileError)
  /// Has the system begin to write a file's content to the disk, and does not wait: files that are
  /// synced afterwards share more of the work. Promises nothing, and fails with the sync if at all.
  func beginSync(_ file: OpenFile)
  /// Makes a file's content and size durable (`fdatasync`).
  func sync(_ file: OpenFile) throws(FileError)
  /// Cuts a file to a size, in bytes.
  func truncate(_ file: OpenFile, to size: Int64) throws(FileError)
  /// Gives a file back; what is not synced may be lost, and no failure is told.
  func close(_ file: OpenFile)
  /// Gives a file another name in one step, in place of what has that name.
  func rename(_ path: String, to newPath: String) throws(FileError)
  /// Gives a file a second name, without copying it; fails when the name is taken (`EEXIST`).
  func link(_ path: String, to newPath: String) throws(FileError)
  /// Takes a file's name away; one that is not there is an error (`ENOENT`).
  func remove(_ path: String) throws(FileError)
  /// Makes a directory; one that is there already is not an error.
  ///
  /// - Returns: whether it was made now.
  func makeDirectory(_ path: String) throws(FileError) -> Bool
  /// Makes the entries of a directory durable.
  func syncDirectory(_ path: String) throws(FileError)
}

extension FileOperations {
  /// Does nothing: the sync that follows does the whole work.
  package func beginSync(_ file: OpenFile) {}
}

/// How a file is opened.
package enum OpenMode: Sendable, Equatable {
  /// Only read; must be there.
  case read
  /// Made if missing, and written at its end.
  case append
  /// Made anew for writing; a file that is there is emptied.
  case replace
  /// Made if missing, for its lock only.
  case lock
}

/// An open file. Whoever opened it closes it, through the same operations.
package struct OpenFile: Sendable {
  /// The system's number of the file, until it is closed; maybe another's afterwards.
  package let descriptor: Int32
  /// As it was opened; a later rename does not change it.
  package let path: String

  package init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}
