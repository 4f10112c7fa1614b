import DurableFiles
import JobJSON
import JobModel
import Locking

/// One pass over a journal: folds its records, and finds out how it ends.
///
/// The file is read in blocks, so memory is bounded by the state and the longest line.
package struct JournalReplay: Sendable {
  /// What the first line says.
  package private(set) var header: JournalHeader
  /// The fold of all whole records.
  package private(set) var state = BatchState()
  /// The number of records, the header included; the next record gets one more.
  package private(set) var records = 0
  /// The size of the file up to the end of its last whole record, in bytes.
  package private(set) var validBytes: Int64 = 0
  /// How the file ends, which only its next writer mends.
  package private(set) var tail = Tail.clean

  /// What stands after the last whole line, and what is done about it before the next record.
  package enum Tail: Sendable, Equatable {
    /// Nothing: the last record has its line feed.
    case clean
    /// A record that a crash cut short, or bytes that never were written: cut off.
    case torn
    /// The last record is whole but for its line feed, which is added.
    case unterminated
  }

  private let path: String

  /// Reads a journal without changing it; needs no lock. Blocks.
  ///
  /// Lines are read by all processors and folded here, in their order.
  package init(path: String, files: any FileOperations) throws(JournalError) {
    try self.init(path: path, files: files, blockBytes: LineBlocks.blockBytes)
  }

  /// - Parameter blockBytes: how much is read at a time, at least 1.
  init(path: String, files: any FileOperations, blockBytes: Int) throws(JournalError) {
    self.path = path
    header = JournalHeader(generation: 0, service: "", salt: "", at: Timestamp(seconds: 0))
    var blocks: LineBlocks
    do throws(FileError) {
      blocks = try LineBlocks(path: path, files: files, blockBytes: blockBytes)
    } catch {
      throw .file(error)
    }
    defer { blocks.close() }
    try fold(&blocks)
    guard records > 0 else {
      throw .damaged(path: path, line: nil, problem: "it has no whole first line")
    }
  }

  private mutating func fold(_ blocks: inout LineBlocks) throws(JournalError) {
    var decoding = OrderedWork<[LineDecoding.Line]>(label: "wanbatch.journal-replay")
    var isFirst = true
    while true {
      let block: Result<LineBlocks.Block?, FileError>
      do throws(FileError) {
        block = .success(try blocks.next())
      } catch {
        block = .failure(error)
      }
      if case .success(.lines(let bytes)) = block {
        decoding.start { [isFirst] in LineDecoding().decode(bytes.lines, isFirst: isFirst) }
        isFirst = false
        if decoding.isFull { try fold(decoding.next(), sizeBytes: blocks.sizeBytes) }
        continue
      }
      // What stands before the end is judged before it.
      while !decoding.isEmpty { try fold(decoding.next(), sizeBytes: 0) }
      switch block {
      case .success(.rest(let bytes)): return try end(with: bytes)
      case .success(.tooLong): throw damaged("the line is longer than any record")
      case .success: return
      case .failure(let error): throw .file(error)
      }
    }
  }

  /// - Parameter sizeBytes: of the file, which tells at the beginning how much is to come.
  private mutating func fold(
    _ lines: [LineDecoding.Line]?, sizeBytes: Int
  ) throws(JournalError) {
    let lines = lines ?? []
    let isBeginning = records == 0
    for line in lines { try fold(line.finding, byteCount: line.byteCount) }
    // A compacted journal has a line a job.
    if isBeginning, sizeBytes > 0, state.jobs.count + 1 >= lines.count / 2 {
      let count = Double(state.jobs.count) * Double(sizeBytes) / Double(max(validBytes, 1))
      state.reserve(jobs: Int(count * 1.02))
    }
  }

  private mutating func fold(
    _ finding: LineDecoding.Finding, byteCount: Int
  ) throws(JournalError) {
    switch finding {
    case .notIntact: throw damaged("the checksum does not match")
    case .unreadable(let problem): throw damaged(problem)
    case .header(let number, let result):
      try require(number)
      switch result {
      case .success(let found): header = found
      case .failure(let error): throw unreadable(error)
      }
    case .record(let number, let result):
      try require(number)
      switch result {
      case .success(let record):
        do throws(IllegalTransition) {
          try state.apply(record)
        } catch {
          throw damaged("\(error)")
        }
      case .failure(let error): throw unreadable(error)
      }
    }
    records += 1
    validBytes += Int64(byteCount + 1)
  }

  private func require(_ number: Int) throws(JournalError) {
    guard number == records + 1 else {
      throw damaged("its number is \(number), expected \(records + 1)")
    }
  }

  /// Judges what follows the last line feed. A crash leaves a prefix of a record, perhaps with
  /// NUL bytes after it where the file had grown and its content had not arrived.
  private mutating func end(with rest: [UInt8]) throws(JournalError) {
    let written = rest[..<((rest.lastIndex { $0 != 0 } ?? -1) + 1)]
    tail = .torn
    let intact = written.withUnsafeBytes { JournalLine.intactPrefix(of: $0) }
    if let intact {
      // A whole record followed by anything but NUL bytes was not left by a crash.
      guard intact == written.count else {
        throw damaged("a whole record is followed by bytes that are none of ours")
      }
      let isHeader = records == 0
      let finding = written.withUnsafeBytes { LineDecoding().decode($0, isHeader: isHeader) }
      try fold(finding, byteCount: written.count)
      validBytes -= 1
      tail = .unterminated
    }
  }

  /// An intact record with an unknown word is of a newer version; with any other fault it is damage.
  private func unreadable(_ error: MalformedRecord) -> JournalError {
    error.isUnknownWord ? .newer(path: path, line: records + 1) : damaged("\(error)")
  }

  private func damaged(_ problem: String) -> JournalError {
    .damaged(path: path, line: records + 1, problem: problem)
  }
}
