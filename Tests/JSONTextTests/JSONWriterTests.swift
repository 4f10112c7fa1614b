import JSONText
import Testing

@Suite struct JSONWriterTests {
  @Test func commasStandWhereTheyBelong() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("text", "a")
    writer.member("whole", 5)
    writer.member("large", UInt64.max)
    writer.member("fraction", 0.25)
    writer.member("on", true)
    writer.memberRaw("cost", "0.750")
    writer.memberNull("none")
    writer.key("empty")
    writer.beginArray()
    writer.endArray()
    writer.key("list")
    writer.beginArray()
    writer.int(-1)
    writer.beginObject()
    writer.endObject()
    writer.null()
    writer.string("x")
    writer.endArray()
    writer.endObject()
    let expected =
      #"{"text":"a","whole":5,"large":18446744073709551615,"fraction":0.25,"on":true,"#
      + #""cost":0.750,"none":null,"empty":[],"list":[-1,{},null,"x"]}"#
    #expect(writer.bytes == Array(expected.utf8))
  }

  @Test func onlyQuotesBackslashesAndControlsAreEscaped() {
    var writer = JSONWriter()
    writer.string("\"\\/\u{8}\t\n\u{C}\r\0\u{1F}\u{7F}<>&'é\u{2028}😀")
    let expected = #""\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}<>&'é\u{2028}😀\""
    #expect(writer.bytes == Array(expected.utf8))
  }

  @Test func everyEscapeAtEveryPlaceOfAWordReadsBack() throws {
    for scalar in (0..<0x80).compactMap({ Unicode.Scalar($0) }) {
      for place in 0..<18 {
        let text =
          String(repeating: "x", count: place) + String(scalar)
          + String(repeating: "y", count: 18 - place)
        var writer = JSONWriter()
        writer.string(text)
        #expect(try JSONValue.parse(writer.bytes) == .string(text))
      }
    }
  }

  @Test(arguments: [
    0, -0.0, 0.1, 1e21, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -123.456, 1e15,
  ])
  func doublesReadBackExactly(value: Double) throws {
    var writer = JSONWriter()
    writer.double(value)
    #expect(try JSONValue.parse(writer.bytes).number?.double?.bitPattern == value.bitPattern)
  }
}
