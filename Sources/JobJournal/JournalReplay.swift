import DurableFiles
import JSONText
import JobJSON
import JobModel

/// One pass over a journal: folds its records, and finds out how it ends.
///
/// The file is read in chunks, so memory is bounded by the state and the longest line.
package struct JournalReplay: Sendable {
  package private(set) var header: JournalHeader
  package private(set) var state = BatchState()
  /// The number of records, the header included; the next record gets one more.
  package private(set) var records = 0
  /// The size of the file up to the end of its last whole record, in bytes.
  package private(set) var validBytes: Int64 = 0
  package private(set) var tail = Tail.clean

  /// What stands after the last whole line, and what is done about it before the next record.
  package enum Tail: Sendable, Equatable {
    case clean
    /// A record that a crash cut short, or bytes that never were written: cut off.
    case torn
    /// The last record is whole but for its line feed, which is added.
    case unterminated
  }

  private let path: String

  /// Reads a journal without changing it; needs no lock.
  package init(path: String, files: any FileOperations) throws(JournalError) {
    self.path = path
    header = JournalHeader(generation: 0, service: "", salt: "", at: Timestamp(seconds: 0))
    var lines: LineReader
    do throws(FileError) {
      lines = try LineReader(path: path, files: files)
    } catch {
      throw .file(error)
    }
    defer { lines.close() }
    while true {
      let line: LineReader.Line
      do throws(FileError) {
        guard let next = try lines.next() else { break }
        line = next
      } catch {
        throw .file(error)
      }
      switch line {
      case .whole(let bytes): try fold(bytes)
      case .rest(let bytes): try end(with: bytes)
      case .tooLong: throw damaged("the line is longer than any record")
      }
    }
    guard records > 0 else {
      throw .damaged(path: path, line: nil, problem: "it has no whole first line")
    }
  }

  private mutating func fold(_ line: [UInt8]) throws(JournalError) {
    let intact = line.withUnsafeBytes { JournalLine.isIntact($0) }
    guard intact else { throw damaged("the checksum does not match") }
    do {
      let members = try RecordMembers(JSONValue.parse(line))
      let number = try members.integer("n")
      guard number == records + 1 else {
        throw damaged("its number is \(number), expected \(records + 1)")
      }
      if records == 0 {
        header = try readHeader(members)
      } else {
        try state.apply(RecordCoding.read(members))
      }
    } catch let error as JournalError {
      throw error
    } catch {
      throw damaged("\(error)")
    }
    records += 1
    validBytes += Int64(line.count + 1)
  }

  private func readHeader(_ members: RecordMembers) throws -> JournalHeader {
    do throws(MalformedRecord) {
      return try JournalHeader(members)
    } catch {
      throw error.member == "format" ? JournalError.newerFormat(path: path) : damaged("\(error)")
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
      try fold(Array(written))
      validBytes -= 1
      tail = .unterminated
    }
  }

  private func damaged(_ problem: String) -> JournalError {
    .damaged(path: path, line: records + 1, problem: problem)
  }
}
