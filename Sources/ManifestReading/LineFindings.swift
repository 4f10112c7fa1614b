import JobModel

/// What was found in the lines of a chunk, as far as it can be told without the lines before it.
struct LineFindings {
  /// How far a chunk has been read.
  struct Position {
    /// The byte after the last line that was read.
    var offset = 0
    /// How many lines that is.
    var lines = 0
  }

  /// A line with a job, right or wrong.
  struct Record {
    /// The line's first byte, and the number of its bytes.
    var start: Int32
    var count: Int32
    /// Counted in the chunk, from 0.
    var line: Int32
    var kind: Kind
    /// Whether the line gives an id, so that ``idKey`` says something about a wrong one.
    var hasID: Bool
    /// The place in ``RequestOrder/all``.
    var order: UInt8
    /// In ``jobs``, or in ``wrong``.
    var place: Int32
    var idKey: FirstLines.Key
    var requestKey: FirstLines.Key
  }

  enum Kind: UInt8 {
    case job
    /// Has mistakes.
    case wrong
    /// Right, but the defaults have a mistake, which has been reported.
    case lostDefaults
  }

  /// What a line is that changes how those after it are read.
  enum Stop {
    case defaults
    /// The first that leaves its value open, as pretty-printed JSON does.
    case openEnd(Wrong, key: FirstLines.Key?)
    /// A JSON array begins, and does not end.
    case openArray
  }

  /// A line with mistakes.
  struct Wrong {
    var mistakes: [LineParser.Mistake]
    var id: JobID?
  }

  var records: [Record] = []
  var wrong: [Wrong] = []
  /// One for each record of that kind, where jobs are asked for.
  var jobs: [Job] = []
  /// Whether a line gives an id that looks like a derived one.
  var givesDerivedID = false
  /// Whether a line without id got a key in place of its derived id.
  var leavesOutDerivedIDs = false
  var end = Position()
  /// Why reading stopped at a line: it changes how those after it are read.
  var stop: Stop?

  private static let noKey = FirstLines.Key(high: 0, low: 0)

  /// Adds a line with mistakes.
  mutating func add(
    _ mistakes: [LineParser.Mistake], id: JobID?, key: FirstLines.Key?, _ line: PlacedLine
  ) {
    wrong.append(Wrong(mistakes: mistakes, id: id))
    add(.wrong, key: key, line)
  }

  /// Adds a record about the last of ``wrong`` or of ``jobs``.
  mutating func add(_ kind: Kind, key: FirstLines.Key?, _ line: PlacedLine) {
    let place = kind == .job ? jobs.count : wrong.count
    records.append(
      Record(
        start: Int32(line.start), count: Int32(line.text.count), line: Int32(line.number),
        kind: kind, hasID: key != nil, order: 0, place: Int32(place &- 1),
        idKey: key ?? Self.noKey, requestKey: Self.noKey))
  }

  /// Completes the record of a job.
  mutating func complete(_ order: RequestOrder, hasID: Bool, _ requestKey: FirstLines.Key) {
    let last = records.count - 1
    records[last].hasID = hasID
    records[last].order = UInt8(order.index)
    records[last].requestKey = requestKey
  }

  mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    wrong.removeAll(keepingCapacity: true)
    jobs.removeAll(keepingCapacity: true)
    givesDerivedID = false
    leavesOutDerivedIDs = false
    stop = nil
  }
}

/// What the lines before a line mean for it.
struct LineContext: Sendable {
  var defaults: DefaultsLine?
  /// Whether a value was seen that goes on in the next line, as in pretty-printed JSON.
  var isLaidOut = false
  /// Tells one context from the next.
  var version = 0
}
