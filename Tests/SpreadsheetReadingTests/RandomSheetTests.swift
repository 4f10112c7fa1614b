import JSONText
import SpreadsheetReading
import TestSupport
import Testing

/// Spreadsheets by chance.
@Suite struct RandomSheetTests {
  @Test func randomTablesInRandomStylesReadBackEqual() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let table = RandomTable(using: &random)
      let sheet = try Sheet(
        bytes: table.bytes, chunkBytes: Int.random(in: 8...300, using: &random),
        pieceBytes: Int.random(in: 1...300, using: &random))
      guard sheet.messages.isEmpty else {
        Issue.record("seed \(seed) round \(round): \(sheet.messages)\n\(table.text)")
        return
      }
      let read = try sheet.lines.map { try Self.labels($0, names: table.names) }
      guard read == table.rows.map({ $0.map { Array($0.utf8) } }) else {
        Issue.record("seed \(seed) round \(round): got \(sheet.lines)\n\(table.text)")
        return
      }
    }
  }

  /// The labels of a line as bytes, in the order of the columns; empty for one not given.
  private static func labels(_ line: String, names: [String]) throws -> [[UInt8]] {
    let value = try JSONValue.parse(Array(line.utf8))
    return names.map { Array((value["labels"]?[$0]?.string ?? "").utf8) }
  }

  @Test func randomBytesEndInAVerdict() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      Array("id,image_url,prompt".utf8), Array("\"".utf8), Array("\r".utf8), Array("\n".utf8),
      Array(",".utf8), Array(";".utf8), Array("\t".utf8), Array("a.jpg".utf8), [0xFF], [0xC3],
      [0xED, 0xA0, 0x80], [0], Array("{prompt}".utf8), Array("é".utf8), Array("\u{FEFF}".utf8),
      [0xFF, 0xFE], [0xFE, 0xFF], Array("sep=".utf8), Array("duration".utf8), Array("5".utf8),
    ]
    var accepted = 0
    for _ in 0..<5_000 {
      var bytes = Bool.random(using: &random) ? Array("id,image_url\n".utf8) : []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        bytes +=
          Int.random(in: 0..<8, using: &random) == 0
          ? [UInt8.random(in: 0...255, using: &random)]
          : pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      let chunkBytes = Int.random(in: 8...64, using: &random)
      do {
        let sheet = try Sheet(bytes: bytes, chunkBytes: chunkBytes)
        let whole = try Sheet(bytes: bytes, chunkBytes: 4096)
        guard sheet.verdict == whole.verdict, sheet.lines == whole.lines else {
          Issue.record("seed \(seed): the verdict depends on the chunks: \(bytes)")
          return
        }
        if sheet.verdict.mistakeCount == 0 { accepted += 1 }
        for line in sheet.lines { _ = try JSONValue.parse(Array(line.utf8)) }
      } catch is SpreadsheetError {
        continue
      }
    }
    #expect(accepted > 0, "seed \(seed)")
  }
}

/// A table of texts, written as a file in one of the ways that programs write it.
private struct RandomTable {
  let names: [String]
  let rows: [[String]]
  let text: String
  let bytes: [UInt8]

  private static let characters: [Unicode.Scalar] = [
    "a", "B", "7", " ", ",", ";", "\t", "|", "\"", "'", "\n", "\r", "{", "é", "\u{301}", "ß", "漢",
    "😀", "\u{1}", "\u{7F}", "\u{2028}", "\\", "=", "#",
  ]

  init(using random: inout SeededGenerator) {
    let columns = Int.random(in: 1...4, using: &random)
    names = (0..<columns).map { "n\($0)" }
    let separator = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    let quotesAll = Bool.random(using: &random)
    var rows: [[String]] = []
    var lines = [(["id", "image_url"] + names.map { "labels.\($0)" }).joined(separator: separator)]
    for row in 0..<Int.random(in: 1...5, using: &random) {
      let cells = names.map { _ in Self.text(using: &random) }
      rows.append(cells)
      let written = (["\(row)", "a.jpg"] + cells).map { cell in
        let needsQuotes = cell.unicodeScalars.contains {
          $0 == "\"" || $0 == "\n" || $0 == "\r" || String($0) == separator
        }
        return needsQuotes || quotesAll || Bool.random(using: &random)
          ? "\"" + Self.doubled(cell) + "\"" : cell
      }
      lines.append(written.joined(separator: separator))
    }
    self.rows = rows
    let end = Bool.random(using: &random) ? lineEnd : ""
    let mark = Bool.random(using: &random) ? "\u{FEFF}" : ""
    text = mark + lines.joined(separator: lineEnd) + end
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 1: bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: bytes = Array(text.utf8)
    }
  }

  /// A text that is not blank, since a blank cell is not given; or an empty one.
  private static func text(using random: inout SeededGenerator) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      scalars.append(characters.randomElement(using: &random) ?? "a")
    }
    let isBlank = scalars.allSatisfy { $0.properties.isWhitespace }
    return isBlank ? "" : String(scalars)
  }

  /// By code points: a quote with a combining accent behind it is still a quote.
  private static func doubled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(scalar)
      if scalar == "\"" { result.append(scalar) }
    }
    return String(result)
  }
}
