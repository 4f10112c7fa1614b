import Testing

@testable import BatchReport

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("", 0), ("sku-001", 7), ("片名", 4), ("ｆｕｌｌ", 8), ("한국어", 6), ("ｶﾅ", 2),
    ("e\u{301}", 1), ("z\u{300}\u{301}\u{302}", 1), ("🎬", 2), ("\u{2764}\u{FE0F}", 2),
    ("☕️", 2), ("🇨🇭", 2), ("¥0.75", 5), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠀀", 2),
    ("a\u{20DD}", 1), ("…", 1), ("ไทย", 3), ("نص", 2),
  ])
  func widthIsWhatATerminalTakes(_ text: String, _ columns: Int) {
    #expect(TerminalText.width(of: text) == columns)
  }

  @Test(arguments: [
    ("sku-001", 7, "sku-001"), ("sku-001", 6, "sku-0…"), ("sku-001", 1, "…"),
    ("sku-001", 0, ""), ("片名片名", 8, "片名片名"), ("片名片名", 7, "片名片…"),
    ("片名片名", 6, "片名…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
  ])
  func cutTextFitsAndShowsThatItWasCut(_ text: String, _ columns: Int, _ expected: String) {
    let cut = TerminalText.fitting(text, columns: columns)
    #expect(Array(cut.utf8) == Array(expected.utf8))
    #expect(TerminalText.width(of: cut) <= columns)
  }

  @Test(arguments: [
    ("line\nbreak\ttab", "line break tab"), ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"),
    ("right\u{202E}left", "right\\u{202e}left"), ("next\u{2028}line", "next\\u{2028}line"),
    ("bell\u{7}\r", "bell\\u{7}\\u{d}"), ("违规", "违规"),
  ])
  func oneLineStaysOneLineAndMovesNoCursor(_ text: String, _ expected: String) {
    #expect(TerminalText.oneLine(text) == expected)
  }
}
