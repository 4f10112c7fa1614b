import JSONText
import JobModel

/// Reads a manifest once, from beginning to end, checks everything and hands out the jobs.
///
/// Memory does not grow with the text, only by some 40 to 60 bytes a job, which find repeated ids
/// and repeated requests. A reader reads one manifest; entries come a few hundred lines late.
package struct ManifestReader {
  let options: ManifestOptions
  var files: SourceFiles
  var ids = FirstLines()
  var requests = FirstLines()
  var canonical = CanonicalRequest()
  var defaults: DefaultsLine?
  var repetitions: [RequestClass: Int] = [:]
  var verdict = ManifestVerdict()
  let worker = IdentityWorker()
  var pending: [PendingEntry] = []
  /// The length of the lines that the pending entries come from.
  var pendingBytes = 0
  var line = 0
  var lineBytes = 0
  /// Whether a value was seen that is spread over lines, as pretty-printed JSON is.
  var isLaidOut = false

  struct RequestClass: Hashable {
    var priceClass: PriceClass
    var length: ClipLength
  }

  package init(_ options: ManifestOptions) {
    self.options = options
    files = SourceFiles(baseDirectory: options.baseDirectory)
  }

  /// Reads everything a file or a pipe has to give; blocks.
  ///
  /// - Parameter each: called with every valid job in order, and, with `skipInvalid`, with every
  ///   invalid line. What it throws ends the reading.
  /// - Throws: ``ManifestError`` when reading fails, and what `each` throws. Mistakes in the
  ///   manifest are in the verdict.
  package mutating func read(
    descriptor: Int32, each: (ManifestEntry) throws -> Void
  ) throws -> ManifestVerdict {
    let name = options.displayName
    return try read(each: each) { buffer throws(ManifestError) in
      do throws(SystemInput.Failure) {
        return try SystemInput.read(descriptor, into: buffer)
      } catch {
        throw .system(path: name, doing: "read", code: error.code)
      }
    }
  }

  /// Reads a manifest that is in memory.
  package mutating func read(
    bytes: [UInt8], each: (ManifestEntry) throws -> Void
  ) throws -> ManifestVerdict {
    var position = 0
    return try read(each: each) { buffer throws(ManifestError) in
      let count = min(buffer.count, bytes.count - position)
      bytes.withUnsafeBytes { bytes in
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
      }
      position += count
      return count
    }
  }

  private mutating func read(
    each: (ManifestEntry) throws -> Void,
    input: (UnsafeMutableRawBufferPointer) throws(ManifestError) -> Int
  ) throws -> ManifestVerdict {
    let digest = RunningDigest()
    var splitter = LineSplitter(
      chunkBytes: options.chunkBytes, maximumLineBytes: options.maximumLineBytes)
    while !verdict.isUnusable {
      let next = try splitter.next { buffer throws(ManifestError) in
        let count = try input(buffer)
        digest.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
        return count
      }
      guard let next else { break }
      line += 1
      switch next {
      case .text(let range):
        lineBytes = range.count
        try splitter.bytes.withUnsafeBufferPointer { bytes in
          try take(UnsafeBufferPointer(rebasing: bytes[range]), each)
        }
      case .tooLong(let head):
        try head.withUnsafeBufferPointer { try refuseLongLine($0, each) }
      }
    }
    try passOn(each)
    try passOn(each)
    finish()
    verdict.digest = digest.finish()
    return verdict
  }

  private mutating func finish() {
    if let defaults, !defaults.isUsed { verdict.add(.unusedDefaults(line: defaults.line)) }
    if verdict.jobs + verdict.invalid == 0 && verdict.complaintCount == 0 {
      refuseWhole("the manifest has no jobs", remedy: "a job is one JSON object on one line")
    }
    verdict.sortWarnings()
    for priceClass in PriceClass.all {
      for length in ClipLength.allCases {
        let asked = RequestClass(priceClass: priceClass, length: length)
        guard let count = repetitions[asked] else { continue }
        verdict.repetitions.append(
          RepetitionCount(priceClass: priceClass, length: length, count: count))
      }
    }
  }
}

