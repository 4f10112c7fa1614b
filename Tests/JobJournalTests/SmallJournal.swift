import DurableFiles
import JobModel
import TestSupport

@testable import JobJournal

/// A journal of a few records, as bytes, with what is known after each of them.
struct SmallJournal {
  static let header = JournalHeader(generation: 1, service: "simulator", salt: "9f", at: .make())

  /// The lines, each with its line feed; the first is the header's.
  let lines: [[UInt8]]
  let records: [BatchRecord]

  init(_ records: [BatchRecord], format: Int = JournalHeader.newestFormat) {
    self.records = records
    var header = Self.header
    header.format = format
    var lines = [JournalLine.frame(number: 1, members: RecordCoding.members(header))]
    for (place, record) in records.enumerated() {
      lines.append(JournalLine.frame(number: place + 2, members: RecordCoding.members(record)))
    }
    self.lines = lines
  }

  var bytes: [UInt8] { lines.flatMap { $0 } }

  /// One job on its way to a video, and another in doubt.
  static let usual = SmallJournal(
    ([(JobID("a"), EventKind.named.event())] + JobStage.fetched.way.map { (JobID("a"), $0) }
      + JobStage.inDoubt.way.map { (JobID("b}{"), $0) })
      .enumerated().map { second, step in
        BatchRecord(at: .make(Int64(second)), event: .job(step.0, step.1))
      })

  /// The jobs that are known after so many lines, the header counted.
  func jobs(afterLines count: Int) throws -> [JobID: JobState] {
    var state = BatchState()
    for record in records.prefix(max(0, count - 1)) { try state.apply(record) }
    return state.jobs
  }

  /// The line that a byte is in, counted from 1.
  func line(ofByte offset: Int) -> Int {
    var end = 0
    for (place, line) in lines.enumerated() {
      end += line.count
      if offset < end { return place + 1 }
    }
    return lines.count + 1
  }
}

/// The outcome of replaying a file.
enum Verdict: Equatable {
  case state([JobID: JobState], tail: JournalReplay.Tail)
  case damaged(line: Int?)
  case newer(line: Int)
  case file(FileError)

  init(replaying path: String) {
    do throws(JournalError) {
      let replay = try JournalReplay(path: path, files: SystemFiles())
      self = .state(replay.state.jobs, tail: replay.tail)
    } catch {
      switch error {
      case .damaged(_, let line, _): self = .damaged(line: line)
      case .newer(_, let line): self = .newer(line: line)
      case .file(let error): self = .file(error)
      }
    }
  }
}
