import JSONText
import JobModel

/// Reads the lines of a chunk in a given context.
struct ChunkParser: Sendable {
  /// How much is found out about a right line.
  enum Detail {
    /// What it asks for, and keys that tell whether it repeats another; lines without id get a
    /// key that only such lines can share.
    case keys
    /// The same with the derived ids, which may also be given as ids.
    case derivedIDs
    /// The job.
    case jobs
  }

  let options: ManifestOptions
  let files: SourceFiles
  let context: LineContext
  let detail: Detail
  private var canonical = CanonicalRequest()

  init(_ options: ManifestOptions, files: SourceFiles, context: LineContext, detail: Detail) {
    self.options = options
    self.files = files
    self.context = context
    self.detail = detail
  }

  /// Reads lines up to the chunk's end, or up to one that changes the context.
  mutating func parse(_ chunk: LineChunk, from position: LineFindings.Position) {
    let bytes = chunk.bytes
    var findings = LineFindings()
    swap(&findings, &chunk.findings)
    findings.removeAll()
    var position = position
    while position.offset < bytes.count, findings.stop == nil {
      let length = LineEnd.next(in: bytes, from: position.offset, to: bytes.count)
      let end = position.offset &+ (length ?? bytes.count &- position.offset)
      var line = PlacedLine(
        text: UnsafeBufferPointer(rebasing: bytes[position.offset..<end]), start: position.offset,
        number: position.lines)
      if chunk.isFirst && position.lines == 0 { line.dropMark() }
      take(line, isCut: length == nil && chunk.isCut, &findings)
      if findings.stop != nil { break }
      position.offset = min(bytes.count, end &+ 1)
      position.lines &+= 1
    }
    findings.end = position
    swap(&findings, &chunk.findings)
  }

  private mutating func take(
    _ line: PlacedLine, isCut: Bool, _ findings: inout LineFindings
  ) {
    let text = line.text
    if isCut || text.count > options.maximumLineBytes {
      findings.add([.tooLong(options.maximumLineBytes)], id: nil, key: nil, line)
      return
    }
    guard let first = text.firstIndex(where: { !FileBeginning.isBlank($0) }) else { return }
    if context.isLaidOut && !options.skipInvalid && text[0] != UInt8(ascii: "{") { return }
    var parser = LineParser(text, files: files)
    parser.parse()
    if parser.isDefaults {
      findings.stop = .defaults
    } else if parser.isOpenEnded && !options.skipInvalid {
      takeOpenEnd(parser, startsArray: text[first] == UInt8(ascii: "["), &findings)
    } else {
      takeJob(&parser, line, &findings)
    }
  }

  /// Takes a line whose value goes on in the next: one is enough to say so.
  private func takeOpenEnd(
    _ parser: LineParser, startsArray: Bool, _ findings: inout LineFindings
  ) {
    if startsArray {
      findings.stop = .openArray
    } else if !context.isLaidOut {
      let id = parser.id.map { JobID($0.text) }
      // A bracket alone: no mistake to point at but the whole shape.
      let isAlone = parser.bytes.count { !FileBeginning.isBlank($0) } == 1
      let mistakes = isAlone ? [.laidOut(at: parser.objectStart)] : parser.mistakes
      findings.stop = .openEnd(
        LineFindings.Wrong(mistakes: mistakes, id: id),
        key: parser.id.map { LineKey.of(id: $0) })
    }
  }

  private mutating func takeJob(
    _ parser: inout LineParser, _ line: PlacedLine, _ findings: inout LineFindings
  ) {
    let own = parser.draft.present
    if let defaults = context.defaults { parser.draft.fill(from: defaults.draft) }
    if parser.isWhole { parser.checkSources(own: own, defaultsLine: context.defaults?.line) }
    let idKey = parser.id.map { LineKey.of(id: $0) }
    if parser.mistakes.isEmpty, let defaults = context.defaults, defaults.isBroken {
      // Without this, half of the defaults would be missing from a job that is paid for.
      guard options.skipInvalid else {
        findings.add(.lostDefaults, key: idKey, line)
        return
      }
      parser.add(
        at: parser.objectStart, nil, "depends on the defaults in line \(defaults.line)",
        remedy: "these have a mistake")
    }
    guard parser.mistakes.isEmpty, let order = parser.draft.order else {
      let id = parser.id.map { JobID($0.text) }
      findings.add(parser.mistakes, id: id, key: idKey, line)
      return
    }
    addJob(parser.draft, order, id: parser.id, idKey: idKey, line, &findings)
  }

  private mutating func addJob(
    _ draft: RequestDraft, _ order: RequestOrder, id: JSONStringSlice?, idKey: FirstLines.Key?,
    _ line: PlacedLine, _ findings: inout LineFindings
  ) {
    var idKey = idKey
    if let id { findings.givesDerivedID = findings.givesDerivedID || DerivedID.isLike(id) }
    switch detail {
    case .keys where id == nil:
      idKey = LineKey.asWritten(draft, mode: order.mode)
      findings.leavesOutDerivedIDs = true
    case .keys: break
    case .derivedIDs: idKey = idKey ?? LineKey.of(id: derivedID(of: draft))
    case .jobs:
      let jobID = id.map { JobID($0.text) } ?? derivedID(of: draft)
      idKey = idKey ?? LineKey.of(id: jobID)
      // The line is counted in the file by the reader, who knows where the chunk begins.
      if let job = draft.job(id: jobID, line: 0, &canonical) { findings.jobs.append(job) }
    }
    findings.add(.job, key: idKey, line)
    findings.complete(order, hasID: id != nil, LineKey.of(draft, mode: order.mode))
  }

  private mutating func derivedID(of draft: RequestDraft) -> JobID {
    guard let parts = draft.parts else { preconditionFailure("a right line has sources") }
    return canonical.derivedID(of: parts)
  }
}

/// A line and its place in a chunk.
struct PlacedLine {
  var text: UnsafeBufferPointer<UInt8>
  /// The offset of its first byte.
  var start: Int
  /// Counted in the chunk, from 0.
  var number: Int

  /// Takes a byte-order mark off the front.
  mutating func dropMark() {
    let rest = FileBeginning.withoutMark(text)
    start += text.count - rest.count
    text = rest
  }
}

extension LineParser.Mistake {
  static func tooLong(_ limit: Int) -> Self {
    Self(
      offset: 0, field: nil, problem: "the line has more than \(limit) bytes",
      remedy: "a job is one JSON object on one line, and files are named, not included")
  }

  static func laidOut(at offset: Int) -> Self {
    Self(
      offset: offset, field: nil, problem: "a JSON value is spread over several lines here",
      remedy: "write each job as one object on one line; jq -c makes it so")
  }
}
