import JSONText
import Testing

@Suite struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let offset: Int
    let message: String

    init(_ text: String, _ offset: Int, _ message: String) {
      self.init(Array(text.utf8), offset, message)
    }

    init(_ bytes: [UInt8], _ offset: Int, _ message: String) {
      self.bytes = bytes
      self.offset = offset
      self.message = message
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self) }
  }

  static let structure: [Case] = [
    Case("", 0, "expected a value, found the end of the text"),
    Case(" \n", 2, "expected a value, found the end of the text"),
    Case("\u{FEFF}{}", 0, "a byte-order mark cannot stand here"),
    Case("{}\u{FEFF}", 2, "expected the end of the text, found U+FEFF"),
    Case("1 2", 2, "expected the end of the text, found '2'"),
    Case("{}}", 2, "expected the end of the text, found '}'"),
    Case("{", 1, "expected a key in double quotes or '}', found the end of the text"),
    Case("{,", 1, "expected a key in double quotes or '}', found ','"),
    Case("{a:1}", 1, "expected a key in double quotes or '}', found 'a'"),
    Case("{'a':1}", 1, "expected a key in double quotes or '}', found '''"),
    Case("{“a”:1}", 1, "expected a key in double quotes or '}', found '“'"),
    Case("{\u{A0}}", 1, "expected a key in double quotes or '}', found U+00A0"),
    Case(#"{"a""#, 4, "expected ':', found the end of the text"),
    Case(#"{"a" 1}"#, 5, "expected ':', found '1'"),
    Case(#"{"a":}"#, 5, "expected a value, found '}'"),
    Case(#"{"a":"#, 5, "expected a value, found the end of the text"),
    Case(#"{"a":1"#, 6, "expected ',' or '}', found the end of the text"),
    Case(#"{"a":1 x"#, 7, "expected ',' or '}', found 'x'"),
    Case(#"{"a":1]"#, 6, "expected ',' or '}', found ']'"),
    Case(#"{"a":1,}"#, 7, "expected a key in double quotes, found '}'"),
    Case(#"{"a":1,"#, 7, "expected a key in double quotes, found the end of the text"),
    Case(#"{"a":1,,"b":2}"#, 7, "expected a key in double quotes, found ','"),
    Case("[", 1, "expected a value or ']', found the end of the text"),
    Case("[,1]", 1, "expected a value or ']', found ','"),
    Case("[1", 2, "expected ',' or ']', found the end of the text"),
    Case("[1 2]", 3, "expected ',' or ']', found '2'"),
    Case("[1}", 2, "expected ',' or ']', found '}'"),
    Case("[1,]", 3, "expected a value, found ']'"),
    Case("[1,", 3, "expected a value, found the end of the text"),
    Case("// x", 0, "expected a value, found '/'"),
    Case([0x00], 0, "expected a value, found byte 0x00"),
    Case([0x5B, 0x0B, 0x5D], 1, "expected a value or ']', found byte 0x0B"),
    Case([0x5B, 0xFF, 0x5D], 1, "expected a value or ']', found byte 0xFF"),
    Case(Array("[1]".utf8) + [0], 3, "expected the end of the text, found byte 0x00"),
  ]

  static let scalars: [Case] = [
    Case("True", 0, "expected a value, found the word True"),
    Case("[nul]", 1, "expected a value, found the word nul"),
    Case("t", 0, "expected a value, found the word t"),
    Case("NaN", 0, "expected a value, found the word NaN"),
    Case("truex", 4, "expected the end of the text, found 'x'"),
    Case("undefinedundefinedundefined", 0, "expected a value, found the word undefinedundefinedun"),
    Case("+1", 0, "expected a value, found '+'"),
    Case(".5", 0, "expected a value, found '.'"),
    Case("-", 1, "expected a digit, found the end of the text"),
    Case("-x", 1, "expected a digit, found 'x'"),
    Case("-Infinity", 1, "expected a digit, found 'I'"),
    Case("1.", 2, "expected a digit, found the end of the text"),
    Case("[1.]", 3, "expected a digit, found ']'"),
    Case("1e", 2, "expected a digit, found the end of the text"),
    Case("1e+", 3, "expected a digit, found the end of the text"),
    Case("1e5.5", 3, "expected the end of the text, found '.'"),
    Case("012", 0, "a number cannot begin with a superfluous 0"),
    Case("[-00]", 2, "a number cannot begin with a superfluous 0"),
    Case("0x10", 1, "expected the end of the text, found 'x'"),
  ]

  static let strings: [Case] = [
    Case("\"abc", 4, "expected '\"' at the end of a string, found the end of the text"),
    Case("\"abcdefghijkl", 13, "expected '\"' at the end of a string, found the end of the text"),
    Case("\"a\nb\"", 2, "control character byte 0x0A in a string; write it as an escape"),
    Case(
      "\"abcdefghi\u{0}\"", 10, "control character byte 0x00 in a string; write it as an escape"),
    Case("\"\u{1F}\"", 1, "control character byte 0x1F in a string; write it as an escape"),
    Case(#""a\x41""#, 2, "a backslash cannot stand before 'x'"),
    Case(#""a\é""#, 2, "a backslash cannot stand before 'é'"),
    Case(#""\"#, 2, "expected an escaped character, found the end of the text"),
    Case(#""\u12"#, 5, "expected a hexadecimal digit, found the end of the text"),
    Case(#""\u12G4""#, 5, "expected a hexadecimal digit, found 'G'"),
    Case(#""\u12""#, 5, "expected a hexadecimal digit, found '\"'"),
    Case(#""x\ud800""#, 2, "half of a surrogate pair in a \\u escape"),
    Case(#""\ud800"#, 1, "half of a surrogate pair in a \\u escape"),
    Case(#""\ud800\n""#, 1, "half of a surrogate pair in a \\u escape"),
    Case(#""\ud800\u0041""#, 1, "half of a surrogate pair in a \\u escape"),
    Case(#""\ud800\ud800""#, 1, "half of a surrogate pair in a \\u escape"),
    Case(#""\udc00""#, 1, "half of a surrogate pair in a \\u escape"),
    Case(#""\ud800\u00"#, 11, "expected a hexadecimal digit, found the end of the text"),
    Case(#""\ud83d\ude00\udfff""#, 13, "half of a surrogate pair in a \\u escape"),
  ]

  static let duplicates: [Case] = [
    Case(#"{"a":1,"a":1}"#, 7, #"key "a" stands here for the second time"#),
    Case(#"{"a":1,"\u0061":2}"#, 7, #"key "a" stands here for the second time"#),
    Case(#"{"\u0061":1,"b":2,"a":3}"#, 18, #"key "a" stands here for the second time"#),
    Case(#"{"":1,"":2}"#, 6, #"key "" stands here for the second time"#),
    Case(#"{"x":[{"a":1,"b":{},"a":2}]}"#, 20, #"key "a" stands here for the second time"#),
    Case(#"{"a":{"a":1},"a":2}"#, 13, #"key "a" stands here for the second time"#),
  ]

  @Test(arguments: structure + scalars + strings + duplicates)
  func refusalNamesCauseAndPlace(_ refused: Case) {
    let error = Verdict(parsing: refused.bytes).error
    #expect(error?.offset == refused.offset)
    #expect(error?.description == refused.message)
    #expect(Verdict(skipping: refused.bytes).error == error)
  }

  static let illFormed: [[UInt8]] = [
    [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC3, 0xC3],
    [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x80],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
    [0xF0, 0x9F, 0x98, 0x41], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    [0xF8, 0x88, 0x80, 0x80, 0x80],
  ]

  @Test(arguments: illFormed) func invalidUTF8IsRefusedAtItsFirstByte(sequence: [UInt8]) {
    for before in ["", "x", "é", "\\n", "123456789"] {
      let head = Array("\"\(before)".utf8)
      for tail in [[], Array("\"".utf8), Array("xxxxxxxxxx\"".utf8)] {
        let error = Verdict(parsing: head + sequence + tail).error
        #expect(error == JSONTextError(.invalidUTF8, at: head.count))
      }
    }
  }

  /// Against the standard library, which repairs what is ill-formed.
  @Test func everyTwoAndManyThreeByteSequencesAreJudgedAsTheStandardLibraryDoes() {
    var seconds = Array(UInt8.min...UInt8.max)
    seconds.removeAll { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
    for lead in UInt8(0x80)...0xFF {
      for second in seconds {
        for third: UInt8 in [0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0] {
          let content = [lead, second, third]
          let isValid = String(validating: content, as: UTF8.self) != nil
          let quoted = [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
          let isAccepted = Verdict(skipping: quoted).error == nil
          if isAccepted != isValid { Issue.record("\(content): accepted \(isAccepted)") }
        }
      }
    }
  }

  @Test func everyBeginningOfATextIsRefusedWithinIt() {
    let text = #"{"key":[-1.5e+3,"a\n\ud83d\ude00é",true,false,null,{"x":{}}],"other":"value"}"#
    let bytes = Array(text.utf8)
    #expect(Verdict(parsing: bytes).error == nil)
    for count in 0..<bytes.count {
      let error = Verdict(parsing: Array(bytes[..<count])).error
      #expect(error != nil && (0...count).contains(error?.offset ?? -1), "\(count) bytes")
    }
  }
}
