import SpreadsheetReading

/// A spreadsheet in memory, converted.
struct Sheet {
  var lines: [String] = []
  var bytes: [UInt8] = []
  var verdict: SheetVerdict

  /// The mistakes as a user reads them.
  var messages: [String] { verdict.mistakes.map(\.description) }

  init(
    _ text: String, separator: CellSeparator? = nil, prompt: PromptTemplate? = nil,
    chunkBytes: Int = 64
  ) throws {
    try self.init(
      bytes: Array(text.utf8), separator: separator, prompt: prompt, chunkBytes: chunkBytes)
  }

  /// - Parameter pieceBytes: the most that the input gives at a time.
  init(
    bytes: [UInt8], separator: CellSeparator? = nil, prompt: PromptTemplate? = nil,
    chunkBytes: Int = 64, pieceBytes: Int = .max
  ) throws {
    var position = 0
    var output: [UInt8] = []
    var lines: [String] = []
    var converter = SheetConverter(
      name: "s.csv", separator: separator, prompt: prompt, chunkBytes: chunkBytes
    ) { buffer throws(SpreadsheetError) in
      let count = min(buffer.count, bytes.count - position, pieceBytes)
      for index in 0..<count { buffer[index] = bytes[position + index] }
      position += count
      return count
    }
    verdict = try converter.convert { line throws(SpreadsheetError) in
      output += line
      lines.append(String(decoding: line.dropLast(), as: UTF8.self))
    }
    self.bytes = output
    self.lines = verdict.mistakeCount == 0 ? lines : []
  }
}