/// One line.
extension ManifestReader {
  private mutating func take(
    _ whole: UnsafeBufferPointer<UInt8>, _ each: (ManifestEntry) throws -> Void
  ) throws {
    var text = whole
    if line == 1 {
      if let problem = FileBeginning.problem(of: text) {
        refuseWhole(problem.problem, remedy: problem.remedy)
        return
      }
      text = FileBeginning.withoutMark(text)
    }
    guard let first = text.firstIndex(where: { !FileBeginning.isBlank($0) }) else { return }
    if isLaidOut && !options.skipInvalid && text[0] != UInt8(ascii: "{") { return }
    if Self.isOpeningOnly(text, from: first) {
      if isLaidOut && !options.skipInvalid { return }
      isLaidOut = true
      let mistake = LineParser.Mistake(
        offset: first, field: nil, problem: "a JSON value is spread over several lines here",
        remedy: "write each job as one object on one line; jq -c can do it")
      try refuse([mistake], in: text, id: nil, each)
      return
    }
    var parser = LineParser(text, files: files)
    parser.parse()
    files = parser.files
    if parser.isDefaults {
      takeDefaults(parser, in: text)
    } else {
      try takeJob(&parser, in: text, each)
    }
  }

  /// Whether a line has nothing but an opening bracket.
  private static func isOpeningOnly(_ text: UnsafeBufferPointer<UInt8>, from first: Int) -> Bool {
    let isOpening = text[first] == UInt8(ascii: "{") || text[first] == UInt8(ascii: "[")
    return isOpening && text[(first + 1)...].allSatisfy { FileBeginning.isBlank($0) }
  }

  private mutating func takeDefaults(
    _ parser: LineParser, in text: UnsafeBufferPointer<UInt8>
  ) {
    if let defaults, !defaults.isUsed { verdict.add(.unusedDefaults(line: defaults.line)) }
    complain(parser.mistakes, in: text, id: nil)
    defaults = DefaultsLine(
      line: line, draft: parser.draft, isBroken: !parser.mistakes.isEmpty)
  }

  private mutating func takeJob(
    _ parser: inout LineParser, in text: UnsafeBufferPointer<UInt8>,
    _ each: (ManifestEntry) throws -> Void
  ) throws {
    var draft = parser.draft
    if let defaults {
      draft.fill(from: defaults.draft)
      self.defaults?.isUsed = true
    }
    if parser.isWhole { parser.checkSources(draft, defaultsLine: defaults?.line) }
    if parser.mistakes.isEmpty, let defaults, defaults.isBroken {
      // Without this, half of the defaults would be missing from a job that is paid for.
      guard options.skipInvalid else { return noteBrokenDefaults(parser) }
      parser.add(
        at: parser.objectStart, nil, "depends on the defaults in line \(defaults.line)",
        remedy: "these have a mistake")
    }
    guard parser.mistakes.isEmpty, let request = draft.request else {
      if let id = parser.id { checkID(id, isDerived: false, &parser) }
      try refuse(parser.mistakes, in: text, id: parser.id, each)
      return
    }
    let id = parser.id ?? canonical.derivedID(of: request)
    checkID(id, isDerived: parser.id == nil, &parser)
    guard parser.mistakes.isEmpty else {
      try refuse(parser.mistakes, in: text, id: id, each)
      return
    }
    let outline = RequestOutline(
      mode: request.mode, resolution: request.resolution, duration: request.duration,
      audio: request.audio, watermark: request.watermark, sourcesSum: 0, promptSum: 0,
      metadataSum: 0)
    let job = Job(
      id: id, line: line, request: request, files: draft.files, labels: draft.labels,
      sourceVersion: draft.sourceVersion, fingerprint: Fingerprint(""), outline: outline)
    try send(.job(job), each)
  }

  /// A job that is right but for the defaults, about which a complaint has been made.
  private mutating func noteBrokenDefaults(_ parser: LineParser) {
    verdict.invalid += 1
    if let id = parser.id { _ = ids.insert(FirstLines.Key(hashing: id), line: line) }
  }

  /// Remembers an id, and complains when an earlier line has it.
  private mutating func checkID(_ id: JobID, isDerived: Bool, _ parser: inout LineParser) {
    guard let earlier = ids.insert(FirstLines.Key(hashing: id), line: line) else { return }
    if isDerived {
      parser.add(
        at: parser.objectStart, nil, "the same job as in line \(earlier), and it has no id",
        remedy: "give each an id, or take one out")
    } else {
      let field: ManifestField = parser.members.contains(.customID) ? .customID : .id
      parser.add(
        at: parser.offset(of: field), "\(field.name)",
        "\(Quoted.text(id.text)) is the id of line \(earlier) already",
        remedy: "every job has an id of its own")
    }
  }
}
