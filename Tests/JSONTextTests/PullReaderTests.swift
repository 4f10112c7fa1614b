import JSONText
import Testing

@Suite struct PullReaderTests {
  @Test func valuesComeInOrderWithTheirPlaces() throws {
    try reading(#" {"id" : "a\tb", "list": [1, "x"], "on":true, "no":null}  "#) { reader in
      #expect(try reader.peekKind() == .object)
      #expect(reader.offset == 1)
      try reader.beginObject()
      let first = try #require(try reader.nextKey())
      #expect(first.text == "id" && first.offset == 2 && reader.offset == 9)
      let text = try reader.readString()
      #expect(text.text == "a\tb" && text.offset == 9 && text.hasEscapes)
      #expect(try reader.nextKey()?.text == "list")
      #expect(reader.offset == 25)
      try reader.beginArray()
      #expect(try reader.nextElement())
      #expect(reader.offset == 26)
      #expect(try reader.readNumber().int64 == 1)
      #expect(try reader.nextElement())
      #expect(try reader.peekKind() == .string)
      #expect(try reader.readString().text == "x")
      #expect(try !reader.nextElement())
      #expect(try reader.nextKey()?.text == "on")
      #expect(try reader.readBool())
      #expect(try reader.nextKey()?.text == "no")
      try reader.readNull()
      #expect(try reader.nextKey() == nil)
      try reader.expectEnd()
    }
  }

  @Test func aValueOfAnotherKindCanBeReadAfterTheComplaint() throws {
    try reading(#"{"duration": "5", "next": 1}"#) { reader in
      try reader.beginObject()
      _ = try reader.nextKey()
      #expect(
        throws: JSONTextError(.wrongKind(expected: .number, found: .string), at: 13)
      ) { try reader.readNumber() }
      #expect(try reader.skipValue() == 13..<16)
      #expect(try reader.nextKey()?.text == "next")
      #expect(try reader.readNumber().int64 == 1)
    }
  }

  static let kinds: [(text: String, kind: JSONKind, name: String)] = [
    ("{}", .object, "an object"), ("[]", .array, "an array"), (#""""#, .string, "a string"),
    ("1", .number, "a number"), ("false", .bool, "true or false"), ("null", .null, "null"),
  ]

  @Test(arguments: kinds)
  func everyOtherKindIsNamed(text: String, kind: JSONKind, name: String) {
    let calls: [(JSONKind, (inout JSONReader) throws -> Void)] = [
      (.object, { try $0.beginObject() }), (.array, { try $0.beginArray() }),
      (.string, { _ = try $0.readString() }), (.number, { _ = try $0.readNumber() }),
      (.bool, { _ = try $0.readBool() }), (.null, { try $0.readNull() }),
    ]
    for (expected, call) in calls {
      let result = Result { try reading(text) { try call(&$0) } }
      if expected == kind {
        #expect(throws: Never.self) { try result.get() }
      } else {
        let error = JSONTextError(.wrongKind(expected: expected, found: kind), at: 0)
        #expect(throws: error) { try result.get() }
        #expect(error.description == "expected \(expected), found \(name)")
      }
    }
  }

  @Test func skippedValuesCanBeTakenAsWritten() throws {
    try reading(#"[ {"a" : [1, "\u0041"]} , 1.50,"x" ]"#) { reader in
      try reader.beginArray()
      #expect(try reader.nextElement())
      let range = try reader.skipValue()
      #expect(range == 2..<23 && reader.text(in: range) == #"{"a" : [1, "\u0041"]}"#)
      #expect(try reader.nextElement())
      #expect(try reader.readRawText() == "1.50")
      #expect(try reader.nextElement())
      #expect(try reader.readValue() == .string("x"))
      #expect(try !reader.nextElement())
    }
  }

  /// Whatever is called after an error, nothing may trap or leave the buffer.
  @Test func callsAfterAnErrorAreHarmless() {
    for text in ["}", "]", "[}", "{]", "{\"a\":}", "[1,", "{\"a\"", "\"", "[[]}", ""] {
      reading(text) { reader in
        for _ in 0..<4 {
          _ = try? reader.beginArray()
          _ = try? reader.nextKey()
          _ = try? reader.beginObject()
          _ = try? reader.nextElement()
          _ = try? reader.skipValue()
          _ = try? reader.expectEnd()
        }
        #expect(reader.offset <= text.utf8.count)
      }
    }
  }
}
