import JSONText
import Testing

@Suite struct StringSliceTests {
  static let spellings: [(text: String, meant: String)] = [
    (#""""#, ""), (#""prompt""#, "prompt"), (#""\u0070rom\u0070t""#, "prompt"),
    (#""\/""#, "/"), (#""a\"\\\b\f\n\r\t""#, "a\"\\\u{8}\u{C}\n\r\t"),
    (#""\u0000\u007f\u0080\u07ff\u0800\uffff""#, "\0\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}"),
    (#""\uD800\uDC00\uDbFF\uDfFF""#, "\u{10000}\u{10FFFF}"), (#""é\u00e9""#, "éé"),
  ]

  @Test(arguments: spellings) func textAndBytesAreDecoded(text: String, meant: String) throws {
    try reading(text) { reader in
      let slice = try reader.readString()
      #expect(slice.text.utf8.elementsEqual(meant.utf8))
      #expect(slice.decodedUTF8Count == meant.utf8.count)
      #expect(slice.withDecodedUTF8 { Array($0) } == Array(meant.utf8))
      #expect(slice.hasEscapes == text.contains("\\"))
      #expect(slice.rawBytes.count == text.utf8.count - 2)
    }
  }

  @Test func comparisonIsByDecodedBytes() throws {
    let table: [(text: String, equal: Bool)] = [
      (#""model""#, true), (#""m\u006fdel""#, true), (#""\u006d\u006f\u0064\u0065\u006c""#, true),
      (#""Model""#, false), (#""model ""#, false), (#""mode""#, false), (#""""#, false),
      (#""mode\u006d""#, false), (#""\u006dode""#, false),
    ]
    for (text, equal) in table {
      let isEqual = try reading(text) { try $0.readString().equals("model") }
      #expect(isEqual == equal, "\(text)")
    }
  }

  @Test func composedAndDecomposedCharactersDiffer() throws {
    let isEqual = try reading("\"e\u{301}\"") { try $0.readString().equals("\u{E9}") }
    #expect(!isEqual)
  }

  @Test func emptyStringsAreEqual() throws {
    let isEqual = try reading("\"\"") { try $0.readString().equals("") }
    #expect(isEqual)
  }

  @Test func equalSlicesHaveEqualHashes() throws {
    try reading(#"["abc", "a\u0062c", "abd"]"#) { reader in
      var slices: [JSONStringSlice] = []
      try reader.beginArray()
      while try reader.nextElement() { slices.append(try reader.readString()) }
      #expect(slices[0] == slices[1] && slices[0].hashValue == slices[1].hashValue)
      #expect(slices[0] != slices[2])
      #expect(Set(slices).count == 2)
    }
  }

  @Test(arguments: spellings) func aSliceIsWrittenAsItsText(text: String, meant: String) throws {
    let written = try reading(text) { reader in
      var writer = JSONWriter()
      writer.string(try reader.readString())
      return writer.bytes
    }
    var writer = JSONWriter()
    writer.string(meant)
    #expect(written == writer.bytes)
  }

  @Test func theEndsTellAllOfAShortText() throws {
    let text = "abcdefghijklmnopq"
    for count in 0...17 {
      let part = String(text.prefix(count))
      let ends = try reading("\"\(part)\"") { try $0.readString().ends }
      let head = Array(part.utf8.prefix(8)).enumerated().reduce(UInt64(0)) {
        $0 | UInt64($1.element) << UInt64(8 * $1.offset)
      }
      let tail = Array(part.utf8.suffix(8)).enumerated().reduce(UInt64(0)) {
        $0 | UInt64($1.element) << UInt64(8 * $1.offset)
      }
      #expect((ends.count, ends.head, ends.tail) == (count, head, tail))
    }
  }
}
