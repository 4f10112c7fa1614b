import DurableFiles
import JobJournal
import JobModel

/// An output directory that belongs to this process: locked, replayed, and bound to a service.
struct OutputDirectory {
  private static let manifestName = "manifest.jsonl"
  /// Files and directories of ours, but for the journal and the lock.
  private static let ours = [
    manifestName, "results.jsonl", "summary.txt", "report.html", "videos", "unverified",
    "versions", "removed",
  ]

  let path: String
  /// The checked copy of the manifest.
  var manifestPath: String { path + "/" + Self.manifestName }
  let files: any FileOperations
  private let lock: DirectoryLock
  /// Whether the directory was made by this command.
  private let isNew: Bool

  /// Takes a directory, making it when it is not there.
  ///
  /// - Throws: ``CommandFailure``.
  init(
    path: String, mayCreate: Bool, holder: String, files: any FileOperations
  ) throws(CommandFailure) {
    // A name with a slash at its end would be its own parent.
    var path = path
    while path.hasSuffix("/"), path.utf8.count > 1 { path.removeLast() }
    self.path = path
    self.files = files
    do {
      if !FileLook.isDirectory(path) {
        guard mayCreate else {
          throw CommandFailure(
            code: ExitCode.usage,
            message:
              "\(path): there is no such output directory; check the path and that the disk is mounted"
          )
        }
        isNew = try files.makeDirectory(path)
      } else {
        isNew = false
      }
      lock = try DirectoryLock(path: path + "/.lock", holder: holder, files: files)
    } catch let error as DirectoryLock.Held {
      throw CommandFailure(
        code: ExitCode.inUse,
        message: "\(path): in use by another run (\(error.holder)); nothing was sent; "
          + "look with: wanbatch status \(path)")
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure(code: ExitCode.stopped, message: "\(error)")
    }
  }

  /// Refuses a directory without a journal that holds something of ours.
  static func requireNoTrace(in path: String) throws(CommandFailure) {
    guard let found = ours.first(where: { FileLook.exists(path + "/" + $0) }) else { return }
    throw CommandFailure(
      code: ExitCode.damaged,
      message: """
        \(path): there is \(found) but no \(Journal.fileName): the directory is damaged. \
        Nothing was sent. Restore the journal from a backup, or use another directory.
        """)
  }

  /// Replays the journal, when there is one.
  ///
  /// - Returns: `nil` for a directory that holds nothing of ours yet.
  func openJournal(now: Timestamp) throws(CommandFailure) -> Journal? {
    if !FileLook.exists(path + "/" + Journal.fileName) {
      try Self.requireNoTrace(in: path)
      return nil
    }
    do throws(JournalError) {
      return try Journal.open(in: path, now: now, files: files)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Replays the journal of a directory in which something was run.
  ///
  /// - Throws: ``CommandFailure``, also when nothing was.
  func requireJournal(now: Timestamp) throws(CommandFailure) -> Journal {
    guard let journal = try openJournal(now: now) else { throw Self.neverRun(path) }
    return journal
  }

  /// Nothing was ever run in a directory.
  static func neverRun(_ path: String) -> CommandFailure {
    CommandFailure(
      code: ExitCode.usage,
      message: "\(path): nothing was ever run there; begin with wanbatch run MANIFEST --output DIR")
  }

  func createJournal(_ header: JournalHeader) throws(CommandFailure) -> Journal {
    do throws(JournalError) {
      return try Journal.create(in: path, header: header, files: files)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Removes what crashes left behind: temporary files of ours, and nobody else's.
  func removeTemporaries() throws(CommandFailure) {
    do throws(FileError) {
      let names = (Self.ours + [Journal.fileName]).map { $0 + ".tmp" }
      for name in names where FileLook.exists(path + "/" + name) {
        try files.remove(path + "/" + name)
      }
      for folder in ["videos", "unverified", "versions", "removed"] {
        for name in try FileLook.names(
          in: path + "/" + folder, endingIn: [".mp4.part", ".mp4.tmp"])
        {
          try files.remove(path + "/" + folder + "/" + name)
        }
      }
    } catch {
      throw CommandFailure(code: ExitCode.stopped, message: "\(error)")
    }
  }

  /// Takes the directory away again when this command made it and nothing was put into it.
  func removeIfUnused() {
    guard isNew, !FileLook.exists(path + "/" + Journal.fileName) else { return }
    FileLook.removeEmptyDirectory(path, besides: ".lock")
  }

  static func failure(_ error: JournalError) -> CommandFailure {
    let code =
      switch error {
      case .damaged, .newer: ExitCode.damaged
      case .file: ExitCode.stopped
      }
    return CommandFailure(code: code, message: error.description)
  }
}
