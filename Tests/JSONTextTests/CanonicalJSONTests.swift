import JSONText
import Testing

/// These bytes are hashed and the hashes are kept: a change here breaks every old directory.
@Suite struct CanonicalJSONTests {
  static let pinned: [(text: String, canonical: String)] = [
    ("null", "null"),
    (" [ true , false ] ", "[true,false]"),
    (#"{"b":[1.50,"é"], "a":1e2}"#, #"{"a":1e2,"b":[15e-1,"é"]}"#),
    (#"{"b":{"d":1,"c":2},"a":[]}"#, #"{"a":[],"b":{"c":2,"d":1}}"#),
    (#"{"aa":1,"a":2,"":3,"B":4,"b":5}"#, #"{"":3,"B":4,"a":2,"aa":1,"b":5}"#),
    // By UTF-8 bytes, where U+FFFF comes before U+10000; UTF-16 would say the opposite.
    (
      "{\"\u{10000}\":1,\"\u{FFFF}\":2,\"\u{E9}\":3,\"e\u{301}\":4}",
      "{\"e\u{301}\":4,\"\u{E9}\":3,\"\u{FFFF}\":2,\"\u{10000}\":1}"
    ),
    (#"["\u0041\/\u00e9\u000a\u001F\""]"#, #"["A/é\n\u001f\""]"#),
    ("[1.0,1e0,10e-1,5,50,0.5,-0,1E400]", "[1,1,1,5,5e1,5e-1,0,1e400]"),
    ("[12345678901234567890123]", "[12345678901234567890123]"),
  ]

  @Test(arguments: pinned) func formIsPinned(text: String, canonical: String) throws {
    // Doing it again changes nothing.
    for text in [text, canonical] {
      #expect(CanonicalJSON.encode(try JSONValue.parse(text.utf8)) == Array(canonical.utf8))
    }
  }
}
