import Testing

@testable import JSONText

@Suite struct JSONIndexTests {
  private let index = JSONIndex()

  /// Whether an index finds at a place what a tree has there.
  private func isSame(_ place: JSONPlace, _ value: JSONValue) -> Bool {
    guard (place.elements == nil) == (value.array == nil), place.isNull == value.isNull,
      place.bool == value.bool, place.int == value.int, place.double == value.number?.double,
      place.string?.text == value.string
    else { return false }
    let (elements, found) = (value.array ?? [], place.elements ?? [])
    return elements.count == found.count && zip(found, elements).allSatisfy { isSame($0, $1) }
  }

  static let texts = [
    "0", "-0", "-7", "5.0", "5.5", "75e-2", "123456789012345678", "1234567890123456789",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "true", "false", "null",
    #""""#, #""plain""#, #""a\u00e9\n\ud83d\ude00""#, "[]", "[ ]", "{}", #"[1,[2,[]],"x",{"a":1}]"#,
  ]

  @Test(arguments: texts) func anIndexFindsWhatATreeHas(text: String) throws {
    let bytes = Array(" \(text)\n".utf8)
    let tree = try JSONValue.parse(bytes)
    try bytes.withUnsafeBufferPointer { buffer in
      let place = try index.read(buffer)
      #expect(isSame(place, tree))
    }
  }

  @Test func membersAreFoundByTheBytesTheyMean() throws {
    let text = #"{"a":1,"inner":{"a":2,"b":[{"c":3}]},"caf\u00e9":4,"":5,"last":null}"#
    try Array(text.utf8).withUnsafeBufferPointer { buffer in
      let object = try index.read(buffer)
      #expect(object["a"]?.int == 1)
      #expect(object["inner"]?["a"]?.int == 2)
      #expect(object["inner"]?["b"]?.elements?.first?["c"]?.int == 3)
      #expect(object["café"]?.int == 4)
      #expect(object[""]?.int == 5)
      #expect(object["last"]?.isNull == true)
      for missing: StaticString in ["b", "c", "inne", "inners", "lost"] {
        #expect(object[missing] == nil, "\(missing)")
      }
      #expect(object["a"]?["a"] == nil)
    }
  }

  @Test func anIndexIsUsedAgainAndGrows() throws {
    for count in [1, 1000, 3, 5000] {
      let text = "[" + (0..<count).map { #"{"n":\#($0)}"# }.joined(separator: ",") + "]"
      try Array(text.utf8).withUnsafeBufferPointer { buffer in
        let elements = try #require(try index.read(buffer).elements)
        #expect(elements.map { $0["n"]?.int } == (0..<count).map { Int64($0) })
      }
    }
  }

  static let refused = [
    "", "{", #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "[1,]", "01", "nul", "1 2", "\"\u{1}\"",
    String(repeating: "[", count: 129),
  ]

  @Test(arguments: refused) func whatATreeIsRefusedAnIndexIsRefusedToo(text: String) {
    let bytes = Array(text.utf8)
    var refusal: JSONTextError?
    do throws(JSONTextError) { _ = try JSONValue.parse(bytes) } catch { refusal = error }
    #expect(refusal != nil)
    let found = bytes.withUnsafeBufferPointer { buffer -> JSONTextError? in
      do throws(JSONTextError) { _ = try index.read(buffer) } catch { return error }
      return nil
    }
    #expect(found == refusal)
  }
}
