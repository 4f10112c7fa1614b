import DurableFiles
import JobJournal
import JobModel
import ManifestReading

/// What an output directory knows, read without its lock; nothing is repaired or changed.
struct DirectoryReading {
  let path: String
  let header: JournalHeader
  let state: BatchState

  /// - Throws: ``CommandFailure`` with code 2 when nothing was ever run there, 5 when the journal
  ///   is damaged or missing.
  init(path: String, files: any FileOperations) throws(CommandFailure) {
    self.path = path
    guard FileLook.isDirectory(path) else {
      throw CommandFailure(
        code: ExitCode.usage, message: "\(path): there is no such output directory; check the path")
    }
    let journal = path + "/" + Journal.fileName
    guard FileLook.exists(journal) else {
      try OutputDirectory.requireNoTrace(in: path)
      throw OutputDirectory.neverRun(path)
    }
    do throws(JournalError) {
      let replay = try JournalReplay(path: journal, files: files)
      header = replay.header
      state = replay.state
    } catch {
      throw OutputDirectory.failure(error)
    }
  }

  /// The checked copy of the manifest; `nil` when the first run stopped before it was in place.
  func manifest() throws(CommandFailure) -> CheckedManifest? {
    do throws(ManifestError) {
      return try CheckedManifest(path: path + "/manifest.jsonl")
    } catch {
      if case .notFound = error { return nil }
      throw CommandFailure(code: ExitCode.damaged, message: "\(error)")
    }
  }

  /// Who works in a directory now, and may change it; `nil` for nobody.
  static func holder(of path: String, files: any FileOperations) -> String? {
    DirectoryLock.holder(at: path + "/.lock", files: files)
  }
}
