/// Turns the texts of cells into values; strict, but for the ways a spreadsheet has of writing
/// the same thing.
///
/// The texts come without white space around them and are not empty.
enum CellValue {
  /// Reads `5`, `10` or `15`; `5.0` and `5,00` are 5, as a column of decimals writes it.
  static func duration(_ text: Substring) throws(CellProblem) -> Int {
    if let value = seconds(text) { return value }
    let number = text.prefix { !$0.isLetter && $0 != " " }
    let unit = text[number.endIndex...].drop { $0 == " " }.lowercased()
    let isUnit = ["s", "sec", "secs", "second", "seconds", "sek", "sekunden"].contains(unit)
    throw CellProblem(
      "expected 5, 10 or 15 seconds, got \(CellText.quoted(text))",
      remedy: isUnit ? seconds(number).map { "write \($0)" } : nil)
  }

  private static func seconds(_ text: Substring) -> Int? {
    let point = text.utf8.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    if let point {
      let decimals = text.utf8[point...].dropFirst()
      guard !decimals.isEmpty, decimals.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    }
    switch text[..<(point ?? text.endIndex)] {
    case "5": return 5
    case "10": return 10
    case "15": return 15
    default: return nil
    }
  }

  /// Reads `720p` or `1080p`.
  static func resolution(_ text: Substring) throws(CellProblem) -> String {
    if text == "720p" || text == "1080p" { return String(text) }
    let known = ["1080", "720"].first { text.contains($0) }
    throw CellProblem(
      "expected 720p or 1080p, got \(CellText.quoted(text))",
      remedy: known.map { "write \($0)p" })
  }

  /// Reads the words of spreadsheets for true and false, in any case.
  static func truth(_ text: Substring) throws(CellProblem) -> Bool {
    switch text.lowercased() {
    case "true", "1", "yes", "wahr", "ja": return true
    case "false", "0", "no", "falsch", "nein": return false
    default:
      throw CellProblem(
        "expected true or false, got \(CellText.quoted(text))",
        remedy: "yes, no, 1, 0, WAHR and FALSCH are understood too")
    }
  }

  /// Reads the one URL or file path of a picture; a path may have spaces in it.
  static func image(_ text: Substring) throws(CellProblem) -> String {
    let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }.count
    let urls = words(text).filter { SourceText.isWebAddress($0) }.count
    if max(lines, urls) > 1 {
      throw CellProblem(
        "expected exactly 1 image, got \(max(lines, urls))", remedy: "write a row for each video")
    }
    try SourceText.check(text)
    return String(text)
  }

  /// Reads URLs or file paths with white space between them.
  static func references(_ text: Substring) throws(CellProblem) -> [String] {
    let entries = words(text)
    for entry in entries { try SourceText.check(entry) }
    return entries.map { String($0) }
  }

  private static func words(_ text: Substring) -> [Substring] {
    text.utf8.split { (0x09...0x0D).contains($0) || $0 == 0x20 }.map { Substring($0) }
  }

  /// Reads a text that is taken as it is, unless the spreadsheet has failed to compute it.
  static func text(_ text: String) throws(CellProblem) -> String {
    if text.utf8.first == UInt8(ascii: "#"), failures.contains(text) {
      throw CellProblem(
        "is \(text), the spreadsheet's word for an error", remedy: "mend its formula")
    }
    return text
  }

  /// Reads the name of a job.
  static func id(_ text: String) throws(CellProblem) -> String {
    let count = text.utf8.count
    guard count <= 512 else {
      throw CellProblem("has \(count) bytes of UTF-8, expected at most 512")
    }
    return text
  }

  private static let failures: Set<String> = [
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ERROR!",
  ]
}
