import JobJSON
import JobModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads lines of a journal as far as it can be done without the lines before them, so that many
/// can be read at the same time.
struct LineDecoding {
  /// What a line says, in the order in which it is judged.
  enum Finding: Sendable {
    case notIntact
    /// Intact, and no record with a number.
    case unreadable(problem: String)
    /// A record, or what is wrong with it. The first line of a journal is its header.
    case header(number: Int, Result<JournalHeader, MalformedRecord>)
    case record(number: Int, Result<BatchRecord, MalformedRecord>)

    fileprivate var isDamage: Bool {
      switch self {
      case .notIntact, .unreadable, .header(_, .failure), .record(_, .failure): true
      case .header(_, .success), .record(_, .success): false
      }
    }
  }

  struct Line: Sendable {
    var finding: Finding
    /// Without the line feed.
    var byteCount: Int
  }

  private let text = RecordText()

  /// Reads lines, each with its line feed, up to the first that is damaged.
  ///
  /// - Parameter isFirst: whether the first of them is the first of the journal.
  func decode(_ lines: UnsafeRawBufferPointer, isFirst: Bool) -> [Line] {
    var decoded: [Line] = []
    var start = 0
    while start < lines.count {
      let end = Self.lineFeed(in: lines, from: start)
      let line = UnsafeRawBufferPointer(rebasing: lines[start..<end])
      let finding = decode(line, isHeader: isFirst && start == 0)
      decoded.append(Line(finding: finding, byteCount: line.count))
      if finding.isDamage { break }
      start = end + 1
    }
    return decoded
  }

  /// Reads a line without its line feed.
  func decode(_ line: UnsafeRawBufferPointer, isHeader: Bool) -> Finding {
    guard JournalLine.isIntact(line) else { return .notIntact }
    let bytes = line.assumingMemoryBound(to: UInt8.self)
    if !isHeader, let (number, record) = SnapshotReading.read(bytes, sharing: text) {
      return .record(number: number, .success(record))
    }
    do {
      let members = try text.read(bytes)
      let number = try members.integer("n")
      if isHeader {
        return .header(
          number: number,
          Result { () throws(MalformedRecord) in try JournalHeader(members) })
      }
      return .record(
        number: number,
        Result { () throws(MalformedRecord) in try RecordCoding.read(members) })
    } catch {
      return .unreadable(problem: "\(error)")
    }
  }

  private static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let base = bytes.baseAddress,
      let feed = memchr(base + start, 0x0A, bytes.count - start)
    else { return bytes.count }
    return UnsafeRawPointer(feed) - base
  }
}
