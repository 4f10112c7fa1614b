import Testing

@testable import BatchCommands

@Suite struct ConsoleTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"),
    ("line\rover", "line\\u{d}over"),
    ("right\u{202E}left", "right\\u{202e}left"),
    ("tab\tand\nfeed", "tab\tand\nfeed"),
    ("🎬 片名", "🎬 片名"),
  ])
  func controlCharactersFromOutsideAreMadeVisible(_ text: String, _ expected: String) {
    #expect(Console.visible(text) == expected)
  }
}
