import Dispatch
import JobModel
import Locking

/// Reads a manifest once, from beginning to end, checks everything and hands out the jobs.
///
/// Chunks of lines are read by all processors; what depends on the order of lines (the defaults,
/// repeated ids and requests, the order of complaints) is judged here, in their order. Memory
/// does not grow with the text, only by 30 to 70 bytes a job, which find repeated ids and
/// repeated requests. A reader reads one manifest.
package struct ManifestReader {
  let options: ManifestOptions
  let files: SourceFiles
  var ids = FirstLines()
  var requests = FirstLines()
  /// Kept so that the work of ``FirstLines/approach(_:)`` is not left out as useless.
  var approached: UInt32 = 0
  var context = LineContext()
  var areDefaultsUsed = false
  var orders = [Int](repeating: 0, count: RequestOrder.all.count)
  var repetitions = [Int](repeating: 0, count: RequestOrder.all.count)
  var verdict = ManifestVerdict()
  /// How many lines stand before the chunk that is judged.
  var lines = 0
  private var detail = ChunkParser.Detail.jobs
  /// Whether ids were given that look derived, and whether derived ids were left out.
  var givesDerivedID = false
  var leavesOutDerivedIDs = false
  private var chunks: LineChunks
  private let queue = DispatchQueue(label: "wanbatch.manifest", attributes: .concurrent)
  /// The chunks that are being read, in their order.
  private var underWay: [LineChunk] = []
  /// Enough to keep all processors at work, and few enough to bound the memory.
  private let underWayLimit = Processors.count + 2

  /// Makes a reader for one manifest; nothing is read yet.
  package init(_ options: ManifestOptions) {
    self.options = options
    files = SourceFiles(baseDirectory: options.baseDirectory)
    chunks = LineChunks(
      chunkBytes: options.chunkBytes, maximumLineBytes: options.maximumLineBytes)
  }

  /// Reads everything a file or a pipe has to give; blocks.
  ///
  /// - Parameter each: called with every valid job in order, and, with `skipInvalid`, with every
  ///   invalid line; some thousand lines late. What it throws ends the reading.
  /// - Throws: ``ManifestError`` when reading fails, and what `each` throws. Mistakes in the
  ///   manifest are in the verdict.
  package mutating func read(
    descriptor: Int32, each: (ManifestEntry) throws -> Void
  ) throws -> ManifestVerdict {
    let digest = RunningDigest()
    try readChunks(each) { [name = options.displayName] buffer throws(ManifestError) in
      let count = try Self.read(descriptor, into: buffer, name)
      digest.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
      return count
    }
    verdict.digest = digest.finish()
    return verdict
  }

  /// Checks a manifest and counts what it asks for, several times as fast as reading its jobs.
  ///
  /// The verdict is the same but for the digest, which is empty; see ``ManifestVerdict/orders``.
  /// A file is read twice in the rare case that some of its lines have no id and others one that
  /// looks derived.
  package mutating func check(descriptor: Int32) throws(ManifestError) -> ManifestVerdict {
    let start = SystemInput.place(in: descriptor)
    detail = start == nil ? .derivedIDs : .keys
    try count(descriptor)
    if let start, givesDerivedID && leavesOutDerivedIDs {
      self = ManifestReader(options)
      detail = .derivedIDs
      SystemInput.go(to: start, in: descriptor)
      try count(descriptor)
    }
    return verdict
  }

  private mutating func count(_ descriptor: Int32) throws(ManifestError) {
    do {
      try readChunks({ _ in }) { [name = options.displayName] buffer throws(ManifestError) in
        try Self.read(descriptor, into: buffer, name)
      }
    } catch let error as ManifestError {
      throw error
    } catch {
      preconditionFailure("nothing else throws: \(error)")
    }
  }

  private static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, _ name: String
  ) throws(ManifestError) -> Int {
    do throws(SystemInput.Failure) {
      return try SystemInput.read(descriptor, into: buffer)
    } catch {
      throw .system(path: name, doing: "read", code: error.code)
    }
  }

  private mutating func readChunks(
    _ each: (ManifestEntry) throws -> Void,
    _ input: (UnsafeMutableRawBufferPointer) throws(ManifestError) -> Int
  ) throws {
    var free: [LineChunk] = []
    while !verdict.isUnusable {
      let chunk = free.popLast() ?? chunks.makeChunk()
      guard try chunks.fill(chunk, input) else { break }
      if chunk.isFirst, let problem = FileBeginning.problem(of: chunk.bytes) {
        refuseWhole(problem.problem, remedy: problem.remedy)
        break
      }
      chunk.start(on: queue, parser)
      underWay.append(chunk)
      if underWay.count > underWayLimit { free.append(try judgeNext(each)) }
    }
    while !underWay.isEmpty, !verdict.isUnusable { _ = try judgeNext(each) }
    finish()
  }

  private var parser: ChunkParser {
    ChunkParser(options, files: files, context: context, detail: detail)
  }

  /// Waits for the first chunk under way and takes in what was found.
  private mutating func judgeNext(
    _ each: (ManifestEntry) throws -> Void
  ) throws -> LineChunk {
    let chunk = underWay.removeFirst()
    chunk.wait()
    var parser = parser
    if chunk.contextVersion != context.version {
      parser.parse(chunk, from: LineFindings.Position())
    }
    while true {
      try take(chunk, each)
      guard let stop = chunk.findings.stop else { break }
      let next = try takeContextLine(chunk, stop, each)
      if verdict.isUnusable { break }
      parser = self.parser
      parser.parse(chunk, from: next)
    }
    lines += chunk.findings.end.lines
    return chunk
  }

  private mutating func finish() {
    if let defaults = context.defaults, !areDefaultsUsed {
      verdict.add(.unusedDefaults(line: defaults.line))
    }
    if verdict.jobs + verdict.invalid == 0 && verdict.complaintCount == 0 {
      refuseWhole("the manifest has no jobs", remedy: "a job is one JSON object on one line")
    }
    for (order, count) in zip(RequestOrder.all, orders) where count > 0 {
      verdict.orders.append(OrderCount(order: order, count: count))
    }
    addRepetitions()
  }

  /// Sums up the repetitions of both modes, which cost the same.
  private mutating func addRepetitions() {
    for priceClass in PriceClass.all {
      for length in ClipLength.allCases {
        let count = VideoMode.allCases.reduce(0) { sum, mode in
          let order = RequestOrder(mode: mode, priceClass: priceClass, length: length)
          return sum + repetitions[order.index]
        }
        guard count > 0 else { continue }
        verdict.repetitions.append(
          RepetitionCount(priceClass: priceClass, length: length, count: count))
      }
    }
  }
}
