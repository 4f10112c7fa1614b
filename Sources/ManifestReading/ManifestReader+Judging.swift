import JobModel

/// What depends on the order of the lines.
extension ManifestReader {
  /// How many records are looked up at a time.
  private static let groupCount = 64

  /// Takes in what was found in a chunk.
  mutating func take(
    _ chunk: LineChunk, _ each: (ManifestEntry) throws -> Void
  ) throws {
    // Swapped out and back: the arrays are not copied.
    var findings = LineFindings()
    swap(&findings, &chunk.findings)
    defer { swap(&findings, &chunk.findings) }
    guard !findings.records.isEmpty else { return }
    areDefaultsUsed = true
    givesDerivedID = givesDerivedID || findings.givesDerivedID
    leavesOutDerivedIDs = leavesOutDerivedIDs || findings.leavesOutDerivedIDs
    for index in findings.records.indices {
      if index.isMultiple(of: Self.groupCount) {
        approach(findings.records[index...].prefix(Self.groupCount))
      }
      let record = findings.records[index]
      let line = lines + Int(record.line) + 1
      let earlier =
        record.kind == .job || record.hasID ? ids.insert(record.idKey, line: line) : nil
      switch record.kind {
      case .job where earlier == nil:
        try takeJob(record, line: line, findings, chunk, each)
      case .job:
        try refuseRepeatedID(record, line: line, earlier ?? 0, chunk, each)
      case .wrong:
        let wrong = findings.wrong[Int(record.place)]
        var mistakes = wrong.mistakes
        if let id = wrong.id, let earlier {
          mistakes.append(repeatedID(id, earlier, in: text(record, chunk)))
        }
        try refuse(mistakes, in: text(record, chunk), line: line, id: wrong.id, each)
      case .lostDefaults:
        verdict.invalid += 1
      }
    }
  }

  /// Brings near what the tables know of a few records.
  private mutating func approach(_ records: ArraySlice<LineFindings.Record>) {
    var sum: UInt32 = 0
    for record in records {
      sum &+= ids.approach(record.idKey)
      sum &+= requests.approach(record.requestKey)
    }
    approached = sum
  }

  private mutating func takeJob(
    _ record: LineFindings.Record, line: Int, _ findings: LineFindings, _ chunk: LineChunk,
    _ each: (ManifestEntry) throws -> Void
  ) throws {
    verdict.entries += 1
    verdict.jobs += 1
    orders[Int(record.order)] += 1
    if let earlier = requests.insert(record.requestKey, line: line) {
      noteRepetition(record, line: line, earlier, chunk)
    }
    guard record.place >= 0 else { return }
    var job = findings.jobs[Int(record.place)]
    job.line = line
    try each(.job(job))
  }

  private mutating func noteRepetition(
    _ record: LineFindings.Record, line: Int, _ earlier: Int, _ chunk: LineChunk
  ) {
    repetitions[Int(record.order)] += 1
    guard verdict.warnings.count < ManifestVerdict.kept, let id = reread(record, chunk).id else {
      verdict.warningCount += 1
      return
    }
    let order = RequestOrder.all[Int(record.order)]
    verdict.add(
      .repeatedRequest(
        line: line, id: id, firstLine: earlier,
        priceClass: order.priceClass, length: order.length))
  }

  private mutating func refuseRepeatedID(
    _ record: LineFindings.Record, line: Int, _ earlier: Int, _ chunk: LineChunk,
    _ each: (ManifestEntry) throws -> Void
  ) throws {
    let text = text(record, chunk)
    let (id, start) = reread(record, chunk)
    let mistake: LineParser.Mistake
    if record.hasID, let id {
      mistake = repeatedID(id, earlier, in: text)
    } else {
      mistake = LineParser.Mistake(
        offset: start, field: nil,
        problem: "the same job as in line \(earlier), and it has no id",
        remedy: "give each an id, or take one out")
    }
    try refuse([mistake], in: text, line: line, id: id, each)
  }

  private func repeatedID(
    _ id: JobID, _ earlier: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> LineParser.Mistake {
    var parser = LineParser(text, files: files)
    parser.parse()
    let field: ManifestField = parser.members.contains(.customID) ? .customID : .id
    return LineParser.Mistake(
      offset: parser.offset(of: field), field: "\(field.name)",
      problem: "\(Quoted.text(id.text)) is the id of line \(earlier) already",
      remedy: "every job has an id of its own")
  }

  /// Reads a right line again, which is rarely needed, for its id and where its object begins.
  ///
  /// The id is `nil` when it can't be derived any more: a file that the line names may be gone
  /// since it was looked at.
  private func reread(
    _ record: LineFindings.Record, _ chunk: LineChunk
  ) -> (id: JobID?, start: Int) {
    var parser = LineParser(text(record, chunk), files: files)
    parser.parse()
    if let id = parser.id { return (JobID(id.text), parser.objectStart) }
    if let defaults = context.defaults { parser.draft.fill(from: defaults.draft) }
    guard let parts = parser.draft.parts else { return (nil, parser.objectStart) }
    var canonical = CanonicalRequest()
    return (canonical.derivedID(of: parts), parser.objectStart)
  }

  private func text(
    _ record: LineFindings.Record, _ chunk: LineChunk
  ) -> UnsafeBufferPointer<UInt8> {
    let start = Int(record.start)
    return UnsafeBufferPointer(rebasing: chunk.bytes[start..<start + Int(record.count)])
  }

  /// Takes in the line at which the parser stopped, and answers where the next one begins.
  mutating func takeContextLine(
    _ chunk: LineChunk, _ stop: LineFindings.Stop, _ each: (ManifestEntry) throws -> Void
  ) throws -> LineFindings.Position {
    var position = chunk.findings.end
    let bytes = chunk.bytes
    let length = LineEnd.next(in: bytes, from: position.offset, to: bytes.count)
    let end = position.offset + (length ?? bytes.count - position.offset)
    var line = PlacedLine(
      text: UnsafeBufferPointer(rebasing: bytes[position.offset..<end]), start: position.offset,
      number: position.lines)
    if chunk.isFirst && position.lines == 0 { line.dropMark() }
    let number = lines + position.lines + 1
    context.version += 1
    switch stop {
    case .defaults: takeDefaults(line.text, line: number)
    case .openEnd(let wrong, let key):
      context.isLaidOut = true
      var mistakes = wrong.mistakes
      if let id = wrong.id, let key, let earlier = ids.insert(key, line: number) {
        mistakes.append(repeatedID(id, earlier, in: line.text))
      }
      try refuse(mistakes, in: line.text, line: number, id: wrong.id, each)
    case .openArray:
      refuseWhole(
        "the line begins a JSON array that goes on in the next line", line: number,
        remedy: "write each element on a line of its own, without the brackets and the commas: "
          + "jq -c '.[]' makes it so")
    }
    position.offset = min(bytes.count, end + 1)
    position.lines += 1
    return position
  }

  private mutating func takeDefaults(_ text: UnsafeBufferPointer<UInt8>, line: Int) {
    if let defaults = context.defaults, !areDefaultsUsed {
      verdict.add(.unusedDefaults(line: defaults.line))
    }
    let defaults = DefaultsLine(line: line, text: text, files: files)
    complain(defaults.mistakes, in: text, line: line, id: nil)
    context.defaults = defaults
    if defaults.isOpenEnded { context.isLaidOut = true }
    areDefaultsUsed = false
  }
}
