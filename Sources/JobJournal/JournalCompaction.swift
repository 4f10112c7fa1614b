import DurableFiles
import JobModel

/// Writes a journal anew with one record a job, so that its size follows the jobs and charges
/// of a catalog and not the nights it was run.
///
/// The new generation is written beside the old one, synced, and renamed over it: at every
/// moment exactly one whole journal stands under the name.
struct JournalCompaction {
  /// Journals up to this many records are never compacted.
  private static let smallest = 1000
  private static let flushBytes = 256 << 10

  let replay: JournalReplay
  let path: String
  let now: Timestamp
  let files: any FileOperations

  /// Returns whether the file holds at least twice as many records as a compacted one would, or is
  /// of an older format: an older version must refuse a journal before it meets a record that it
  /// cannot read.
  static func isWorthwhile(_ replay: JournalReplay) -> Bool {
    if replay.header.format < JournalHeader.newestFormat { return true }
    let needed = replay.state.jobs.count + replay.state.uploads.count
    return replay.records > max(smallest, 2 * needed)
  }

  /// Writes the new generation in place of the old file.
  ///
  /// - Returns: `nil` if it could not be written; the old file is then in place as it was.
  /// - Throws: A failure after which it is unclear which file is durable, or the new one cannot be
  ///   opened. Nothing may be appended to either in this process; the next one replays the file
  ///   that it finds, and both hold the same.
  func perform() throws(FileError) -> Journal? {
    var header = replay.header
    header.format = JournalHeader.newestFormat
    header.generation += 1
    header.at = now
    guard let (file, records) = write(header) else { return nil }
    do throws(FileError) {
      try file.place()
    } catch {
      // Some file systems report an error for a rename that was done. The temporary file tells:
      // if it can be removed, the old file has kept its name.
      do throws(FileError) {
        try files.remove(file.temporaryPath)
      } catch _ {
        throw error
      }
      return nil
    }
    try files.syncDirectory(parent(of: path))
    let opened = try files.open(path, .append)
    return Journal(
      header: header, state: replay.state,
      writer: JournalWriter(file: opened, nextNumber: records + 1, files: files))
  }

  /// Writes the new generation under its temporary name, durably.
  ///
  /// - Returns: The file and its number of records; `nil` after a failure, without the file.
  private func write(_ header: JournalHeader) -> (file: DurableFile, records: Int)? {
    guard let file = try? DurableFile(path: path, files: files) else { return nil }
    var records = 1
    do throws(FileError) {
      var gathered = JournalLine.frame(number: 1, members: RecordCoding.members(header))
      for record in replay.state.snapshot(at: now) {
        records += 1
        gathered += JournalLine.frame(number: records, members: RecordCoding.members(record))
        if gathered.count >= Self.flushBytes {
          try file.write(gathered)
          gathered = []
        }
      }
      try file.write(gathered)
      try file.sync()
      return (file, records)
    } catch {
      file.discard()
      return nil
    }
  }
}
