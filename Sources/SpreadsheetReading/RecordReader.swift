/// Takes a text apart into rows and cells, by RFC 4180 and the habits of spreadsheets.
///
/// Rows end with LF, CRLF or CR, cells in quotes may hold any of them, and two quotes there are
/// one. A quote that is not the first character of its cell is a quote. A first line `sep=;`
/// names the separator and is no row.
struct RecordReader {
  /// The most bytes of a row: what a line of a manifest may have.
  static let maximumBytes = 1 << 20

  private enum Place {
    case cellStart, plain, quoted, quoteInQuoted
  }

  private(set) var record = SheetRecord()
  private var text: SheetText
  private var separator: CellSeparator?
  private var chunk: [UInt8] = []
  private var position = 0
  private var place = Place.cellStart
  private var row = 0
  private var line = 1
  /// Whether the last byte was a CR that ended a line, so that an LF belongs to it.
  private var isAfterReturn = false
  /// The same inside quotes.
  private var isAfterQuotedReturn = false
  /// The line where the last quoted cell began.
  private var quoteLine = 1

  /// - Parameter separator: `nil` to find it out.
  init(_ text: SheetText, separator: CellSeparator?) {
    self.text = text
    self.separator = separator
  }

  /// Reads the next row into ``record``.
  ///
  /// - Returns: whether there was one.
  mutating func next() throws(SpreadsheetError) -> Bool {
    if row == 0 { try begin() }
    row += 1
    record.begin(row: row, line: line)
    place = .cellStart
    while true {
      if position == chunk.count {
        chunk = try text.next()
        position = 0
        if chunk.isEmpty { return finish() }
      }
      let chunk = self.chunk
      if chunk.withUnsafeBufferPointer({ scan($0) }) { return true }
    }
  }

  /// Finds the separator, for which the whole header is needed.
  private mutating func begin() throws(SpreadsheetError) {
    var found: CellSeparator?
    repeat {
      let more = try text.next()
      chunk += more
      let isWhole = more.isEmpty || chunk.count > Self.maximumBytes
      found = .detected(in: chunk, isWhole: isWhole)
    } while found == nil
    let named = CellSeparator(line: chunk.prefix(6))
    if named != nil {
      position = min(6, chunk.count)
      isAfterReturn = chunk[position - 1] == 0x0D
      line = 2
    }
    separator = separator ?? named ?? found
  }

  /// Goes on in the chunk.
  ///
  /// - Returns: whether a row has ended.
  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let separator = separator?.byte ?? UInt8(ascii: ",")
    if isAfterReturn {
      isAfterReturn = false
      if bytes[position] == 0x0A { position += 1 }
    }
    while position < bytes.count {
      if isTooLong { return finish() }
      let byte = bytes[position]
      switch place {
      case .quoted: scanQuoted(bytes)
      case .quoteInQuoted where byte == UInt8(ascii: "\""):
        record.bytes.append(byte)
        position += 1
        place = .quoted
      case _ where byte == separator:
        endCell()
        position += 1
      case _ where byte == 0x0A || byte == 0x0D:
        endCell()
        position += 1
        line += 1
        isAfterReturn = byte == 0x0D
        return true
      case .cellStart where byte == UInt8(ascii: "\""):
        place = .quoted
        quoteLine = line
        position += 1
      case .quoteInQuoted:
        record.flaw = record.flaw ?? .textAfterQuote(cell: record.count)
        place = .plain
      case .cellStart, .plain:
        scanPlain(bytes, separator)
      }
    }
    return false
  }

  private mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8) {
    let start = position
    var index = start
    while index < bytes.count, bytes[index] != separator, bytes[index] != 0x0A,
      bytes[index] != 0x0D
    {
      index &+= 1
    }
    append(bytes, start..<index)
    place = .plain
  }

  private mutating func scanQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = position
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      let byte = bytes[index]
      if byte == 0x0D || (byte == 0x0A && !isAfterQuotedReturn) { line &+= 1 }
      isAfterQuotedReturn = byte == 0x0D
      index &+= 1
    }
    append(bytes, start..<index)
    if index < bytes.count {
      place = .quoteInQuoted
      isAfterQuotedReturn = false
      position += 1
    }
  }

  /// Appends to the cell, but no more than shows that the row is too long.
  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let room = Self.maximumBytes + 1 - record.bytes.count
    record.bytes.append(
      contentsOf: UnsafeBufferPointer(rebasing: bytes[range.prefix(max(0, room))]))
    position = range.upperBound
  }

  private mutating func endCell() {
    record.ends.append(record.bytes.count)
    place = .cellStart
  }

  private var isTooLong: Bool {
    record.bytes.count + record.ends.count > Self.maximumBytes
  }

  /// Ends a row that has begun, at the end of the text or where the row is too long.
  private mutating func finish() -> Bool {
    guard place != .cellStart || !record.ends.isEmpty else { return false }
    if isTooLong {
      record.flaw = .tooLong(cell: record.count, quoteLine: place == .quoted ? quoteLine : nil)
    } else if place == .quoted {
      record.flaw = .openQuote(cell: record.count, line: quoteLine)
    }
    endCell()
    return true
  }
}
