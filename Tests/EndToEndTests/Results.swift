import JSONText
import TestSupport
import Testing

/// A `results.jsonl`, read by the tests for themselves.
struct Results {
  let rows: [JSONValue]
  let totals: JSONValue
  let text: String

  init(in directory: String) throws {
    text = TextFile.read(directory + "/results.jsonl")
    let lines = try text.split(separator: "\n").map { try JSONValue.parse($0.utf8) }
    totals = try #require(lines.last)
    rows = Array(lines.dropLast())
    #expect(totals["type"]?.string == "totals")
  }

  /// The text but for the totals row.
  var rowsText: String {
    text.split(separator: "\n").dropLast().joined(separator: "\n")
  }

  func count(_ status: String) -> Int {
    rows.count { $0["status"]?.string == status }
  }

  /// An amount in hundredths, read from its decimal text.
  static func cents(_ value: JSONValue?) -> Int? {
    guard let text = value?.number?.text else { return nil }
    let parts = text.split(separator: ".")
    guard parts.count == 2, parts[1].count == 2, let whole = Int(parts[0]), let part = Int(parts[1])
    else { return nil }
    return whole * 100 + part
  }
}
