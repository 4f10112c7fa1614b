import JSONText
import Testing

@Suite struct AcceptanceTests {
  /// Texts and how the writer repeats them.
  static let texts: [(text: String, written: String)] = [
    ("null", "null"),
    (" \t\r\n true \t\r\n ", "true"),
    ("false", "false"),
    ("0", "0"),
    ("-0", "-0"),
    ("-0.0e-00", "-0.0e-00"),
    ("1E+2", "1E+2"),
    ("1e400", "1e400"),
    ("123456789012345678901234567890.1234567890", "123456789012345678901234567890.1234567890"),
    (#""""#, #""""#),
    (#""plain""#, #""plain""#),
    (#""a\/b""#, #""a/b""#),
    (#""\"\\\b\f\n\r\t""#, #""\"\\\b\f\n\r\t""#),
    (#""\u0000\u001F\u007f""#, "\"\\u0000\\u001f\u{7F}\""),
    (#""\u00e9\u20AC\ud83d\ude00""#, #""é€😀""#),
    ("\"é€😀\u{10FFFF}\u{2028}\"", "\"é€😀\u{10FFFF}\u{2028}\""),
    ("[]", "[]"),
    ("[ ]", "[]"),
    ("[ 1 , [ ] , { } ]", "[1,[],{}]"),
    ("{}", "{}"),
    ("{ \"\" : null }", #"{"":null}"#),
    (#"{"b":1,"a":[true,false],"é":{"a":"b"}}"#, #"{"b":1,"a":[true,false],"é":{"a":"b"}}"#),
    // Composed and decomposed, and upper and lower case, are different keys.
    ("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
    (#"{"a":1,"A":2}"#, #"{"a":1,"A":2}"#),
    // The same key in different objects.
    (#"{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}}"#, #"{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}}"#),
  ]

  @Test(arguments: texts) func validTextIsReadAndWrittenAgain(text: String, written: String) throws
  {
    var writer = JSONWriter()
    writer.value(try JSONValue.parse(text.utf8))
    #expect(writer.bytes == Array(written.utf8))
    #expect(Verdict(skipping: Array(text.utf8)).error == nil)
  }

  @Test func everyKindOfByteSourceIsRead() throws {
    let text = "xx[1,2]"
    let expected = JSONValue.array([.number(try number("1")), .number(try number("2"))])
    #expect(try JSONValue.parse(text.dropFirst(2).utf8) == expected)
    #expect(try JSONValue.parse(Array(text.utf8)[2...]) == expected)
    #expect(try JSONValue.parse(text.utf8.dropFirst(2).lazy.map { $0 }) == expected)
  }

  private func number(_ text: String) throws -> JSONNumber { try #require(JSONNumber(text)) }

  @Test func stringsOfEveryLengthAroundAWordAreFoundWhole() throws {
    for count in 0...40 {
      for special in ["", "\\n", "é", "😀"] {
        for place in 0...count {
          let text =
            String(repeating: "x", count: place) + special
            + String(repeating: "y", count: count - place)
          let meant = text.replacing("\\n", with: "\n")
          #expect(try JSONValue.parse("\"\(text)\"".utf8) == .string(meant))
        }
      }
    }
  }

  @Test func accessorsAnswerOnlyForTheirKind() throws {
    let value = try JSONValue.parse(
      #"{"s":"x","n":5.0,"b":true,"a":[1],"o":{"k":null},"z":null}"#.utf8)
    #expect(value["s"]?.string == "x" && value["s"]?.int == nil)
    #expect(value["n"]?.int == 5 && value["n"]?.number?.text == "5.0")
    #expect(value["b"]?.bool == true && value["b"]?.string == nil)
    #expect(value["a"]?.array?.count == 1 && value["a"]?.object == nil)
    #expect(value["o"]?["k"]?.isNull == true && value["s"]?["k"] == nil)
    #expect(value["z"]?.isNull == true && value["missing"] == nil)
    #expect(value.object?.members.map(\.key) == ["s", "n", "b", "a", "o", "z"])
  }

  @Test func lookUpComparesBytes() throws {
    let value = try JSONValue.parse("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)
    #expect(value["\u{E9}"]?.int == 1)
    #expect(value["e\u{301}"]?.int == 2)
  }
}
