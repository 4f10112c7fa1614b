import TestSupport
import Testing

@testable import BatchReport

@Suite struct CostsCSVTests {
  static let lines: [([String], String)] = [
    (["a", "b"], "a,b\r\n"), ([""], "\r\n"), (["a,b", "c"], "\"a,b\",c\r\n"),
    (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"), (["a\nb"], "\"a\nb\"\r\n"),
    (["a\r\nb", "\""], "\"a\r\nb\",\"\"\"\"\r\n"), (["é 价"], "é 价\r\n"),
  ]

  @Test(arguments: lines) func fieldsAreQuotedWhereTheyMustBe(fields: [String], line: String) {
    #expect(CSVRow.line(fields) == line)
  }

  static let guarded: [(String, String)] = [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
    (" =1", "' =1"), ("\t=1", "'\t=1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("'=1", "''=1"),
    ("'", "''"), ("a=1", "a=1"), ("2026-11-23", "2026-11-23"), ("", ""), ("spring", "spring"),
  ]

  @Test(arguments: guarded) func whatLooksLikeAFormulaGetsAnApostrophe(
    text: String, field: String
  ) {
    #expect(CSVRow.guarded(text) == field)
  }

  @Test func aGuardedTextIsGotBackByTakingOneApostropheOff() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let letters = Array("='+-@ \ta1,\"\n")
    for _ in 0..<2000 {
      let text = String(
        (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
          letters.randomElement(using: &random)
        })
      let field = CSVRow.guarded(text)
      let back = field.hasPrefix("'") ? String(field.dropFirst()) : field
      #expect(back == text, "seed \(seed)")
      #expect(!"=+-@".contains(field.first { $0 != " " } ?? "x"), "seed \(seed)")
    }
  }
}
