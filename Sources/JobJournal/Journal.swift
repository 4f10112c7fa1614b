import DurableFiles
import JobModel
import Locking

/// The journal of an output directory, replayed and ready to be continued.
package struct Journal: Sendable {
  /// The name of the file inside the output directory.
  package static let fileName = "journal.jsonl"

  /// The first line as it is in the file now, after a compaction the new one.
  package let header: JournalHeader
  /// What the directory knew when the journal was opened; nothing once it was handed over.
  package var state: BatchState { held.withLock { $0 } }
  /// Appends what happens from now on; the only one that may write to the file.
  package let writer: JournalWriter
  private let held: Locked<BatchState>

  init(header: JournalHeader, state: BatchState, writer: JournalWriter) {
    self.header = header
    self.writer = writer
    held = Locked(state)
  }

  /// Gives ``state`` away for good, to whoever goes on with it: if nobody else has a copy, changing
  /// it copies none of its tables.
  package func handOverState() -> BatchState {
    held.withLock { held in
      var state = BatchState()
      swap(&state, &held)
      return state
    }
  }

  /// Makes the journal of a new directory: its first file.
  ///
  /// - Parameter directory: exists, and is locked by this process.
  package static func create(
    in directory: String, header: JournalHeader, files: any FileOperations
  ) throws(JournalError) -> Journal {
    let path = directory + "/" + fileName
    do throws(FileError) {
      let line = JournalLine.frame(number: 1, members: RecordCoding.members(header))
      try DurableFile.write(line, to: path, files: files)
      // The directory itself must not vanish in a power cut either.
      try files.syncDirectory(parent(of: directory))
      let file = try files.open(path, .append)
      return Journal(
        header: header, state: BatchState(),
        writer: JournalWriter(file: file, nextNumber: 2, files: files))
    } catch {
      throw .file(error)
    }
  }

  /// Replays the journal, repairs the end that a crash may have left, and compacts the file if it
  /// has grown far beyond its content or is of an older format.
  ///
  /// A compaction that fails before the new file is in place changes nothing, for example because
  /// the disk is full: the old file is continued.
  ///
  /// - Parameters:
  ///   - directory: locked by this process.
  ///   - now: for the first line of a compacted journal.
  package static func open(
    in directory: String, now: Timestamp, files: any FileOperations
  ) throws(JournalError) -> Journal {
    let path = directory + "/" + fileName
    let replay = try JournalReplay(path: path, files: files)
    do throws(FileError) {
      if JournalCompaction.isWorthwhile(replay),
        let journal = try JournalCompaction(replay: replay, path: path, now: now, files: files)
          .perform()
      {
        return journal
      }
      let file = try files.open(path, .append)
      do throws(FileError) {
        switch replay.tail {
        case .clean:
          break
        case .torn:
          try files.truncate(file, to: replay.validBytes)
          try files.sync(file)
        case .unterminated:
          try files.truncate(file, to: replay.validBytes)
          try writeAll([UInt8(ascii: "\n")], to: file, files)
          try files.sync(file)
        }
        // A compaction may have been interrupted between its rename and its directory sync. Records
        // in a file whose name is not durable would be lost with it.
        try files.syncDirectory(directory)
      } catch {
        files.close(file)
        throw error
      }
      return Journal(
        header: replay.header, state: replay.state,
        writer: JournalWriter(file: file, nextNumber: replay.records + 1, files: files))
    } catch {
      throw .file(error)
    }
  }
}
