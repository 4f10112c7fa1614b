import JSONText
import Testing

@Suite struct DepthTests {
  static let shapes: [(open: String, close: String)] = [("[", "]"), (#"{"a":"#, "}")]

  @Test(arguments: shapes) func nestingIsAllowedUpToTheLimit(open: String, close: String) throws {
    let text = String(repeating: open, count: 128) + "0" + String(repeating: close, count: 128)
    let value = try JSONValue.parse(text.utf8)
    var writer = JSONWriter()
    writer.value(value)
    #expect(writer.bytes == Array(text.utf8))
    #expect(CanonicalJSON.encode(value) == Array(text.utf8))
    #expect(Verdict(skipping: Array(text.utf8)).error == nil)
  }

  @Test(arguments: shapes) func theFirstBracketTooDeepIsNamed(open: String, close: String) {
    let text = Array(String(repeating: open, count: 100_000).utf8)
    let expected = JSONTextError(.tooDeep(limit: 128), at: 128 * open.utf8.count)
    #expect(Verdict(parsing: text).error == expected)
    #expect(Verdict(skipping: text).error == expected)
    #expect(expected.description == "nested deeper than 128 levels")
  }

  @Test func aLowerLimitHolds() {
    #expect(Verdict(parsing: Array("[[1]]".utf8), maximumDepth: 2).error == nil)
    #expect(
      Verdict(parsing: Array(#"[{"a":[]}]"#.utf8), maximumDepth: 2).error
        == JSONTextError(.tooDeep(limit: 2), at: 6))
  }

  @Test func closedBracketsDoNotCount() {
    let text = "[" + Array(repeating: "[{}]", count: 1000).joined(separator: ",") + "]"
    #expect(Verdict(parsing: Array(text.utf8), maximumDepth: 3).error == nil)
  }

  @Test func deepValuesFitIntoADocumentAroundThem() throws {
    let text = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    let value = try JSONValue.parse(text.utf8)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("value")
    writer.value(value)
    writer.endObject()
    #expect(writer.bytes == Array("{\"value\":\(text)}".utf8))
  }
}
